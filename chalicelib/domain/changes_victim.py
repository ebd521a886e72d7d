"""What the victim's own words at the page change."""

from __future__ import annotations

from . import events as e
from .changing import Changes, on
from .incident import Asked, Incident, SpokenCode


@on(e.NeedsTold)
def _needs(incident: Incident, event: e.NeedsTold, recorded: e.Recorded) -> Changes:
    return {"needs": event.needs, "accompanied": event.accompanied}


@on(e.VictimAsked)
def _asked(incident: Incident, event: e.VictimAsked, recorded: e.Recorded) -> Changes:
    return {"asked": Asked(event.what, recorded.at, event.wanted)}


@on(e.CodeGiven)
def _code_given(incident: Incident, event: e.CodeGiven, recorded: e.Recorded) -> Changes:
    return {"codes": incident.codes + 1, "code": SpokenCode(event.code_hash, event.until)}


@on(e.CodeUsed)
def _code_used(incident: Incident, event: e.CodeUsed, recorded: e.Recorded) -> Changes:
    return {"code": None}
