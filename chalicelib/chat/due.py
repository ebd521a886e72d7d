"""What is due on a job, and how urgent that makes its card."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from ..domain.deadlines import due
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.words import Status
from .model import Tone
from .spans import until, when

#: Every deadline in words. Those that only announce another one are in `EARLY`.
DUE = {
    "offer_missing": "Offer to be recorded",
    "response_nearing": "Target is near",
    "response_missed": "Target",
    "risk": "Risk to be looked at again",
    "appointment": "Appointment",
    "claim_idle": "Something to happen since the claim",
    "room_unattended": "Officer to join the victim",
    "link_expiring": "Link runs out soon",
    "link_expired": "Link runs out",
    "review_nearing": "Review is due soon",
    "review_overdue": "Review",
    "desk_work_overdue": "Desk work",
    "handover_unacknowledged": "Handover to be acknowledged",
    "victim_update_nearing": "Victim to be told soon",
    "victim_update_overdue": "Victim to be told",
}
EARLY = frozenset({"response_nearing", "link_expiring", "review_nearing", "victim_update_nearing"})
GRAVE = frozenset({"response_missed", "room_unattended", "review_overdue", "victim_update_overdue"})
_WELL_ENDED = frozenset({Status.CLOSED, Status.HANDED_OVER})
#: A card names so many; the rest follows when these are done.
SHOWN = 2


def standing(incident: Incident, policy: Policy) -> dict[str, datetime]:
    """Every deadline, also those that the clock has noted already: what was missed stays missed until something is done.

    A noted look at the risk only moves the next one, so that note is kept.
    """
    noted = {kind: moment for kind, moment in incident.noted.items() if kind == "risk"}
    return due(replace(incident, noted=noted), policy)


def due_lines(incident: Incident, policy: Policy, now: datetime) -> tuple[str, ...]:
    """The next deadlines, soonest first: `Review: Thu 19 Nov 2026, 10:20 (in 3 h 5 min)`."""
    found = sorted((moment, kind) for kind, moment in standing(incident, policy).items() if kind not in EARLY)
    return tuple(f"{DUE[kind]}: {when(moment)} ({until(moment, now)})" for moment, kind in found[:SHOWN])


def tone(incident: Incident, policy: Policy, now: datetime) -> Tone:
    """Danger once a promise to the victim is broken or in an emergency, warning once anything else is due."""
    if incident.status == Status.ESCALATED:
        return "danger"
    passed = {kind for kind, moment in standing(incident, policy).items() if moment <= now}
    if passed & GRAVE:
        return "danger"
    if passed or (incident.live and incident.contact_suspended) or _undelivered(incident):
        return "warning"
    return "good" if incident.status in _WELL_ENDED else "plain"


def _undelivered(incident: Incident) -> bool:
    return incident.link is not None and incident.link.open and incident.link.delivery == "failed"
