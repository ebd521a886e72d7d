"""What falls due, and when. The clock looks these up every minute and notes each once.

Each rule is a function of the incident and the policy; the numbers are the policy's, their sources are in DOMAIN.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from . import events as e
from .ask import Ask, Decision
from .commands import NoteDue
from .incident import Incident
from .policy import Policy
from .refusals import Refusal
from .words import WAITING, Status

BEFORE_ARRIVAL = frozenset({Status.REPORTED, Status.OFFERED, Status.IN_TRIAGE, Status.QUEUED, Status.CLAIMED})
TO_TELL = frozenset({Status.PASSED_ON, Status.HANDED_OVER, Status.FINALISED})
#: The victim's update is brought up this long before its deadline [D].
TELL_NEARING = timedelta(hours=24)

Due = Iterator[tuple[str, datetime]]


def due(incident: Incident, policy: Policy) -> dict[str, datetime]:
    """Every deadline that still stands: kind to moment. A kind already noted for the same moment does not come back."""
    found: dict[str, datetime] = {}
    for rule in (_offer, _response, _risk, _appointment, _idle, _room, _link, _review, _desk_work, _handover, _telling):
        found.update(rule(incident, policy))
    return {kind: when for kind, when in found.items() if incident.noted.get(kind) != when}


def note(ask: Ask) -> Decision:
    """Take note of one deadline. An appointment that has come brings the job back at the front of the queue."""
    command: NoteDue = ask.command
    if due(ask.incident, ask.policy).get(command.kind) != command.at or command.at > ask.now:
        return Refusal("nothing_due", "This deadline no longer stands.")
    fell = e.FellDue(command.kind, command.at)
    return (fell, e.Queued("appointment", priority=True)) if command.kind == "appointment" else (fell,)


def _offer(incident: Incident, policy: Policy) -> Due:
    """Nobody has recorded an offer: the one never asked is counted, and found."""
    if incident.status in (Status.REPORTED, Status.OFFERED):
        yield "offer_missing", incident.received_at + policy.prompt.offer_recorded_within


def _response(incident: Incident, policy: Policy) -> Due:
    """From the time reported until the link is sent ("arrived" stops the clock)."""
    target = policy.scope.target(incident.facts.grade)
    if target and incident.arrived_at is None and incident.status in BEFORE_ARRIVAL:
        yield "response_nearing", incident.facts.reported_at + target * policy.response.nearing
        yield "response_missed", incident.facts.reported_at + target


def _risk(incident: Incident, policy: Policy) -> Due:
    """Kent's re-THRIVE: again after each look, and again when nobody looked. A pause begins with the officer seeing the victim.

    News of the risk from the control room does not wait for the next look: it is due as it comes [D].
    """
    if incident.status in WAITING:
        seen = incident.status_since if incident.status == Status.PAUSED else None
        looks = (incident.risk_looked_at, incident.noted.get("risk"), seen)
        looked, told = max(look for look in looks if look), incident.risk_told_at
        again = looked + policy.risk.look_again_every
        yield "risk", min(told, again) if told and told > looked else again


def _appointment(incident: Incident, policy: Policy) -> Due:
    if incident.status == Status.QUEUED and incident.appointment:
        yield "appointment", incident.appointment


def _idle(incident: Incident, policy: Policy) -> Due:
    """Claimed, and then nothing: the victim waits and does not know."""
    if incident.status == Status.CLAIMED and incident.claimed_at and not incident.contacted_since_claim:
        yield "claim_idle", incident.claimed_at + policy.response.claim_idle_after


def _room(incident: Incident, policy: Policy) -> Due:
    """The victim is in the room, and nobody has come [D]: in an emergency as well."""
    if incident.victim_alone and incident.call.victim_joined_at:
        yield "room_unattended", incident.call.victim_joined_at + policy.response.room_unattended_after


def _link(incident: Incident, policy: Policy) -> Due:
    if incident.link and incident.link.open:
        yield "link_expiring", incident.link.expires - policy.link.expiring_before
        yield "link_expired", incident.link.expires


def _review(incident: Incident, policy: Policy) -> Due:
    """24 hours from the end of the call, whether the record has been submitted or not, paused or not."""
    if incident.status == Status.CALL_CLOSED and incident.call.ended_at:
        yield from _review_by(incident.call.ended_at + policy.review.due_after, policy)
    if incident.status == Status.IN_REVIEW and incident.case:
        yield from _review_by(incident.case.due, policy)


def _review_by(when: datetime, policy: Policy) -> Due:
    yield "review_nearing", when - policy.review.nearing
    yield "review_overdue", when


def _desk_work(incident: Incident, policy: Policy) -> Due:
    """Sent back for desk work: as long as a review may take, then somebody looks where it has got to [D]."""
    if incident.status == Status.DESK_WORK and incident.case and incident.case.decided_at:
        yield "desk_work_overdue", incident.case.decided_at + policy.review.due_after


def _handover(incident: Incident, policy: Policy) -> Due:
    if incident.status == Status.PASSED_ON and incident.case and incident.case.decided_at:
        yield "handover_unacknowledged", incident.case.decided_at + policy.review.handover_acknowledged_within


def _telling(incident: Incident, policy: Policy) -> Due:
    by = incident.case.tell_victim_by if incident.case else None
    if by and incident.status in TO_TELL and not incident.victim_told_at:
        yield "victim_update_nearing", by - TELL_NEARING
        yield "victim_update_overdue", by
