"""evolve(incident, event): the only way an incident changes. Total and without judgement: what may happen is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from . import (
    changes_call,
    changes_evidence,
    changes_intake,
    changes_queue,
    changes_recording,
    changes_review,
    changes_statement,
    changes_victim,
)
from . import events as e
from .changing import CHANGES, room_left
from .incident import Incident
from .words import LINK_OPEN, Status

#: Where each event's change stands; importing them fills CHANGES.
AREAS = (
    changes_intake,
    changes_queue,
    changes_call,
    changes_review,
    changes_evidence,
    changes_recording,
    changes_statement,
    changes_victim,
)


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
    changes = CHANGES[type(recorded.event)](incident, recorded.event, recorded)
    status = changes.get("status", incident.status)
    if status != incident.status:
        changes["status_since"] = recorded.at
        if status not in LINK_OPEN and not _victim_stays(incident, recorded.event):
            changes |= room_left(incident, changes, recorded)
    return replace(incident, version=recorded.version, **changes)


def _victim_stays(incident: Incident, event: e.Event) -> bool:
    """An emergency does not hang up: "not safe" is silent, and the police go on seeing and hearing whoever is in the room."""
    return isinstance(event, e.Escalated) and incident.status in LINK_OPEN and incident.call.victim_joined_at is not None


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
