"""What command and control is told of each event: the words it shows, codes and times. Never a person's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, get_args

from msgspec import Struct, structs

from ..domain import events as e
from ..domain.events_evidence import EvidenceEvent
from ..domain.events_recording import RECORDING_EVENTS
from ..domain.evolve import evolve, rebuild
from ..domain.incident import Incident
from ..domain.words import Status


class Update(Struct, frozen=True, omit_defaults=True):
    """One line of the feed, pulled or pushed alike. `status` and `officer` are those after the step; `details` are codes and times.

    `id` rises by one, without a gap, within a force. `details.texts` names texts to be fetched with the scope for personal data.
    """

    id: str
    at: datetime
    reference: str
    kind: str
    status: str
    version: int
    by: str | None = None
    officer: str | None = None
    details: dict[str, Any] = {}


#: Events that command and control is not told of: consultations are the audit's, a checklist is the officer's own, a second look is
#: the supervisors', recordings and files are the investigation's.
NOT_TOLD: frozenset[type[e.Event]] = frozenset(
    {
        e.DetailsShown,
        e.ChecklistTicked,
        e.DipSampleRecorded,
        e.CodeGiven,
        e.CodeUsed,
        e.StatementPrinted,
        *RECORDING_EVENTS,
        *get_args(EvidenceEvent),
        *e.UNTOLD,
    }
)

Told = tuple[str, dict[str, Any]]
_SHOWN: dict[type[e.Event], str] = {
    e.TrialArmSet: "trial_arm",
    e.OfferMade: "offered",
    e.OfferNotMade: "not_offered",
    e.OfferDeclined: "declined",
    e.Returned: "returned",
    e.FoundSuitable: "suitable",
    e.Queued: "queued",
    e.Reassigned: "reassigned",
    e.Released: "released",
    e.ContactAttempted: "contact_attempted",
    e.AppointmentMade: "appointment_made",
    e.RiskReassessed: "risk_reassessed",
    e.LinkDelivery: "delivery",
    e.StatementWritten: "statement_written",
    e.StatementShown: "statement_shown",
    e.StatementLocked: "statement_locked",
    e.StatementChangeWanted: "statement_change_wanted",
    e.StatementSigned: "statement_signed",
    e.NeedsTold: "needs_told",
    e.VictimAsked: "victim_asked",
    e.CallStarted: "call_started",
    e.CallPaused: "paused",
    e.CallResumed: "resumed",
    e.CallClosed: "closed",
    e.Submitted: "submitted",
    e.ReviewPaused: "review_paused",
    e.ReviewResumed: "review_resumed",
    e.Reviewed: "reviewed",
    e.HandoverAcknowledged: "handed_over",
    e.VictimTold: "victim_told",
    e.Closed: "incident_closed",
    e.Escalated: "escalated",
    e.UpdateReceived: "update_received",
    e.UpdateAcknowledged: "update_read",
    e.OutcomeRecorded: "outcome_recorded",
}
#: Fields that hold a reference to a person's words, and what is nobody's business outside.
_REFERENCES = frozenset({"note", "companion", "to", "question", "summary", "lines_of_enquiry", "plan", "text"})
_WITHHELD = frozenset({"token_hash", "answers", "officer"})
_DUE = {"risk": "risk_due", "appointment": "appointment_due", "claim_idle": "nothing_since_claim"}
#: A review says in a line of its own what follows from it.
_FOLLOWS = {Status.PASSED_ON: "passed_on", Status.FINALISED: "finalised", Status.DESK_WORK: "desk_work"}
_SPECIAL: dict[type[e.Event], Callable[[Any], Told]] = {
    e.Reported: lambda event: ("reported", {"in_scope": event.in_scope}),
    e.EligibilityChecked: lambda event: (("not_eligible" if event.reasons else "eligible"), _codes(event)),
    e.Claimed: lambda event: (("allocated" if event.how == "allocated" else "claimed"), {}),
    e.LinkSent: lambda event: (("arrived" if event.number == 1 else "link_sent"), _codes(event)),
    e.VictimJoined: lambda event: ("joined", {"who": "victim"}),
    e.OfficerJoined: lambda event: ("joined", {"who": "officer"}),
    e.FellDue: lambda event: (_DUE.get(event.kind, event.kind), {"due": event.due}),
}


def told(event: e.Event) -> Told | None:
    """The kind and the details of an event; None for one that command and control is not told of."""
    kind = type(event)
    if kind in NOT_TOLD:
        return None
    return _SPECIAL[kind](event) if kind in _SPECIAL else (_SHOWN[kind], _codes(event))


def updates(force: str, history: Iterable[e.Recorded], after: int) -> Iterator[Update]:
    """The updates of one incident for the events past version `after`; each is still without its `id`."""
    incident: Incident | None = None
    for recorded in history:
        incident = evolve(incident, recorded) if incident else rebuild(force, [recorded])
        what = told(recorded.event) if recorded.version > after else None
        if what is not None:
            yield _update(incident, recorded, *what)
            if isinstance(recorded.event, e.Reviewed):
                yield _update(incident, recorded, _FOLLOWS[incident.status], {})


def _update(incident: Incident, recorded: e.Recorded, kind: str, details: dict[str, Any]) -> Update:
    return Update(
        id="",
        at=recorded.at,
        reference=incident.reference,
        kind=kind,
        status=incident.status.value,
        version=recorded.version,
        by=recorded.by,
        officer=getattr(recorded.event, "officer", None) or incident.officer,
        details=details,
    )


def _codes(event: e.Event) -> dict[str, Any]:
    """The event's own fields, but for those that are left out; texts are named, not quoted."""
    found: dict[str, Any] = {}
    texts: list[str] = []
    for name in event.__struct_fields__:
        value = getattr(event, name)
        if value is None or value == () or name in _WITHHELD:
            continue
        if name in _REFERENCES:
            texts += [value] if isinstance(value, str) else value
        else:
            found[name] = structs.asdict(value) if isinstance(value, Struct) else value
    return found | ({"texts": texts} if texts else {})
