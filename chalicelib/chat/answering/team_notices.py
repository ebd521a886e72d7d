"""Notices to the team: posted, read, taken note of, listed."""

from __future__ import annotations

from ...domain import team_notice
from ...domain.refusals import Refusal
from ...service import notices as service
from .. import notices, team_notices
from ..answers import Answers, Mistakes
from ..pressing import Reply
from .asked import Asked


def opened(asked: Asked) -> Reply:
    """The form, or that it is not for the asker. Reads nothing."""
    would = team_notice.post("-", asked.asker.officer, "-", team_notice.LASTS, asked.now)
    return notices.refusal(would) if isinstance(would, Refusal) else team_notices.form()


def sent(asked: Asked, answers: Answers) -> Reply:
    """One get, one transaction."""
    filled = team_notices.filled(answers)
    if isinstance(filled, Mistakes):
        return filled
    posted = service.post_notice(asked.deps, asked.caller, filled.text, filled.lasts)
    return notices.refusal(posted) if isinstance(posted, Refusal) else team_notices.posted(posted)


def read(asked: Asked) -> Reply:
    """The words, once the reading is on record: one get, one transaction, and one get more."""
    found = service.read_notice(asked.deps, asked.caller, asked.press.value)
    return notices.refusal(found) if isinstance(found, Refusal) else team_notices.read(found.notice, found.text, asked.id)


def acknowledged(asked: Asked) -> Reply:
    """One get, one transaction. Whoever presses twice has taken note of it."""
    noted = service.acknowledge_notice(asked.deps, asked.caller, asked.press.value)
    if isinstance(noted, Refusal) and noted.code != "already_acknowledged":
        return notices.refusal(noted)
    return team_notices.noted(already=isinstance(noted, Refusal))


def listed(asked: Asked) -> Reply:
    """Those that stand: one query."""
    return team_notices.standing(service.notices(asked.deps, asked.asker.force), asked.id)
