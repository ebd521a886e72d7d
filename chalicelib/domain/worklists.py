"""Which list an incident stands on, and where. It is on one list at a time; a person in the field finds it there.

Besides, a call that was drawn for a dip sample stands on the sergeants' list of those, also after its incident has ended.
"""

from __future__ import annotations

from .incident import Incident
from .times import stamp
from .words import DECIDED, Status

TRIAGE, QUEUE, REVIEWS, DESK = "triage", "queue", "reviews", "desk"
DIP_SAMPLES = "dip_samples"
_BY_STATUS: dict[Status, str] = {
    Status.REPORTED: "offers",
    Status.OFFERED: "offers",
    Status.IN_TRIAGE: TRIAGE,
    Status.IN_REVIEW: REVIEWS,
    Status.DESK_WORK: DESK,
    Status.PASSED_ON: "handovers",
    Status.HANDED_OVER: "telling",
    Status.FINALISED: "telling",
}
LISTS = tuple(sorted({TRIAGE, QUEUE, "appointments", "held", DIP_SAMPLES, *_BY_STATUS.values()}))

PRIORITY, ORDINARY = "0", "1"


def place(incident: Incident) -> tuple[str, str] | None:
    """The list and the sort key within it, None once the incident has left EVR."""
    if incident.status == Status.QUEUED:
        return _queue_place(incident)
    name = "held" if incident.holder else _BY_STATUS.get(incident.status)
    if name is None:
        return None
    when = incident.case.due if name == REVIEWS and incident.case else incident.facts.reported_at
    whose = of_officer(incident.officer or "") if name == DESK else ""
    return name, f"{whose}{stamp(when)}#{incident.reference}"


def of_officer(id: str) -> str:
    """How the places of one officer's desk work begin: everybody works off their own, so it is sorted by whose it is."""
    return f"{id}#"


def second_place(incident: Incident) -> tuple[str, str] | None:
    """Drawn for a dip sample, and decided. Before, there is no decision to look at, and the officer is not to know of it."""
    sample = incident.dip_sample
    if sample is None or sample.recorded_at or incident.status not in DECIDED:
        return None
    return DIP_SAMPLES, f"{stamp(sample.drawn_at)}#{incident.reference}"


def _queue_place(incident: Incident) -> tuple[str, str]:
    """Priority lane first, then the time reported, then the reference. An appointment waits elsewhere until its time."""
    if incident.appointment:
        return "appointments", f"{stamp(incident.appointment)}#{incident.reference}"
    lane = PRIORITY if incident.priority else ORDINARY
    return QUEUE, f"{lane}#{stamp(incident.facts.reported_at)}#{incident.reference}"
