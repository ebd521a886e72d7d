"""What the metrics are counted from: one small row an incident, filed under the day it was reported.

A fact is replaced whenever its incident changes, so counting needs no history, and it is attributed by the start for ever: the day
and `began_with_evr` never move, whatever happens later (DOMAIN.md, "Metrics the College names").
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from ..domain.calendar import local
from ..domain.incident import Incident
from ..store.rows import Key


class Fact(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One incident, as far as it is counted. Codes and times only.

    `passed_to_evr`: found eligible, so it reached triage. `began_with_evr`: the link was sent ("arrived"). `outcomes`: in the order
    recorded; the last code stands. `officers`: who took part in its calls or holds it; they are counted, never ranked.
    """

    reference: str
    version: int
    reported_at: datetime
    grade: str
    type: str
    status: str
    in_scope: bool = False
    arm: str | None = None
    offered: bool = False
    not_offered: str | None = None
    eligible: bool | None = None
    passed_to_evr: bool = False
    began_with_evr: bool = False
    enhanced: bool = False
    ended: str | None = None
    arrived_at: datetime | None = None
    call_ended_at: datetime | None = None
    decision: str | None = None
    outcomes: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()


def fact_of(incident: Incident) -> Fact:
    """The fact of an incident as it stands."""
    present = {*incident.callers, incident.officer} - {None}
    return Fact(
        reference=incident.reference,
        version=incident.version,
        reported_at=incident.facts.reported_at,
        grade=incident.facts.grade,
        type=incident.facts.type,
        status=incident.status.value,
        in_scope=incident.in_scope,
        arm=incident.arm,
        offered=incident.offered_at is not None,
        not_offered=incident.not_offered,
        eligible=incident.eligible,
        passed_to_evr=incident.eligible is True,
        began_with_evr=incident.arrived_at is not None,
        enhanced=incident.enhanced,
        ended=incident.ended,
        arrived_at=incident.arrived_at,
        call_ended_at=incident.call.ended_at,
        decision=incident.case.decision if incident.case else None,
        outcomes=incident.outcomes,
        officers=tuple(sorted(each for each in present if each)),
    )


def partition(force: str, day: date) -> str:
    """Where the facts of one day (Europe/London) lie."""
    return f"FACT#{force}#{day.isoformat()}"


def key(force: str, fact: Fact) -> Key:
    return Key(partition(force, local(fact.reported_at).date()), fact.reference)
