"""Report, prompt, offer, eligibility and trial arm (the flow, steps 1 to 4)."""

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.eligibility import reasons_against
from chalicelib.domain.policy.codes import ELIGIBILITY_QUESTIONS
from chalicelib.domain.trial import arm
from tests.builders import FORCES, HOUR, a_life, answers, by, facts, policy

each_force = pytest.mark.parametrize("force", FORCES)
HANDLER = by("call_handler")


# --- the report ---------------------------------------------------------------------------------------------------------------


@each_force
def test_a_report_in_scope_waits_for_its_offer(force):
    incident = a_life("reported", force=force).incident
    assert (incident.status, incident.in_scope, incident.version) == ("reported", True, 1)


@each_force
@pytest.mark.parametrize("change", [{"grade": "1"}, {"type": "unheard_of", "grade": "1"}])
def test_a_report_out_of_scope_goes_the_usual_way_at_once(force, change):
    life = a_life("reported", force=force, **change)
    assert (life.status, life.incident.ended, life.incident.in_scope) == ("returned", "out_of_scope", False)


def test_an_excluded_type_is_out_of_scope():
    assert a_life("reported", type="missing_person").incident.ended == "out_of_scope"


def test_a_type_that_the_force_does_not_offer_is_out_of_scope():
    assert a_life("reported", force="wessexshire", type="theft").incident.ended == "out_of_scope"


@each_force
@pytest.mark.parametrize(("known", "enhanced"), [({}, False), ({"flags": ("vulnerable",)}, True), ({"minor": True}, True)])
def test_a_vulnerable_victim_or_a_child_has_the_enhanced_right(force, known, enhanced):
    assert a_life("reported", force=force, **known).incident.enhanced is enhanced


# --- the trial ----------------------------------------------------------------------------------------------------------------

TRIAL = policy(trial={"running": True, "control_digits": (1, 3)})


def test_while_a_trial_runs_the_control_arm_goes_the_usual_way_before_anybody_is_asked():
    life = a_life("reported", the_policy=TRIAL, reference="20261118-0413")
    assert life.last[1:] == [e.TrialArmSet("control"), e.Returned("control_arm")]
    assert (life.status, life.incident.arm) == ("returned", "control")


def test_while_a_trial_runs_the_video_arm_is_logged_and_goes_on():
    life = a_life("reported", the_policy=TRIAL, reference="20261118-0412")
    assert (life.status, life.incident.arm) == ("reported", "video")


def test_no_trial_no_arm():
    assert a_life("reported").incident.arm is None


def test_what_is_out_of_scope_is_in_no_arm():
    assert a_life("reported", the_policy=TRIAL, reference="20261118-0413", grade="1").incident.arm is None


@pytest.mark.parametrize(
    ("reference", "expected"),
    [("0413", "control"), ("13-A", "control"), ("31B2", "video"), ("no-digit", "video"), ("EVR-1²", "control")],
)
def test_the_arm_follows_from_the_last_digit(reference, expected):
    assert arm(reference, TRIAL.trial) == expected


# --- the offer ----------------------------------------------------------------------------------------------------------------


def test_an_offer_made_waits_for_the_answers():
    life = a_life("reported").do(c.Offer(made=True), HANDLER)
    assert (life.status, life.incident.offered_at) == ("offered", life.now)


def test_what_is_said_with_an_offer_alone_stays_with_it():
    life = a_life("reported").do(c.Offer(made=True, companion="ref-2", note="ref-1"), HANDLER)
    assert life.last == [e.OfferMade("ref-1", "ref-2")]


def test_the_answers_may_follow_in_a_second_call():
    life = a_life("offered").do(c.Offer(made=True, accepted=True, answers=answers()), HANDLER)
    assert [type(each) for each in life.last] == [e.EligibilityChecked]
    assert life.status == "in_triage"


def test_offer_and_answers_may_come_at_once():
    life = a_life("reported").do(c.Offer(made=True, accepted=True, answers=answers(), companion="ref-1"), HANDLER)
    assert life.last == [e.OfferMade(), e.EligibilityChecked(answers(), companion="ref-1")]
    assert life.status == "in_triage"


@pytest.mark.parametrize("status", ["reported", "offered"])
def test_no_thanks_sends_the_victim_the_usual_way(status):
    life = a_life(status).do(c.Offer(made=True, accepted=False, companion="ref-2", note="ref-1"), HANDLER)
    assert life.last[-2:] == [e.OfferDeclined("ref-1", "ref-2"), e.Returned("declined")]
    assert (life.status, life.incident.ended) == ("returned", "declined")
    assert life.incident.offered_at is not None


def test_an_offer_is_not_recorded_twice():
    assert a_life("offered").refused(c.Offer(made=True), HANDLER) == "answers_missing"


@each_force
def test_not_offering_needs_one_of_the_forces_reasons(force):
    life = a_life("reported", force=force)
    assert life.refused(c.Offer(made=False), HANDLER) == "reason_missing"
    assert life.refused(c.Offer(made=False, reason="felt_like_it"), HANDLER) == "unknown_reason"


@each_force
def test_what_was_not_offered_goes_the_usual_way_and_is_counted_with_its_reason(force):
    life = a_life("reported", force=force)
    reason = next(iter(life.policy.prompt.not_offered_reasons))
    life.do(c.Offer(made=False, reason=reason, companion="ref-2", note="ref-1"), HANDLER)
    assert life.last == [e.OfferNotMade(reason, "ref-1", "ref-2"), e.Returned("not_offered")]
    assert life.status == "returned"


# --- eligibility --------------------------------------------------------------------------------------------------------------


def test_the_questions_are_those_of_the_policy():
    assert c.Answers.__struct_fields__ == ELIGIBILITY_QUESTIONS


@pytest.mark.parametrize("question", ELIGIBILITY_QUESTIONS)
def test_one_no_is_enough_and_is_the_reason(question):
    given = answers(**{question: False})
    life = a_life("reported").do(c.Offer(made=True, accepted=True, answers=given), HANDLER)
    assert life.last[-2:] == [e.EligibilityChecked(given, (question,)), e.Returned("not_eligible")]
    assert life.status == "returned"


def test_every_no_is_its_own_reason_in_the_order_asked():
    assert reasons_against(answers(needs_can_be_met=False, safe_private_place=False)) == ("safe_private_place", "needs_can_be_met")


def test_all_yes_is_eligible():
    assert reasons_against(answers()) == ()


def test_the_report_time_stands_when_the_victim_is_returned():
    life = a_life("reported").do(c.Offer(made=True, accepted=False), HANDLER, after=2 * HOUR)
    assert life.incident.facts.reported_at == facts().reported_at
