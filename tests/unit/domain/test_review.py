"""The evidential review, the handover and the victim's update (the flow, steps 12 and 13)."""

from datetime import UTC, datetime

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from tests.builders import DAY, FORCES, HOUR, NOW, OFFICER, OTHER_OFFICER, SERGEANT, a_life, by

each_force = pytest.mark.parametrize("force", FORCES)
ME, COLLEAGUE, BOSS, TEAM = by("officer"), by("officer", id=OTHER_OFFICER), by("sergeant"), by("receiving_team")


# --- the four decisions -------------------------------------------------------------------------------------------------------


@each_force
@pytest.mark.parametrize(
    ("decision", "receiver", "to", "status"),
    [
        ("suspect_identified", None, "patrol", "passed_on"),
        ("suspect_identified", "patrol", "patrol", "passed_on"),
        ("further_enquiries", None, "patrol", "passed_on"),
        ("further_enquiries", "neighbourhood", "neighbourhood", "passed_on"),
        ("desk_enquiries", None, None, "desk_work"),
        ("finalise", None, None, "finalised"),
    ],
)
def test_each_decision_leads_where_it_should(force, decision, receiver, to, status):
    plan = None if decision == "finalise" else "ref-plan"
    life = a_life("in_review", force=force).do(c.Review(decision, plan=plan, receiver=receiver, note="ref-1"), BOSS)
    case = life.incident.case
    assert life.status == status
    assert (case.decision, case.receiver, case.reviewer, case.decided_at) == (decision, to, SERGEANT, life.now)
    assert (life.last[0].plan, life.last[0].note) == (plan, "ref-1")


@pytest.mark.parametrize("decision", ["suspect_identified", "further_enquiries", "desk_enquiries"])
def test_whoever_goes_on_with_it_needs_a_plan(decision):
    life = a_life("in_review")
    assert life.refused(c.Review(decision), BOSS) == "plan_missing"
    assert life.status == "in_review"


@pytest.mark.parametrize("decision", ["desk_enquiries", "finalise"])
def test_what_is_passed_to_nobody_has_no_receiver(decision):
    assert a_life("in_review").refused(c.Review(decision, plan="ref-1", receiver="patrol"), BOSS) == "receiver_not_wanted"


@each_force
def test_the_receiver_is_one_of_the_forces_teams(force):
    life = a_life("in_review", force=force)
    assert life.refused(c.Review("further_enquiries", plan="ref-1", receiver="the_navy"), BOSS) == "unknown_receiver"


def test_with_a_suspect_identified_it_goes_to_patrol():
    command = c.Review("suspect_identified", plan="ref-1", receiver="neighbourhood")
    assert a_life("in_review").refused(command, BOSS) == "unknown_receiver"


# --- nobody reviews their own call --------------------------------------------------------------------------------------------


def test_nobody_reviews_their_own_call():
    both = by("sergeant", "officer", id=OFFICER)
    assert a_life("in_review").refused(c.Review("finalise"), both) == "own_review"


def test_not_even_after_handing_the_job_to_a_colleague():
    life = a_life("in_call").do(c.Reassign(OTHER_OFFICER), BOSS).do(c.OfficerJoin(), COLLEAGUE).do(c.Close(), COLLEAGUE)
    life.do(c.TickChecklist(dict.fromkeys(life.policy.checklist, "done")), COLLEAGUE).do(c.Submit("ref-1"), COLLEAGUE)
    for caller in (OFFICER, OTHER_OFFICER):
        assert life.refused(c.Review("finalise"), by("sergeant", id=caller)) == "own_review"


def test_not_even_the_desk_work_of_another():
    life = a_life("desk_work").do(c.Reassign(OTHER_OFFICER), BOSS).do(c.Submit("ref-1"), COLLEAGUE)
    assert life.refused(c.Review("finalise"), by("sergeant", id=OTHER_OFFICER)) == "own_review"
    assert life.do(c.Review("finalise"), BOSS).status == "finalised"


def test_not_even_when_the_desk_work_has_gone_on_to_a_third():
    third = by("officer", id="PC2216")
    life = a_life("desk_work").do(c.Reassign(OTHER_OFFICER), BOSS).do(c.Submit("ref-1"), COLLEAGUE)
    life.do(c.Review("desk_enquiries", plan="ref-2"), BOSS).do(c.Reassign(third.id), BOSS).do(c.Submit("ref-3"), third)
    assert life.refused(c.Review("finalise"), by("sergeant", id=OTHER_OFFICER)) == "own_review"


