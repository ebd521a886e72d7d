"""The evidential review, the handover and the victim's update (the flow, steps 12 and 13)."""

from __future__ import annotations

from datetime import datetime

from . import events as e
from .ask import Ask, Decision
from .calendar import add_working_days
from .commands import Handover, PauseReview, Review, TellVictim
from .refusals import Refusal, unless_known
from .words import Status

NEEDS_PLAN = frozenset({"suspect_identified", "further_enquiries", "desk_enquiries"})
PASSES_ON = frozenset({"suspect_identified", "further_enquiries"})
PATROL = "patrol"


def review(ask: Ask) -> Decision:
    command: Review = ask.command
    refusal = _own_case(ask) or _incomplete(ask, command)
    if refusal:
        return refusal
    passes_on = command.decision in PASSES_ON
    return (
        e.Reviewed(
            decision=command.decision,
            plan=command.plan,
            receiver=(command.receiver or PATROL) if passes_on else None,
            note=command.note,
            tell_victim_by=None if command.decision == "desk_enquiries" else tell_victim_by(ask),
        ),
    )


def _own_case(ask: Ask) -> Refusal | None:
    """The reviewer is not the officer who took the call [D]."""
    if ask.by.id in {*ask.incident.callers, ask.incident.officer}:
        return Refusal("own_review", "You took this call; another sergeant has to review it.")
    return None


def _incomplete(ask: Ask, command: Review) -> Refusal | None:
    if command.decision in NEEDS_PLAN and not command.plan:
        return Refusal("plan_missing", "This decision needs an investigation plan for whoever goes on with it.")
    receivers = ask.policy.review.receivers
    if command.receiver and command.decision not in PASSES_ON:
        return Refusal("receiver_not_wanted", "This decision passes the incident to nobody; leave the receiver out.")
    if command.receiver and command.receiver not in receivers:
        return Refusal("unknown_receiver", f"'{command.receiver}' is not one of: {', '.join(sorted(receivers))}.")
    if command.decision == "suspect_identified" and command.receiver not in (None, PATROL):
        return Refusal("unknown_receiver", "With a suspect identified the incident goes to patrol.")
    return None


def tell_victim_by(ask: Ask) -> datetime:
    """Victims' Code: 5 working days, 1 for enhanced victims (the force's policy has the numbers)."""
    care = ask.policy.victim
    days = care.enhanced_within_working_days if ask.incident.enhanced else care.told_within_working_days
    return add_working_days(ask.now, days, ask.policy)


def pause(ask: Ask) -> Decision:
    """Paused by the officer of the case or a sergeant; the clock runs on [D]."""
    command: PauseReview = ask.command
    if ask.incident.case and ask.incident.case.paused:
        return Refusal("already_paused", "This review is already paused.")
    return unless_known(command.reason, ask.policy.reasons.review_pause) or (e.ReviewPaused(command.reason, command.note),)


def resume(ask: Ask) -> Decision:
    if not (ask.incident.case and ask.incident.case.paused):
        return Refusal("not_paused", "This review is not paused.")
    return (e.ReviewResumed(),)


def handover(ask: Ask) -> Decision:
    """A receiving team acknowledges; when the victim has been told as well, nothing is left to do."""
    command: Handover = ask.command
    acknowledged = e.HandoverAcknowledged(command.team, command.note)
    return (acknowledged, e.Closed()) if ask.incident.victim_told_at else (acknowledged,)


def tell_victim(ask: Ask) -> Decision:
    """On finalising, the victim is updated promptly; that closes an incident that nobody else has to acknowledge."""
    command: TellVictim = ask.command
    told = e.VictimTold(command.how, command.note)
    return (told,) if ask.incident.status == Status.PASSED_ON else (told, e.Closed())
