"""Who takes the job: self-dispatch, allocation, release, handing to a colleague (the flow, step 6).

That an officer is on shift, not on a break and without another job is a condition of the transaction that gives the job
(`officer.py` has the rule and its words), because only there can it be true for certain.
"""

from __future__ import annotations

from . import events as e
from .ask import Ask, Decision
from .commands import Allocate, Reassign, Release
from .refusals import Refusal, unless_known


def claim(ask: Ask) -> Decision:
    return (e.Claimed(ask.by.id),)


def allocate(ask: Ask) -> Decision:
    """To the named officer at once; to nobody in particular: first in the priority lane for whoever is or becomes available."""
    command: Allocate = ask.command
    if command.officer:
        return (e.Claimed(command.officer, how="allocated"),)
    return e.FoundSuitable("allocate"), e.Queued("allocated", priority=True)


def reassign(ask: Ask) -> Decision:
    command: Reassign = ask.command
    was = ask.incident.officer or ""
    if command.officer == was:
        return Refusal("same_officer", f"{was} already has this job.")
    return (e.Reassigned(command.officer, was, command.note),)


def release(ask: Ask) -> Decision:
    """Back to its place in the queue: the time reported orders the queue, and it stands."""
    command: Release = ask.command
    return unless_known(command.reason, ask.policy.reasons.release) or (
        e.Released(ask.incident.officer or "", command.reason, command.note),
        e.Queued("released", priority=ask.incident.priority),
    )
