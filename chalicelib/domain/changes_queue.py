"""What the queue, contact attempts and appointments change."""

from __future__ import annotations

from msgspec.structs import replace

from . import events as e
from .changing import Changes, on
from .incident import Call, Incident
from .words import Status


@on(e.FoundSuitable)
def _suitable(incident: Incident, event: e.FoundSuitable, recorded: e.Recorded) -> Changes:
    return {"level": event.level}


@on(e.Queued)
def _queued(incident: Incident, event: e.Queued, recorded: e.Recorded) -> Changes:
    return {"status": Status.QUEUED, "priority": event.priority, "appointment": None, "claimed_at": None}


@on(e.Claimed)
def _claimed(incident: Incident, event: e.Claimed, recorded: e.Recorded) -> Changes:
    return {
        "status": Status.CLAIMED,
        "officer": event.officer,
        "claimed_at": recorded.at,
        "appointment": None,
        "contacted_since_claim": False,
        "call": Call(),
    }


@on(e.Reassigned)
def _reassigned(incident: Incident, event: e.Reassigned, recorded: e.Recorded) -> Changes:
    return {"officer": event.officer, "claimed_at": recorded.at, "call": replace(incident.call, officer_joined_at=None)}


@on(e.Released)
def _released(incident: Incident, event: e.Released, recorded: e.Recorded) -> Changes:
    return {"officer": None, "released_by": event.officer}


_SUSPENDS = frozenset({"unsafe", "wrong_person"})


@on(e.ContactAttempted)
def _contacted(incident: Incident, event: e.ContactAttempted, recorded: e.Recorded) -> Changes:
    """Once somebody else may have the phone, the number on record stays suspended: a later attempt may be to another number."""
    return {
        "contacts": incident.contacts + 1,
        "contacted_since_claim": True,
        "contact_suspended": incident.contact_suspended or event.result in _SUSPENDS,
        "spoke_at": recorded.at if event.result == "spoke" else incident.spoke_at,
        "asked": None if event.result == "spoke" else incident.asked,
    }


@on(e.AppointmentMade)
def _appointment(incident: Incident, event: e.AppointmentMade, recorded: e.Recorded) -> Changes:
    return {"status": Status.QUEUED, "appointment": event.appointment, "officer": None, "claimed_at": None, "asked": None}


@on(e.RiskReassessed)
def _risk(incident: Incident, event: e.RiskReassessed, recorded: e.Recorded) -> Changes:
    changes: Changes = {"risk_looked_at": recorded.at}
    if event.result == "raised":
        changes |= {"level": "allocate", "priority": True}
    return changes
