"""What happened to an incident, as past-tense events. They are the audit trail, what the relay sends on, and all `evolve` needs.

An event holds references, codes and times, never a person's words. Events are stored for years: add fields with a default, never
rename one.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from .commands import Answers
from .event import Event
from .events_call import (
    CallClosed,
    CallEvent,
    CallPaused,
    CallResumed,
    CallStarted,
    ChecklistTicked,
    LinkDelivery,
    LinkSent,
    OfficerJoined,
    Submitted,
    VictimJoined,
)
from .events_evidence import (
    CustodyAsked,
    CustodyMade,
    CustodyShown,
    EvidenceEvent,
    FileAdded,
    FileArrived,
    FileFinished,
    FileGivenUp,
    FileRefused,
    FileShown,
)
from .events_recording import (
    NothingRecorded,
    RecordingEvent,
    RecordingJoined,
    RecordingRetained,
    RecordingsGrouped,
    RecordingsHeld,
    RecordingShown,
    RecordingsReleased,
    RedactionAsked,
    RedactionMade,
)
from .events_statement import (
    StatementChangeWanted,
    StatementEvent,
    StatementLocked,
    StatementPrinted,
    StatementShown,
    StatementSigned,
    StatementWritten,
)
from .events_victim import CodeGiven, CodeUsed, NeedsTold, VictimAsked, VictimEvent
from .report import Facts

#: What stands elsewhere and is known here too.
__all__ = [
    "CallClosed",
    "CallPaused",
    "CallResumed",
    "CallStarted",
    "ChecklistTicked",
    "CodeGiven",
    "CodeUsed",
    "CustodyAsked",
    "CustodyMade",
    "CustodyShown",
    "Event",
    "FileAdded",
    "FileArrived",
    "FileFinished",
    "FileGivenUp",
    "FileRefused",
    "FileShown",
    "LinkDelivery",
    "LinkSent",
    "NeedsTold",
    "NothingRecorded",
    "OfficerJoined",
    "RecordingJoined",
    "RecordingRetained",
    "RecordingShown",
    "RecordingsGrouped",
    "RecordingsHeld",
    "RecordingsReleased",
    "RedactionAsked",
    "RedactionMade",
    "StatementChangeWanted",
    "StatementLocked",
    "StatementPrinted",
    "StatementShown",
    "StatementSigned",
    "StatementWritten",
    "Submitted",
    "VictimAsked",
    "VictimJoined",
]


class Reported(Event, frozen=True):
    facts: Facts
    in_scope: bool
    enhanced: bool = False


class TrialArmSet(Event, frozen=True):
    arm: str


class OfferMade(Event, frozen=True):
    """`note` and `companion` refer to words that came with the offer itself; those that come with the answers stand there."""

    note: str | None = None
    companion: str | None = None


class OfferNotMade(Event, frozen=True):
    reason: str
    note: str | None = None
    companion: str | None = None


class OfferDeclined(Event, frozen=True):
    note: str | None = None
    companion: str | None = None


class EligibilityChecked(Event, frozen=True):
    answers: Answers
    reasons: tuple[str, ...] = ()
    companion: str | None = None
    note: str | None = None


class Returned(Event, frozen=True):
    """To the usual dispatch channel, with everything gathered."""

    reason: str
    note: str | None = None


class FoundSuitable(Event, frozen=True):
    level: str
    note: str | None = None


class Queued(Event, frozen=True):
    why: str
    priority: bool = False


class Claimed(Event, frozen=True):
    officer: str
    how: str = "claimed"


class Reassigned(Event, frozen=True):
    officer: str
    was: str
    note: str | None = None


class Released(Event, frozen=True):
    officer: str
    reason: str
    note: str | None = None


class ContactAttempted(Event, frozen=True):
    result: str
    note: str | None = None


class AppointmentMade(Event, frozen=True):
    appointment: datetime
    note: str | None = None


class RiskReassessed(Event, frozen=True):
    result: str
    note: str | None = None


class ReviewPaused(Event, frozen=True):
    reason: str
    note: str | None = None


class ReviewResumed(Event, frozen=True):
    pass


class Reviewed(Event, frozen=True):
    decision: str
    plan: str | None = None
    receiver: str | None = None
    note: str | None = None
    tell_victim_by: datetime | None = None


class DipSampleDrawn(Event, frozen=True):
    """The call that has just ended gets a second look (dip_sample.py)."""


class DipSampleRecorded(Event, frozen=True):
    """`judgements`: question to `yes`, `no` or `not_applicable`."""

    judgements: dict[str, str]
    satisfactory: bool
    note: str | None = None


class HandoverAcknowledged(Event, frozen=True):
    team: str | None = None
    note: str | None = None


class VictimTold(Event, frozen=True):
    how: str
    note: str | None = None


class Closed(Event, frozen=True):
    pass


class Escalated(Event, frozen=True):
    reason: str
    note: str | None = None


class UpdateReceived(Event, frozen=True):
    """`kind`: of the control room's update, or `advice` from a sergeant."""

    number: int
    kind: str
    text: str


class UpdateAcknowledged(Event, frozen=True):
    number: int


class OutcomeRecorded(Event, frozen=True):
    kind: str
    at: datetime
    code: str | None = None


class DetailsShown(Event, frozen=True):
    """A consultation of personal data, to whom: the recorded actor."""

    why: str | None = None


class FellDue(Event, frozen=True):
    """A deadline passed: response nearing, review overdue, ... (deadlines.py lists them)."""

    kind: str
    due: datetime


AnyEvent = (
    Reported | TrialArmSet | OfferMade | OfferNotMade | OfferDeclined | EligibilityChecked | Returned | FoundSuitable | Queued
    | Claimed | Reassigned | Released | ContactAttempted | AppointmentMade | RiskReassessed
    | ReviewPaused | ReviewResumed | Reviewed | HandoverAcknowledged | VictimTold | Closed | Escalated | UpdateReceived
    | UpdateAcknowledged | OutcomeRecorded | DetailsShown | FellDue | DipSampleDrawn | DipSampleRecorded
    | VictimEvent | StatementEvent | RecordingEvent | EvidenceEvent | CallEvent
)  # fmt: skip
#: On record, but told to nobody: who knew that a call was drawn could write its record for the second look.
UNTOLD: frozenset[type[Event]] = frozenset({DipSampleDrawn})


class Recorded(Struct, frozen=True, omit_defaults=True):
    """An event as it is kept: who did it, when, by which command, under which version of the policy."""

    event: AnyEvent
    at: datetime
    by: str
    role: str
    command: str
    policy: str
    version: int
    n: int = 0
