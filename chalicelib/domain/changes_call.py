"""What the link and the call change."""

from __future__ import annotations

from msgspec.structs import replace

from . import events as e
from .changing import Changes, on, room_left, unless_emergency
from .incident import Incident, Link
from .words import Status


@on(e.LinkSent)
def _link_sent(incident: Incident, event: e.LinkSent, recorded: e.Recorded) -> Changes:
    link = Link(event.number, event.token_hash, event.channel, event.device, sent_at=recorded.at, expires=event.expires)
    status = Status.LINK_SENT if incident.status == Status.CLAIMED else incident.status
    return {"status": status, "link": link, "links": event.number, "arrived_at": incident.arrived_at or recorded.at}


@on(e.LinkDelivery)
def _delivery(incident: Incident, event: e.LinkDelivery, recorded: e.Recorded) -> Changes:
    if incident.link is None or incident.link.number != event.number:
        return {}
    twice = incident.link.possibly_twice or event.possibly_twice
    return {"link": replace(incident.link, delivery=event.status, reason=event.reason, possibly_twice=twice)}


@on(e.VictimJoined)
def _victim_joined(incident: Incident, event: e.VictimJoined, recorded: e.Recorded) -> Changes:
    """Whoever comes back to the page has waited all along, unless it was brought up already: then it is a new wait."""
    since = incident.call.victim_joined_at
    raised = incident.noted.get("room_unattended")
    waits_on = incident.victim_alone and since and not (raised and raised > since)
    return {"call": replace(incident.call, victim_joined_at=since if waits_on else recorded.at)}


@on(e.OfficerJoined)
def _officer_joined(incident: Incident, event: e.OfficerJoined, recorded: e.Recorded) -> Changes:
    callers = tuple(sorted({*incident.callers, recorded.by}))
    return {"call": replace(incident.call, officer_joined_at=recorded.at), "callers": callers}


@on(e.CallStarted)
def _started(incident: Incident, event: e.CallStarted, recorded: e.Recorded) -> Changes:
    call = replace(incident.call, started_at=recorded.at)
    return {"status": unless_emergency(incident, Status.IN_CALL), "call": call, "asked": None}


@on(e.CallPaused)
def _paused(incident: Incident, event: e.CallPaused, recorded: e.Recorded) -> Changes:
    call = replace(incident.call, paused_by=event.by, pause_reason=event.reason, paused_at=recorded.at)
    return {"status": unless_emergency(incident, Status.PAUSED), "call": call}


@on(e.CallResumed)
def _resumed(incident: Incident, event: e.CallResumed, recorded: e.Recorded) -> Changes:
    call = replace(incident.call, paused_by=None, pause_reason=None, paused_at=None)
    return {"status": unless_emergency(incident, Status.IN_CALL), "call": call}


@on(e.CallClosed)
def _call_closed(incident: Incident, event: e.CallClosed, recorded: e.Recorded) -> Changes:
    return {"status": unless_emergency(incident, Status.CALL_CLOSED), **room_left(incident, {}, recorded)}


@on(e.ChecklistTicked)
def _ticked(incident: Incident, event: e.ChecklistTicked, recorded: e.Recorded) -> Changes:
    return {"checklist": incident.checklist | event.items}
