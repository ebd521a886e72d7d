"""What a sergeant asks of a case after the call: the review, what follows from it, and the second look."""

from __future__ import annotations

from typing import ClassVar, Literal

from .command import Command
from .words import Code, Words

Decision = Literal["suspect_identified", "further_enquiries", "desk_enquiries", "finalise"]
Judgement = Literal["yes", "no", "not_applicable"]


class Review(Command, frozen=True):
    """The sergeant's decision: the four of the flow, step 12, in its order."""

    personal: ClassVar[tuple[str, ...]] = ("plan", "note")
    decision: Decision
    plan: Words | None = None
    receiver: Code | None = None
    note: Words | None = None


class PauseReview(Command, frozen=True):
    """Evidence still to come, a question to answer; the 24 hours run on."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    reason: Code
    note: Words | None = None


class ResumeReview(Command, frozen=True):
    """Take the paused review up again."""


class TellVictim(Command, frozen=True):
    """Record that the victim was told of the decision."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    how: Literal["phone", "video", "email", "letter", "in_person", "text"]
    note: Words | None = None


class RecordDipSample(Command, frozen=True):
    """A sergeant's second look at a call that was drawn for it: five judgements, and whether it was good work on the whole."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    contact_within_target: Judgement
    victim_suitably_treated: Judgement
    record_complete: Judgement
    safeguarding_considered: Judgement
    right_decision: Judgement
    satisfactory: bool
    note: Words | None = None
