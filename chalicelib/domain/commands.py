"""Everything that may be asked of an incident, as imperative commands.

The fields are the body of the API call or of the chat form. `personal` names the fields that hold a person's words: the service
sets them apart, encrypted, and hands the domain a reference instead (see `words.Words`).
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, Struct

from .command import Command, tag
from .commands_call import (
    Advise,
    Close,
    OfficerJoin,
    Pause,
    Resume,
    SendLink,
    Submit,
    TickChecklist,
    VictimJoin,
)
from .commands_evidence import (
    AddFile,
    AskCustody,
    FinishFile,
    GiveUpFile,
    RecordCustody,
    RecordFileArrival,
    RecordFileLost,
    ShowCustody,
    ShowFile,
)
from .commands_recording import (
    HoldRecordings,
    KeepRecordings,
    RecordNoRecording,
    RecordRecording,
    RecordRedaction,
    RecordRetention,
    RedactRecording,
    ReleaseRecordings,
    ViewRecording,
)
from .commands_review import PauseReview, RecordDipSample, ResumeReview, Review, TellVictim
from .commands_statement import (
    LockStatement,
    RecordStatementPrinted,
    ShowStatement,
    SignStatement,
    WantStatementChanged,
    WriteStatement,
)
from .commands_victim import AskOfficer, ReadOutCode, TellNeeds, UseCode
from .words import Code, Level, Moment, StaffId, Words

#: What stands elsewhere and is known here too.
__all__ = [
    "AddFile",
    "Advise",
    "AskCustody",
    "AskOfficer",
    "Close",
    "Command",
    "FinishFile",
    "GiveUpFile",
    "HoldRecordings",
    "KeepRecordings",
    "LockStatement",
    "OfficerJoin",
    "Pause",
    "PauseReview",
    "ReadOutCode",
    "RecordCustody",
    "RecordDipSample",
    "RecordFileArrival",
    "RecordFileLost",
    "RecordNoRecording",
    "RecordRecording",
    "RecordRedaction",
    "RecordRetention",
    "RecordStatementPrinted",
    "RedactRecording",
    "ReleaseRecordings",
    "Resume",
    "ResumeReview",
    "Review",
    "SendLink",
    "ShowCustody",
    "ShowFile",
    "ShowStatement",
    "SignStatement",
    "Submit",
    "TellNeeds",
    "TellVictim",
    "TickChecklist",
    "UseCode",
    "VictimJoin",
    "ViewRecording",
    "WantStatementChanged",
    "WriteStatement",
]


class Answers(Struct, frozen=True, forbid_unknown_fields=True):
    """The eligibility questions of the flow, step 3; each is asked so that "yes" is safe."""

    adult_or_accompanied: bool
    offender_not_present: bool
    offender_not_expected: bool
    safe_private_place: bool
    able_to_speak_freely: bool
    device_and_connection: bool
    needs_can_be_met: bool


# --- the control room ---------------------------------------------------------------------------------------------------------


class Offer(Command, frozen=True):
    """Record the offer: not made and why; declined; or accepted, with the answers (which may follow in a second call)."""

    personal: ClassVar[tuple[str, ...]] = ("note", "companion")
    made: bool
    reason: Code | None = None
    accepted: bool | None = None
    answers: Answers | None = None
    companion: Words | None = None
    note: Words | None = None


class Update(Command, frozen=True):
    """New information from the control room."""

    personal: ClassVar[tuple[str, ...]] = ("text",)
    text: Words
    kind: Literal["information", "risk", "contact"] = "information"


class Recall(Command, frozen=True):
    """The control room takes the incident back: regraded, attended, a duplicate."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    reason: Code
    note: Words | None = None


class Outcome(Command, frozen=True):
    """A crime outcome, an arrest or a voluntary interview, from records management. `at` defaults to now."""

    kind: Literal["outcome", "arrest", "interview"] = "outcome"
    code: Code | None = None
    at: Moment | None = None


class Handover(Command, frozen=True):
    """The receiving team acknowledges that the investigation is now theirs."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    team: Code | None = None
    note: Words | None = None


# --- the queue ----------------------------------------------------------------------------------------------------------------


class Triage(Command, frozen=True):
    """A sergeant's suitability review, which also sets the level of response."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    suitable: bool
    level: Level = "queue"
    officer: StaffId | None = None
    reason: Code | None = None
    note: Words | None = None


class Claim(Command, frozen=True):
    """Self-dispatch: the officer takes the job."""


class Allocate(Command, frozen=True):
    """Give the job to a named officer, or (none named) to the next available one."""

    officer: StaffId | None = None


class Reassign(Command, frozen=True):
    """Hand a job that is under way to a colleague; the link and the room stay."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    officer: StaffId
    note: Words | None = None


class Release(Command, frozen=True):
    """Back to the queue; the report time stands, so the job keeps its place."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    reason: Code
    note: Words | None = None


class RecordContact(Command, frozen=True):
    """One attempt to reach the victim by telephone. `unsafe` suspends contact to the number given."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    result: Literal["spoke", "no_answer", "message_left", "wrong_person", "number_not_in_use", "unsafe"]
    note: Words | None = None


class MakeAppointment(Command, frozen=True):
    """The victim asks for another time: the job leaves the queue until then and comes back at the front."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    at: Moment
    note: Words | None = None


class ReassessRisk(Command, frozen=True):
    """The waiting victim's risk looked at again; `raised` moves the job to the priority lane."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    result: Literal["unchanged", "raised", "lowered"]
    note: Words | None = None


# --- at any moment ------------------------------------------------------------------------------------------------------------


class ReturnToDispatch(Command, frozen=True):
    """Back to the usual channel with everything gathered: unsuitable after all, not reachable."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    reason: Code
    note: Words | None = None


class ChangeMind(Command, frozen=True):
    """The victim would rather see an officer in person."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    note: Words | None = None


class Escalate(Command, frozen=True):
    """Risk rises: straight back to the control room as an emergency."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    reason: Code
    note: Words | None = None


class AcknowledgeUpdate(Command, frozen=True):
    """The officer has read the control room's update."""

    update: Annotated[int, Meta(ge=1)]


class Consult(Command, frozen=True):
    """Show the victim's details to the asker; each showing is logged (Data Protection Act 2018, s.62)."""

    personal: ClassVar[tuple[str, ...]] = ("why",)
    why: Words | None = None


# --- the system itself --------------------------------------------------------------------------------------------------------


class NoteDue(Command, frozen=True):
    """The clock found that a deadline has passed."""

    kind: Code
    at: Moment


class RecordDelivery(Command, frozen=True):
    """What became of a text or an email; `number` counts the incident's links, `reason` is one of `delivery.Undelivered`."""

    number: int
    status: Literal["sent", "delivered", "failed", "unknown"]
    possibly_twice: bool = False
    code: Code | None = None
    reason: Code | None = None


def all_commands() -> dict[str, type[Command]]:
    """Every command by its name."""
    return {tag(each.__name__): each for each in Command.__subclasses__()}


def name_of(command: Command | type[Command]) -> str:
    kind: Any = command if isinstance(command, type) else type(command)
    return tag(kind.__name__)
