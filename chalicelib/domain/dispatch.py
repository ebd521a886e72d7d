"""Who takes the job: self-dispatch, allocation, release, handing to a colleague (the flow, step 6).

That an officer is on shift, not on a break and without another job is a condition of the transaction that gives the job
(`officer.py` has the rule and its words), because only there can it be true for certain.
"""

from __future__ import annotations

from . import events as e
from .ask import Ask, Decision
from .calendar import local
from .commands import Allocate, Reassign, Release
from .refusals import Refusal, unless_known


def claim(ask: Ask) -> Decision:
    return _appointment_ahead(ask) or (e.Claimed(ask.by.id),)


def allocate(ask: Ask) -> Decision:
    """To the named officer at once; to nobody in particular: first in the priority lane for whoever is or becomes available."""
    command: Allocate = ask.command
    refusal = _appointment_ahead(ask)
    if refusal:
        return refusal
    if command.officer:
        return (e.Claimed(command.officer, how="allocated"),)
    return e.FoundSuitable("allocate"), e.Queued("allocated", priority=True)


def _appointment_ahead(ask: Ask) -> Refusal | None:
    """The victim asked for this time, perhaps because it is not safe before."""
    time = ask.incident.appointment
    if time and ask.now < time:
        return Refusal(
            "appointment_ahead", f"The victim asked for {local(time):%H:%M on %d %B}; agree an earlier time with them first."
        )
    return None


def reassign(ask: Ask) -> Decision:
    command: Reassign = ask.command
    was = ask.incident.officer or ""
    if command.officer == was:
        return Refusal("same_officer", f"{was} already has this job.")
    return (e.Reassigned(command.officer, was, command.note),)


def release(ask: Ask) -> Decision:
    """Back to its place in the queue: the time reported orders the queue, and it stands."""
    command: Release = ask.command
    if ask.incident.call.victim_joined_at:
        return Refusal("victim_waiting", "The victim has come to the room; join them or hand the job over.")
    return unless_known(command.reason, ask.policy.reasons.release) or (
        e.Released(ask.incident.officer or "", command.reason, command.note),
        e.Queued("released", priority=ask.incident.priority),
    )
