"""What is only looked at, and only by the asker: jobs, lists, capacity, help."""

from __future__ import annotations

from collections.abc import Callable

from ...domain.refusals import Refusal
from ...domain.words import Role
from .. import notices
from ..actions import HELP
from ..help import help_for
from ..pressing import Reply
from . import jobs, lists, team_notices
from .asked import Asked

DOCTORS_ONLY = Refusal("not_permitted", "Checking the set-up of chat is for: administrator.")


def told(asked: Asked) -> Reply:
    return _TOLD[asked.action.id](asked)


def _help(asked: Asked) -> Reply:
    """Reads nothing."""
    return help_for(asked.roles)


def _doctor(asked: Asked) -> Reply:
    """A refusal for everybody but administrators; them the platform answers itself (`is_doctor`), so they get help here."""
    return help_for(asked.roles) if is_doctor(asked.roles) else notices.refusal(DOCTORS_ONLY)


def is_doctor(roles: frozenset[str]) -> bool:
    """Whether somebody with these roles may have the set-up of chat checked."""
    return Role.ADMINISTRATOR in roles


_TOLD: dict[str, Callable[[Asked], Reply]] = {
    "job.room": jobs.room,
    "job.card": jobs.card,
    "job.more": jobs.more,
    "job.timeline": jobs.happened,
    "list.mine": lists.mine,
    **dict.fromkeys(lists.LISTS, lists.listed),
    "team.show": lists.capacity,
    "list.notices": team_notices.listed,
    HELP.id: _help,
    "doctor": _doctor,
}
