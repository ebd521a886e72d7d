"""evolve(incident, event): the only way an incident changes. Total and without judgement: what may happen is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from msgspec.structs import replace

from . import events as e
from .incident import Call, Case, Incident, Link
from .words import LINK_OPEN, Status

Changes = dict[str, Any]


def rebuild(force: str, recorded: Iterable[e.Recorded]) -> Incident:
    """The incident as its events tell it. Raises ValueError when there are none, TypeError when the first is not the report."""
    incident: Incident | None = None
    for each in recorded:
        incident = evolve(incident, each) if incident else _reported(force, each)
    if incident is None:
        raise ValueError("no events, no incident")
    return incident


def evolve(incident: Incident, recorded: e.Recorded) -> Incident:
    """The incident after one more event."""
    changes = _CHANGES[type(recorded.event)](incident, recorded.event, recorded)
    status = changes.get("status", incident.status)
    if status != incident.status:
        changes["status_since"] = recorded.at
        if status not in LINK_OPEN and not _victim_stays(incident, recorded.event):
            changes |= _room_left(incident, changes, recorded)
    return replace(incident, version=recorded.version, **changes)


def _victim_stays(incident: Incident, event: e.Event) -> bool:
    """An emergency does not hang up: "not safe" is silent, and the police go on seeing and hearing whoever is in the room."""
    return isinstance(event, e.Escalated) and incident.status in LINK_OPEN and incident.call.victim_joined_at is not None


def _room_left(incident: Incident, changes: Changes, recorded: e.Recorded) -> Changes:
    """However the incident leaves the room: the link never works again, and a call under way is over."""
    left: Changes = {}
    if incident.link and incident.link.open:
        left["link"] = replace(incident.link, open=False)
    call: Call = changes.get("call", incident.call)
    if call.started_at and not call.ended_at:
        left["call"] = replace(call, ended_at=recorded.at, paused_by=None, pause_reason=None)
    return left


def _reported(force: str, recorded: e.Recorded) -> Incident:
    if not isinstance(recorded.event, e.Reported):
        raise TypeError("an incident begins with its report")
    event = recorded.event
    return Incident(
        force=force,
        version=recorded.version,
        status=Status.REPORTED,
        facts=event.facts,
        received_at=recorded.at,
        policy=recorded.policy,
        in_scope=event.in_scope,
        enhanced=event.enhanced,
        status_since=recorded.at,
        risk_looked_at=event.facts.reported_at,
    )


_CHANGES: dict[type[e.Event], Callable[[Incident, Any, e.Recorded], Changes]] = {}


def _on(kind: type[e.Event]) -> Callable[[Callable[..., Changes]], Callable[..., Changes]]:
    def register(change: Callable[..., Changes]) -> Callable[..., Changes]:
        _CHANGES[kind] = change
        return change

    return register


def _nothing(incident: Incident, event: e.Event, recorded: e.Recorded) -> Changes:
    return {}


for _kind in (e.OfferDeclined, e.DetailsShown):
    _CHANGES[_kind] = _nothing


# --- report and offer ---------------------------------------------------------------------------------------------------------


@_on(e.TrialArmSet)
def _arm(incident: Incident, event: e.TrialArmSet, recorded: e.Recorded) -> Changes:
    return {"arm": event.arm}


@_on(e.OfferMade)
def _offered(incident: Incident, event: e.OfferMade, recorded: e.Recorded) -> Changes:
    return {"status": Status.OFFERED, "offered_at": recorded.at}


@_on(e.OfferNotMade)
def _not_offered(incident: Incident, event: e.OfferNotMade, recorded: e.Recorded) -> Changes:
    return {"not_offered": event.reason}


@_on(e.EligibilityChecked)
def _eligibility(incident: Incident, event: e.EligibilityChecked, recorded: e.Recorded) -> Changes:
    return {"eligible": False} if event.reasons else {"eligible": True, "status": Status.IN_TRIAGE}


@_on(e.Returned)
def _returned(incident: Incident, event: e.Returned, recorded: e.Recorded) -> Changes:
    return {"status": Status.RETURNED, "ended": event.reason, "appointment": None}


@_on(e.Escalated)
def _escalated(incident: Incident, event: e.Escalated, recorded: e.Recorded) -> Changes:
    return {"status": Status.ESCALATED, "ended": event.reason, "appointment": None}


# --- queue --------------------------------------------------------------------------------------------------------------------


@_on(e.FoundSuitable)
def _suitable(incident: Incident, event: e.FoundSuitable, recorded: e.Recorded) -> Changes:
    return {"level": event.level}


@_on(e.Queued)
def _queued(incident: Incident, event: e.Queued, recorded: e.Recorded) -> Changes:
    return {"status": Status.QUEUED, "priority": event.priority, "appointment": None, "claimed_at": None}


@_on(e.Claimed)
def _claimed(incident: Incident, event: e.Claimed, recorded: e.Recorded) -> Changes:
    return {
        "status": Status.CLAIMED,
        "officer": event.officer,
        "claimed_at": recorded.at,
        "appointment": None,
        "contacted_since_claim": False,
        "call": Call(),
    }


@_on(e.Reassigned)
def _reassigned(incident: Incident, event: e.Reassigned, recorded: e.Recorded) -> Changes:
    return {"officer": event.officer, "claimed_at": recorded.at, "call": replace(incident.call, officer_joined_at=None)}


@_on(e.Released)
def _released(incident: Incident, event: e.Released, recorded: e.Recorded) -> Changes:
    return {"officer": None, "released_by": event.officer}


_SUSPENDS = frozenset({"unsafe", "wrong_person"})


@_on(e.ContactAttempted)
def _contacted(incident: Incident, event: e.ContactAttempted, recorded: e.Recorded) -> Changes:
    """Once somebody else may have the phone, the number on record stays suspended: a later attempt may be to another number."""
    suspended = incident.contact_suspended or event.result in _SUSPENDS
    return {"contacts": incident.contacts + 1, "contacted_since_claim": True, "contact_suspended": suspended}


@_on(e.AppointmentMade)
def _appointment(incident: Incident, event: e.AppointmentMade, recorded: e.Recorded) -> Changes:
    return {"status": Status.QUEUED, "appointment": event.appointment, "officer": None, "claimed_at": None}


@_on(e.RiskReassessed)
def _risk(incident: Incident, event: e.RiskReassessed, recorded: e.Recorded) -> Changes:
    changes: Changes = {"risk_looked_at": recorded.at}
    if event.result == "raised":
        changes |= {"level": "allocate", "priority": True}
    return changes


# --- call ---------------------------------------------------------------------------------------------------------------------


@_on(e.LinkSent)
def _link_sent(incident: Incident, event: e.LinkSent, recorded: e.Recorded) -> Changes:
    link = Link(event.number, event.token_hash, event.channel, event.device, sent_at=recorded.at, expires=event.expires)
    status = Status.LINK_SENT if incident.status == Status.CLAIMED else incident.status
    return {"status": status, "link": link, "links": event.number, "arrived_at": incident.arrived_at or recorded.at}


@_on(e.LinkDelivery)
def _delivery(incident: Incident, event: e.LinkDelivery, recorded: e.Recorded) -> Changes:
    if incident.link is None or incident.link.number != event.number:
        return {}
    twice = incident.link.possibly_twice or event.possibly_twice
    return {"link": replace(incident.link, delivery=event.status, possibly_twice=twice)}


@_on(e.VictimJoined)
def _victim_joined(incident: Incident, event: e.VictimJoined, recorded: e.Recorded) -> Changes:
    return {"call": replace(incident.call, victim_joined_at=recorded.at)}


@_on(e.OfficerJoined)
def _officer_joined(incident: Incident, event: e.OfficerJoined, recorded: e.Recorded) -> Changes:
    callers = tuple(sorted({*incident.callers, recorded.by}))
    return {"call": replace(incident.call, officer_joined_at=recorded.at), "callers": callers}


@_on(e.CallStarted)
def _started(incident: Incident, event: e.CallStarted, recorded: e.Recorded) -> Changes:
    return {"status": _unless_emergency(incident, Status.IN_CALL), "call": replace(incident.call, started_at=recorded.at)}


@_on(e.CallPaused)
def _paused(incident: Incident, event: e.CallPaused, recorded: e.Recorded) -> Changes:
    call = replace(incident.call, paused_by=event.by, pause_reason=event.reason)
    return {"status": _unless_emergency(incident, Status.PAUSED), "call": call}


@_on(e.CallResumed)
def _resumed(incident: Incident, event: e.CallResumed, recorded: e.Recorded) -> Changes:
    call = replace(incident.call, paused_by=None, pause_reason=None)
    return {"status": _unless_emergency(incident, Status.IN_CALL), "call": call}


@_on(e.CallClosed)
def _call_closed(incident: Incident, event: e.CallClosed, recorded: e.Recorded) -> Changes:
    return {"status": _unless_emergency(incident, Status.CALL_CLOSED), **_room_left(incident, {}, recorded)}


def _unless_emergency(incident: Incident, status: Status) -> Status:
    """In an emergency the room goes on as before, and the incident stays escalated."""
    return Status.ESCALATED if incident.status == Status.ESCALATED else status


@_on(e.ChecklistTicked)
def _ticked(incident: Incident, event: e.ChecklistTicked, recorded: e.Recorded) -> Changes:
    return {"checklist": incident.checklist | event.items}


# --- review and after ---------------------------------------------------------------------------------------------------------


@_on(e.Submitted)
def _submitted(incident: Incident, event: e.Submitted, recorded: e.Recorded) -> Changes:
    earlier = incident.case.submissions if incident.case else 0
    callers = tuple(sorted({*incident.callers, recorded.by}))
    return {"status": Status.IN_REVIEW, "case": Case(due=event.due, submissions=earlier + 1), "callers": callers}


@_on(e.ReviewPaused)
def _review_paused(incident: Incident, event: e.ReviewPaused, recorded: e.Recorded) -> Changes:
    return {"case": replace(_case(incident), paused=event.reason)}


@_on(e.ReviewResumed)
def _review_resumed(incident: Incident, event: e.ReviewResumed, recorded: e.Recorded) -> Changes:
    return {"case": replace(_case(incident), paused=None)}


_AFTER = {"desk_enquiries": Status.DESK_WORK, "finalise": Status.FINALISED}


@_on(e.Reviewed)
def _reviewed(incident: Incident, event: e.Reviewed, recorded: e.Recorded) -> Changes:
    case = replace(
        _case(incident),
        paused=None,
        decision=event.decision,
        reviewer=recorded.by,
        receiver=event.receiver,
        decided_at=recorded.at,
        tell_victim_by=event.tell_victim_by,
    )
    return {"status": _AFTER.get(event.decision, Status.PASSED_ON), "case": case}


@_on(e.HandoverAcknowledged)
def _handed_over(incident: Incident, event: e.HandoverAcknowledged, recorded: e.Recorded) -> Changes:
    return {"status": Status.HANDED_OVER, "handed_over_at": recorded.at}


@_on(e.VictimTold)
def _told(incident: Incident, event: e.VictimTold, recorded: e.Recorded) -> Changes:
    return {"victim_told_at": incident.victim_told_at or recorded.at}


@_on(e.Closed)
def _closed(incident: Incident, event: e.Closed, recorded: e.Recorded) -> Changes:
    return {"status": Status.CLOSED, "ended": "done"}


# --- at any moment ------------------------------------------------------------------------------------------------------------


@_on(e.UpdateReceived)
def _update(incident: Incident, event: e.UpdateReceived, recorded: e.Recorded) -> Changes:
    return {"updates": event.number, "updates_to_read": (*incident.updates_to_read, event.number)}


@_on(e.UpdateAcknowledged)
def _read(incident: Incident, event: e.UpdateAcknowledged, recorded: e.Recorded) -> Changes:
    return {"updates_to_read": tuple(n for n in incident.updates_to_read if n != event.number)}


@_on(e.OutcomeRecorded)
def _outcome(incident: Incident, event: e.OutcomeRecorded, recorded: e.Recorded) -> Changes:
    return {"outcomes": (*incident.outcomes, event.code or event.kind)}


@_on(e.FellDue)
def _fell_due(incident: Incident, event: e.FellDue, recorded: e.Recorded) -> Changes:
    """The risk is to be looked at again so long after the reminder: a clock that stood still reminds once, not once an interval."""
    return {"noted": incident.noted | {event.kind: recorded.at if event.kind == "risk" else event.due}}


def _case(incident: Incident) -> Case:
    return cast(Case, incident.case)
