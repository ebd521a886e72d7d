"""What may happen at any moment: updates, advice, recall, return, escalation, a victim's change of mind (the flow, step 14)."""

from __future__ import annotations

from . import events as e
from .ask import Ask, Decision
from .commands import (
    AcknowledgeUpdate,
    Advise,
    ChangeMind,
    Consult,
    Escalate,
    Outcome,
    Recall,
    ReturnToDispatch,
    Update,
)
from .refusals import Refusal, unless_known
from .report import CLOCK_SKEW, OLDEST

CHANGED_MIND = "victim_changed_mind"
#: The kind of update that comes from a sergeant.
ADVICE = "advice"


def update(ask: Ask) -> Decision:
    command: Update = ask.command
    return (e.UpdateReceived(ask.incident.updates + 1, command.kind, command.text),)


def advise(ask: Ask) -> Decision:
    """From a sergeant to the officer of the job, who takes note of it as of the control room's updates [D]."""
    command: Advise = ask.command
    return (e.UpdateReceived(ask.incident.updates + 1, ADVICE, command.text),)


def acknowledge(ask: Ask) -> Decision:
    command: AcknowledgeUpdate = ask.command
    if command.update not in ask.incident.updates_to_read:
        return Refusal("no_such_update", "There is no such update waiting to be read.")
    return (e.UpdateAcknowledged(command.update),)


def recall(ask: Ask) -> Decision:
    command: Recall = ask.command
    return unless_known(command.reason, ask.policy.reasons.recall) or (e.Returned(command.reason, command.note),)


def give_back(ask: Ask) -> Decision:
    command: ReturnToDispatch = ask.command
    return unless_known(command.reason, ask.policy.reasons.returned) or (e.Returned(command.reason, command.note),)


def change_mind(ask: Ask) -> Decision:
    command: ChangeMind = ask.command
    return (e.Returned(CHANGED_MIND, command.note),)


def escalate(ask: Ask) -> Decision:
    """Never refused for its reason: in an emergency an unknown code must not stand in the way."""
    command: Escalate = ask.command
    return (e.Escalated(command.reason, command.note),)


def outcome(ask: Ask) -> Decision:
    """A crime outcome needs a code that the force knows; it may come long after the incident has left EVR."""
    command: Outcome = ask.command
    at = command.at or ask.now
    if at > ask.now + CLOCK_SKEW:
        return Refusal("time_in_future", "An outcome cannot be in the future.")
    if at < ask.now - OLDEST:
        return Refusal("impossible_time", "An outcome lies within the last five years.")
    names = ask.policy.outcomes.names
    if command.kind == "outcome" and command.code not in names:
        return Refusal("unknown_outcome", f"An outcome needs one of this force's codes: {', '.join(sorted(names))}.")
    return (e.OutcomeRecorded(command.kind, at, command.code if command.kind == "outcome" else None),)


def consult(ask: Ask) -> Decision:
    """Log who sees the victim's details."""
    command: Consult = ask.command
    return unexplained(ask, command.why) or (e.DetailsShown(command.why),)


def unexplained(ask: Ask, why: str | None) -> Refusal | None:
    """Whoever does not have the job (any more) says why they look at what is personal, where the force wants it."""
    going_on = ask.incident.live or ask.incident.room_open
    holds = going_on and ask.by.id == ask.incident.officer
    if ask.policy.audit.reason_required and not holds and why is None:
        return Refusal("why_missing", "Say why you need to see this; it is logged.")
    return None
