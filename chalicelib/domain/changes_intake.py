"""What report, offer and whatever may happen at any moment change."""

from __future__ import annotations

from . import events as e
from .changing import CHANGES, Changes, on
from .incident import Incident
from .words import Status


def _nothing(incident: Incident, event: e.Event, recorded: e.Recorded) -> Changes:
    return {}


for _kind in (e.OfferDeclined, e.DetailsShown):
    CHANGES[_kind] = _nothing


@on(e.TrialArmSet)
def _arm(incident: Incident, event: e.TrialArmSet, recorded: e.Recorded) -> Changes:
    return {"arm": event.arm}


@on(e.OfferMade)
def _offered(incident: Incident, event: e.OfferMade, recorded: e.Recorded) -> Changes:
    return {"status": Status.OFFERED, "offered_at": recorded.at}


@on(e.OfferNotMade)
def _not_offered(incident: Incident, event: e.OfferNotMade, recorded: e.Recorded) -> Changes:
    return {"not_offered": event.reason}


@on(e.EligibilityChecked)
def _eligibility(incident: Incident, event: e.EligibilityChecked, recorded: e.Recorded) -> Changes:
    return {"eligible": False} if event.reasons else {"eligible": True, "status": Status.IN_TRIAGE}


@on(e.Returned)
def _returned(incident: Incident, event: e.Returned, recorded: e.Recorded) -> Changes:
    return {"status": Status.RETURNED, "ended": event.reason, "appointment": None}


@on(e.Escalated)
def _escalated(incident: Incident, event: e.Escalated, recorded: e.Recorded) -> Changes:
    return {"status": Status.ESCALATED, "ended": event.reason, "appointment": None}


@on(e.UpdateReceived)
def _update(incident: Incident, event: e.UpdateReceived, recorded: e.Recorded) -> Changes:
    told = recorded.at if event.kind == "risk" else incident.risk_told_at
    return {"updates": event.number, "updates_to_read": (*incident.updates_to_read, event.number), "risk_told_at": told}


@on(e.UpdateAcknowledged)
def _read(incident: Incident, event: e.UpdateAcknowledged, recorded: e.Recorded) -> Changes:
    return {"updates_to_read": tuple(n for n in incident.updates_to_read if n != event.number)}


@on(e.OutcomeRecorded)
def _outcome(incident: Incident, event: e.OutcomeRecorded, recorded: e.Recorded) -> Changes:
    return {"outcomes": (*incident.outcomes, event.code or event.kind)}


@on(e.FellDue)
def _fell_due(incident: Incident, event: e.FellDue, recorded: e.Recorded) -> Changes:
    """The risk is to be looked at again so long after the reminder: a clock that stood still reminds once, not once an interval."""
    return {"noted": incident.noted | {event.kind: recorded.at if event.kind == "risk" else event.due}}
