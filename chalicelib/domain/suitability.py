"""Suitability review by an EVR sergeant, who also sets the level of response (the flow, step 5)."""

from __future__ import annotations

from . import events as e
from .ask import Ask, Decision
from .commands import Triage
from .policy import Policy
from .refusals import unless_known
from .report import Facts

UNSUITABLE = "unsuitable"


def suggested_level(facts: Facts, policy: Policy) -> str:
    """What the sergeant is shown first: vulnerable victims and potentially high-harm offences are allocated."""
    flagged = set(facts.flags) & set(policy.response.allocate_flags)
    return "allocate" if flagged or policy.response.always_allocate else "queue"


def triage(ask: Ask) -> Decision:
    """Unsuitable: back to the usual channel. Suitable: into the queue, or to the next available (or the named) officer.

    A risk that rose before the review (`priority`) is not lost in it.
    """
    command: Triage = ask.command
    if not command.suitable:
        reason = command.reason or UNSUITABLE
        return unless_known(reason, ask.policy.reasons.returned) or (e.Returned(reason, command.note),)
    allocate = command.officer or ask.policy.response.always_allocate or ask.incident.priority
    level = "allocate" if allocate else command.level
    found = (e.FoundSuitable(level, command.note), e.Queued("triage", priority=level == "allocate"))
    return (*found, e.Claimed(command.officer, how="allocated")) if command.officer else found
