"""One job, looked at: its card with the asker's own buttons, everything they may do, and what happened."""

from __future__ import annotations

from ...domain.incident import Incident
from ...domain.refusals import Refusal
from .. import notices, rooms, timeline
from ..offering import offered
from ..pressing import Reply
from . import looking
from .asked import Asked
from .refusing import as_it_stands

#: The victim's page and the officer's, below the same host.
_VICTIMS, _OFFICERS = "/v", "/officer"
NO_ROOM = Refusal("wrong_status", "This job has no open room: its link is closed, or was never sent.")


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


def room(asked: Asked) -> Reply:
    """Where the officer's page of this job is: one get. Useful to its officer only; the page tells anybody else who that is."""
    incident = _job(asked)
    if isinstance(incident, Refusal):
        return notices.refusal(incident)
    if not incident.room_open:
        return notices.refusal(NO_ROOM)
    where = address(asked.asker.page, asked.policy.link.domain, asked.asker.force, incident.reference)
    return rooms.to_open(incident, where, mine=asked.holds(incident))


def address(base: str, domain: str, force: str, reference: str) -> str:
    """The page on the force's own host (`{domain}` in the base of the victim's); the job is in the fragment, not sent; every
    letter of a reference may stand there as it is.
    """
    whose = "" if "{domain}" in base else f"?force={force}"
    page = base.replace("{domain}", domain).removesuffix(_VICTIMS) + _OFFICERS
    return f"{page}{whose}#{reference}"


def happened(asked: Asked) -> Reply:
    """The whole story without anybody's words: one query."""
    history = looking.history(asked.deps, asked.asker.force, asked.job)
    if isinstance(history, Refusal):
        return notices.refusal(history)
    return notices.happened(asked.job, timeline.whole(history, asked.policy))


def _job(asked: Asked) -> Incident | Refusal:
    return looking.job(asked.deps, asked.asker.force, asked.job)
