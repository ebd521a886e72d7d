"""What becomes of the incident's files."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from . import events_evidence as e
from .changing import Changes, on
from .events import Event, Recorded
from .evidence_file import Custody, File
from .incident import Incident


@on(e.FileAdded)
def _added(incident: Incident, event: e.FileAdded, recorded: Recorded) -> Changes:
    file = File(event.number, recorded.by, recorded.at, event.size, event.kind)
    return {"files": (*incident.files, file), "files_added": event.number}


def _with(incident: Incident, number: int, **changes: Any) -> Changes:
    return {"files": tuple(replace(each, **changes) if each.number == number else each for each in incident.files)}


@on(e.FileFinished)
def _finished(incident: Incident, event: e.FileFinished, recorded: Recorded) -> Changes:
    return _with(incident, event.number, state="arriving", sha256=event.sha256)


@on(e.FileArrived)
def _arrived(incident: Incident, event: e.FileArrived, recorded: Recorded) -> Changes:
    state = "arrived" if event.same else "different"
    return _with(incident, event.number, state=state, size=event.size, kind=event.kind, version=event.version, sha256=None)


@on(e.FileRefused)
def _refused(incident: Incident, event: e.FileRefused, recorded: Recorded) -> Changes:
    return _with(incident, event.number, state="refused", size=event.size, kind=event.kind, version=event.version, sha256=None)


@on(e.FileGivenUp)
def _given_up(incident: Incident, event: e.FileGivenUp, recorded: Recorded) -> Changes:
    return {"files": tuple(each for each in incident.files if each.number != event.number)}


@on(e.FileShown)
@on(e.CustodyShown)
def _shown(incident: Incident, event: Event, recorded: Recorded) -> Changes:
    return {}


@on(e.CustodyAsked)
def _custody_asked(incident: Incident, event: e.CustodyAsked, recorded: Recorded) -> Changes:
    return {"custody": Custody(event.number)}


@on(e.CustodyMade)
def _custody_made(incident: Incident, event: e.CustodyMade, recorded: Recorded) -> Changes:
    return {"custody": Custody(event.number, event.version)}
