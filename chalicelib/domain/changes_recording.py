"""What happens to the recordings, in the incident."""

from __future__ import annotations

from typing import Any

from msgspec import structs
from msgspec.structs import replace

from . import events as e
from .changing import Changes, on
from .incident import Incident
from .recording import Recording, Redaction


def _changed(incident: Incident, number: int, **fields: Any) -> Changes:
    return {"recordings": tuple(replace(each, **fields) if each.number == number else each for each in incident.recordings)}


def _of(incident: Incident, number: int) -> Recording:
    return next(each for each in incident.recordings if each.number == number)


@on(e.RecordingJoined)
def _joined(incident: Incident, event: e.RecordingJoined, recorded: e.Recorded) -> Changes:
    return {"recordings": (*incident.recordings, Recording(**structs.asdict(event)))}


@on(e.NothingRecorded)
def _nothing(incident: Incident, event: e.NothingRecorded, recorded: e.Recorded) -> Changes:
    return {"unrecorded_at": recorded.at}


@on(e.RecordingRetained)
def _retained(incident: Incident, event: e.RecordingRetained, recorded: e.Recorded) -> Changes:
    return _changed(incident, event.number, until=event.until, group=event.group)


@on(e.RecordingsGrouped)
def _grouped(incident: Incident, event: e.RecordingsGrouped, recorded: e.Recorded) -> Changes:
    return {"recordings_group": event.group}


@on(e.RecordingsHeld)
def _held(incident: Incident, event: e.RecordingsHeld, recorded: e.Recorded) -> Changes:
    return {"recordings_held": True}


@on(e.RecordingsReleased)
def _released(incident: Incident, event: e.RecordingsReleased, recorded: e.Recorded) -> Changes:
    return {"recordings_held": False}


@on(e.RecordingShown)
def _shown(incident: Incident, event: e.RecordingShown, recorded: e.Recorded) -> Changes:
    return {}


@on(e.RedactionAsked)
def _asked(incident: Incident, event: e.RedactionAsked, recorded: e.Recorded) -> Changes:
    before = _of(incident, event.number).redactions
    return _changed(incident, event.number, redactions=(*before, Redaction(event.redaction, event.spans)))


@on(e.RedactionMade)
def _made(incident: Incident, event: e.RedactionMade, recorded: e.Recorded) -> Changes:
    before = _of(incident, event.number).redactions
    made = tuple(replace(each, stored=event.stored) if each.number == event.redaction else each for each in before)
    return _changed(incident, event.number, redactions=made)
