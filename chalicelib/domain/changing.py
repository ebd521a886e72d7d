"""How an event changes an incident: what all of `changes_*.py` share. Each change is total and without judgement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from . import events as e
from .incident import Call, Incident
from .words import Status

Changes = dict[str, Any]
Change = Callable[[Incident, Any, e.Recorded], Changes]
CHANGES: dict[type[e.Event], Change] = {}


def on(kind: type[e.Event]) -> Callable[[Change], Change]:
    """Register what an event changes: the incident's fields and their new values."""

    def register(change: Change) -> Change:
        CHANGES[kind] = change
        return change

    return register


def unless_emergency(incident: Incident, status: Status) -> Status:
    """In an emergency the room goes on as before, and the incident stays escalated."""
    return Status.ESCALATED if incident.status == Status.ESCALATED else status


def room_left(incident: Incident, changes: Changes, recorded: e.Recorded) -> Changes:
    """However the incident leaves the room: the link never works again, and a call under way is over."""
    left: Changes = {}
    if incident.link and incident.link.open:
        left["link"] = replace(incident.link, open=False)
    call: Call = changes.get("call", incident.call)
    if call.started_at and not call.ended_at:
        left["call"] = replace(call, ended_at=recorded.at, paused_by=None, pause_reason=None, paused_at=None)
    return left
