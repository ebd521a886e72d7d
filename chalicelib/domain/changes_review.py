"""What the review and what follows from it change."""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace

from . import events as e
from .changing import Changes, on
from .incident import Case, DipSample, Incident
from .words import Status


@on(e.Submitted)
def _submitted(incident: Incident, event: e.Submitted, recorded: e.Recorded) -> Changes:
    earlier = incident.case.submissions if incident.case else 0
    callers = tuple(sorted({*incident.callers, recorded.by}))
    return {"status": Status.IN_REVIEW, "case": Case(due=event.due, submissions=earlier + 1), "callers": callers}


@on(e.ReviewPaused)
def _review_paused(incident: Incident, event: e.ReviewPaused, recorded: e.Recorded) -> Changes:
    return {"case": replace(_case(incident), paused=event.reason)}


@on(e.ReviewResumed)
def _review_resumed(incident: Incident, event: e.ReviewResumed, recorded: e.Recorded) -> Changes:
    return {"case": replace(_case(incident), paused=None)}


_AFTER = {"desk_enquiries": Status.DESK_WORK, "finalise": Status.FINALISED}


@on(e.Reviewed)
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


@on(e.DipSampleDrawn)
def _drawn(incident: Incident, event: e.DipSampleDrawn, recorded: e.Recorded) -> Changes:
    return {"dip_sample": DipSample(recorded.at)}


@on(e.DipSampleRecorded)
def _sampled(incident: Incident, event: e.DipSampleRecorded, recorded: e.Recorded) -> Changes:
    sample = cast(DipSample, incident.dip_sample)
    looked = replace(sample, recorded_at=recorded.at, by=recorded.by, satisfactory=event.satisfactory)
    return {"dip_sample": looked}


@on(e.HandoverAcknowledged)
def _handed_over(incident: Incident, event: e.HandoverAcknowledged, recorded: e.Recorded) -> Changes:
    return {"status": Status.HANDED_OVER, "handed_over_at": recorded.at}


@on(e.VictimTold)
def _told(incident: Incident, event: e.VictimTold, recorded: e.Recorded) -> Changes:
    return {"victim_told_at": incident.victim_told_at or recorded.at}


@on(e.Closed)
def _closed(incident: Incident, event: e.Closed, recorded: e.Recorded) -> Changes:
    return {"status": Status.CLOSED, "ended": "done"}


def _case(incident: Incident) -> Case:
    return cast(Case, incident.case)
