"""Report, prompt and offer (the flow, steps 1 to 4)."""

from __future__ import annotations

from . import events as e
from . import trial
from .ask import Ask, Decision
from .commands import Offer
from .eligibility import reasons_against
from .policy import Policy
from .refusals import Refusal, unknown_reason
from .report import Facts

OUT_OF_SCOPE, CONTROL_ARM = "out_of_scope", "control_arm"


def report(facts: Facts, policy: Policy) -> tuple[e.Event, ...]:
    """A new incident. Out of scope, or in the control arm, it goes straight back to the usual dispatch channel."""
    in_scope = policy.scope.includes(facts.grade, facts.type)
    enhanced = bool(set(facts.flags) & set(policy.victim.enhanced_flags)) or facts.minor
    reported = e.Reported(facts=facts, in_scope=in_scope, enhanced=enhanced)
    if not in_scope:
        return reported, e.Returned(OUT_OF_SCOPE)
    arm = trial.arm(facts.reference, policy.trial)
    if arm is None:
        return (reported,)
    if arm == trial.CONTROL:
        return reported, e.TrialArmSet(arm), e.Returned(CONTROL_ARM)
    return reported, e.TrialArmSet(arm)


def offer(ask: Ask) -> Decision:
    """Not offered and why; declined; or accepted with the answers that make it eligible or not."""
    command: Offer = ask.command
    if not command.made:
        return _not_made(command, ask.policy)
    made: tuple[e.Event, ...] = () if ask.incident.offered_at else (e.OfferMade(),)
    if command.accepted is False:
        return *made, e.OfferDeclined(command.note, command.companion), e.Returned("declined")
    if command.answers is None:
        return _without_answers(ask, command)
    reasons = reasons_against(command.answers)
    checked = e.EligibilityChecked(command.answers, reasons, command.companion, command.note)
    return (*made, checked, e.Returned("not_eligible")) if reasons else (*made, checked)


def _without_answers(ask: Ask, command: Offer) -> Decision:
    """The victim was asked, and the answers follow; what was said so far belongs to the offer."""
    if ask.incident.offered_at:
        return Refusal("answers_missing", "The offer is already recorded; send the victim's answers, or that it was declined.")
    return (e.OfferMade(command.note, command.companion),)


def _not_made(command: Offer, policy: Policy) -> Decision:
    known = policy.prompt.not_offered_reasons
    if command.reason is None:
        return Refusal("reason_missing", f"Not offering EVR needs a reason, one of: {', '.join(sorted(known))}.")
    if command.reason not in known:
        return unknown_reason(command.reason, known)
    return e.OfferNotMade(command.reason, command.note, command.companion), e.Returned("not_offered")