def test_who_released_the_job_before_any_call_may_review_it():
    life = a_life("claimed").do(c.Release("shift_ending"), ME).do(c.Claim(), COLLEAGUE).do(c.SendLink(), COLLEAGUE)
    life.do(c.VictimJoin(), by("victim")).do(c.OfficerJoin(), COLLEAGUE).do(c.Close(), COLLEAGUE)
    life.do(c.TickChecklist(dict.fromkeys(life.policy.checklist, "done")), COLLEAGUE).do(c.Submit("ref-1"), COLLEAGUE)
    assert life.do(c.Review("finalise"), by("sergeant", id=OFFICER)).status == "finalised"


# --- paused -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [ME, BOSS], ids=["officer of the case", "sergeant"])
def test_a_review_is_paused_and_taken_up_again_while_its_clock_runs_on(who):
    life = a_life("in_review")
    due = life.incident.case.due
    life.do(c.PauseReview("evidence_to_come", note="ref-1"), who)
    assert life.last == [e.ReviewPaused("evidence_to_come", "ref-1")]
    assert (life.status, life.incident.case.paused, life.incident.case.due) == ("in_review", "evidence_to_come", due)
    life.do(c.ResumeReview(), who, after=5 * HOUR)
    assert (life.incident.case.paused, life.incident.case.due) == (None, due)


def test_a_pause_of_the_review_needs_one_of_the_forces_reasons():
    assert a_life("in_review").refused(c.PauseReview("lunch"), BOSS) == "unknown_reason"


def test_a_review_is_paused_once_and_resumed_only_when_paused():
    life = a_life("in_review")
    assert life.refused(c.ResumeReview(), BOSS) == "not_paused"
    life.do(c.PauseReview("evidence_to_come"), BOSS)
    assert life.refused(c.PauseReview("evidence_to_come"), BOSS) == "already_paused"


def test_an_officer_pauses_only_the_review_of_their_own_case():
    assert a_life("in_review").refused(c.PauseReview("evidence_to_come"), COLLEAGUE) == "not_holder"


def test_a_decision_ends_the_pause():
    life = a_life("in_review").do(c.PauseReview("evidence_to_come"), BOSS).do(c.Review("finalise"), BOSS)
    assert life.incident.case.paused is None


# --- the victim's update ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flags", "decided", "by_when"),
    [
        ((), NOW, datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC)),
        (("vulnerable",), NOW, datetime(2026, 11, 19, 23, 59, 59, tzinfo=UTC)),
        (("vulnerable",), NOW + 2 * DAY, datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)),
        ((), datetime(2026, 12, 23, 10, 0, tzinfo=UTC), datetime(2027, 1, 4, 23, 59, 59, tzinfo=UTC)),
    ],
    ids=["five working days", "one for the enhanced", "not on a weekend", "not on a bank holiday"],
)
def test_the_victim_is_told_within_working_days(flags, decided, by_when):
    life = a_life("in_review", at=decided, flags=flags).do(c.Review("finalise"), BOSS)
    assert life.incident.case.tell_victim_by == by_when


def test_nothing_is_to_tell_while_desk_work_goes_on():
    assert a_life("desk_work").incident.case.tell_victim_by is None


@pytest.mark.parametrize("status", ["finalised", "handed_over"])
@pytest.mark.parametrize("who", [ME, BOSS, COLLEAGUE])
def test_telling_the_victim_closes_what_nobody_else_has_to_acknowledge(status, who):
    life = a_life(status).do(c.TellVictim("letter", note="ref-1"), who)
    assert life.last == [e.VictimTold("letter", "ref-1"), e.Closed()]
    assert (life.status, life.incident.victim_told_at, life.incident.ended) == ("closed", life.now, "done")


def test_told_before_the_handover_it_waits_for_the_receiving_team():
    life = a_life("passed_on").do(c.TellVictim("phone"), ME)
    assert (life.status, life.incident.victim_told_at) == ("passed_on", life.now)
    life.do(c.Handover(team="neighbourhood", note="ref-1"), TEAM)
    assert life.last == [e.HandoverAcknowledged("neighbourhood", "ref-1"), e.Closed()]
    assert (life.status, life.incident.handed_over_at) == ("closed", life.now)


def test_told_again_the_first_time_counts():
    life = a_life("passed_on").do(c.TellVictim("phone"), ME)
    first = life.now
    assert life.do(c.TellVictim("letter"), ME).incident.victim_told_at == first


def test_handed_over_it_waits_until_the_victim_is_told():
    life = a_life("passed_on").do(c.Handover(), TEAM)
    assert (life.status, life.incident.handed_over_at) == ("handed_over", life.now)


def test_a_handover_is_acknowledged_once():
    assert a_life("handed_over").refused(c.Handover(), TEAM) == "wrong_status"
