"""What happens to a statement, in the incident."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from . import events as e
from .changing import Changes, on
from .incident import Incident
from .statement import Printed, Statement


def _changed(incident: Incident, number: int, **fields: Any) -> Changes:
    return {"statements": tuple(replace(each, **fields) if each.number == number else each for each in incident.statements)}


@on(e.StatementWritten)
def _written(incident: Incident, event: e.StatementWritten, recorded: e.Recorded) -> Changes:
    if event.edition == 1:
        new = Statement(event.number, event.kind, event.edition, event.sha256, event.document)
        return {"statements": (*incident.statements, new)}
    now = {"kind": event.kind, "edition": event.edition, "sha256": event.sha256, "document": event.document}
    return _changed(incident, event.number, state="written", **now)


@on(e.StatementShown)
def _shown(incident: Incident, event: e.StatementShown, recorded: e.Recorded) -> Changes:
    return _changed(incident, event.number, state="shown")


@on(e.StatementLocked)
def _locked(incident: Incident, event: e.StatementLocked, recorded: e.Recorded) -> Changes:
    return _changed(incident, event.number, state="locked")


@on(e.StatementChangeWanted)
def _change_wanted(incident: Incident, event: e.StatementChangeWanted, recorded: e.Recorded) -> Changes:
    return _changed(incident, event.number, state="written")


@on(e.StatementSigned)
def _signed(incident: Incident, event: e.StatementSigned, recorded: e.Recorded) -> Changes:
    before = next(each for each in incident.statements if each.number == event.number)
    signed = (*before.signed_editions, event.edition)
    return _changed(incident, event.number, state="signed", signed_at=recorded.at, signed_editions=signed)


@on(e.StatementPrinted)
def _printed(incident: Incident, event: e.StatementPrinted, recorded: e.Recorded) -> Changes:
    return _changed(incident, event.number, printed=Printed(event.edition, event.sha256, event.kept))
