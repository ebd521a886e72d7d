"""A refusal in chat: its sentence and what to do next; the job as it stands for whoever pressed an old button."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from ...domain.incident import Incident
from ...domain.refusals import Refusal
from .. import notices
from ..cards import job_card
from ..model import Private
from ..offering import buttons
from ..pressing import Reply
from . import looking
from .asked import Asked

#: The job has moved on since the button was posted.
STALE = frozenset({"wrong_status", "already_claimed", "link_closed", "no_such_update", "not_paused", "already_paused"})


def told_no(asked: Asked, refused: Refusal, incident: Incident | None = None) -> Reply:
    """The refusal as a private reply. For a stale button the incident is read, unless it is known already: one get."""
    if asked.action.id == "job.claim" and got_one_meanwhile(asked, refused):
        return notices.came_just_now(refused)
    if refused.code not in STALE:
        return notices.refusal(refused, asked.reference)
    stands = incident or looking.job(asked.deps, asked.asker.force, asked.reference)
    if isinstance(stands, Refusal):
        return notices.refusal(refused)
    already = _ALREADY.get(asked.action.id)
    if already and already[1](asked, stands):
        return as_it_stands(asked, stands, already[0])
    if refused.code == "already_claimed" and asked.action.id == "job.claim":
        return notices.refusal(refused, asked.reference)
    return as_it_stands(asked, stands, notices.sentence(refused))


def got_one_meanwhile(asked: Asked, refused: Refusal) -> bool:
    """They had no job when they pressed: another press of theirs, or an allocation, was quicker."""
    return refused.code == "officer_busy" and asked.asker.officer.job is None


def as_it_stands(asked: Asked, incident: Incident, *first: str) -> Private:
    """The job's card with the asker's own buttons; `first` is said above everything else."""
    own = buttons(incident, asked.roles, asked.holds(incident))
    card = job_card(incident, asked.policy, asked.now, buttons=own)
    return Private(replace(card, lines=(*first, *card.lines)))


def _read(asked: Asked, incident: Incident) -> bool:
    number = int(asked.more[0]) if asked.more and asked.more[0].isdigit() else 0
    return 0 < number <= incident.updates and number not in incident.updates_to_read


_Holds = Callable[[Asked, Incident], bool]
#: A second press that lost to the first one is no mistake: what was asked for is so already.
_ALREADY: dict[str, tuple[str, _Holds]] = {
    "job.claim": ("It is yours already.", lambda asked, incident: incident.holder == asked.id),
    "job.resume": ("The call goes on already.", lambda asked, incident: incident.room == "in_call"),
    "job.close": ("The link is closed already.", lambda asked, incident: incident.link is not None and not incident.room_open),
    "job.resume_review": (
        "The review was taken up again already.",
        lambda asked, incident: incident.case is not None and incident.status == "in_review" and not incident.case.paused,
    ),
    "job.read_update": ("It is marked as read already.", _read),
}
