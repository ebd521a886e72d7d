"""One job, looked at: its card with the asker's own buttons, everything they may do, and what happened."""

from __future__ import annotations

from ...domain.incident import Incident
from ...domain.refusals import Refusal
from .. import notices, timeline
from ..offering import offered
from ..pressing import Reply
from . import looking
from .asked import Asked
from .refusing import as_it_stands


def card(asked: Asked) -> Reply:
    """One get."""
    if not asked.job:
        return notices.which_job()
    incident = _job(asked)
    return notices.refusal(incident) if isinstance(incident, Refusal) else as_it_stands(asked, incident)


def more(asked: Asked) -> Reply:
    """Everything that the asker may do, where a card had no room for it: one get."""
    incident = _job(asked)
    if isinstance(incident, Refusal):
        return notices.refusal(incident)
    return notices.can_do(incident, asked.policy, offered(incident, asked.roles, asked.holds(incident)))


def happened(asked: Asked) -> Reply:
    """The whole story without anybody's words: one query."""
    history = looking.history(asked.deps, asked.asker.force, asked.job)
    if isinstance(history, Refusal):
        return notices.refusal(history)
    return notices.happened(asked.job, timeline.whole(history, asked.policy))


def _job(asked: Asked) -> Incident | Refusal:
    return looking.job(asked.deps, asked.asker.force, asked.job)
