"""The home tab of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping

from ...domain.refusals import Refusal
from ...domain.words import Role
from ...domain.worklists import QUEUE, REVIEWS, TRIAGE
from ...service import Deps
from ...store.rows import Unavailable
from .. import notices
from ..home import Lists, Waiting, home, page_of
from ..model import Home, Section
from ..pressing import Asker, Reply
from . import looking
from .asked import Asked


def home_of(deps: Deps, asker: Asker, pages: Mapping[str, int] | None = None) -> Home:
    """The home tab; `pages` says which page of which list is shown.

    Reads the roster and the queue; for an officer their job as well, for a sergeant the two review lists. Raises nothing for the
    table's trouble: the tab says so.
    """
    try:
        lists = _lists(deps, asker)
    except Unavailable:
        return Home(asker.officer.id, (Section("EVR", lines=(notices.trouble().text,)),))
    return home(asker.officer, lists, deps.policies[asker.force], deps.now(), pages)


def turned(asked: Asked) -> Reply:
    """Another page of a list."""
    return home_of(asked.deps, asked.asker, page_of(asked.press.value))


def _lists(deps: Deps, asker: Asker) -> Lists:
    roles, force = asker.officer.roles, asker.force
    if not roles:
        return Lists()
    sergeant = Role.SERGEANT in roles
    mine = looking.job(deps, force, asker.officer.job) if asker.officer.job else None
    return Lists(
        mine=None if isinstance(mine, Refusal) else mine,
        queue=looking.waiting(deps, force, QUEUE, looking.FRONT),
        triage=looking.waiting(deps, force, TRIAGE, looking.FRONT) if sergeant else Waiting(),
        reviews=looking.waiting(deps, force, REVIEWS, looking.FRONT) if sergeant else Waiting(),
        officers=looking.roster(deps, force),
    )
