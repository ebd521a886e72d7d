"""The call: join, pause, resume, close, the checklist and the record (the flow, steps 9 to 11)."""

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.call import required, unanswered
from tests.builders import DAY, FORCES, HOUR, OFFICER, OTHER_OFFICER, a_life, an_incident, by

each_force = pytest.mark.parametrize("force", FORCES)
ME, COLLEAGUE, SERGEANT, VICTIM = by("officer"), by("officer", id=OTHER_OFFICER), by("sergeant"), by("victim")


def names(life):
    return [type(each).__name__ for each in life.last]


# --- joining ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"), [((c.VictimJoin(), VICTIM), (c.OfficerJoin(), ME)), ((c.OfficerJoin(), ME), (c.VictimJoin(), VICTIM))]
)
def test_the_call_starts_when_both_are_in_whoever_comes_first(first, second):
    life = a_life("link_sent").do(*first)
    assert (life.status, len(life.last)) == ("link_sent", 1)
    life.do(*second)
    assert names(life)[1] == "CallStarted"
    assert (life.status, life.incident.call.started_at) == ("in_call", life.now)
    assert life.incident.callers == (OFFICER,)


@pytest.mark.parametrize("status", ["in_call", "paused"])
@pytest.mark.parametrize(
    ("command", "who", "event"), [(c.VictimJoin(), VICTIM, "VictimJoined"), (c.OfficerJoin(), ME, "OfficerJoined")]
)
def test_coming_back_starts_nothing_and_ends_no_pause(status, command, who, event):
    life = a_life(status)
    started = life.incident.call.started_at
    life.do(command, who)
    assert names(life) == [event]
    assert (life.status, life.incident.call.started_at) == (status, started)


def test_coming_twice_before_the_other_is_there_starts_nothing():
    life = a_life("link_sent").do(c.VictimJoin(), VICTIM).do(c.VictimJoin(), VICTIM)
    assert life.status == "link_sent"


def test_only_the_officer_of_the_job_joins():
    assert a_life("link_sent").refused(c.OfficerJoin(), COLLEAGUE) == "not_holder"


# --- pausing ------------------------------------------------------------------------------------------------------------------


def test_the_officer_pauses_for_a_reason():
    life = a_life("in_call").do(c.Pause("sergeant_advice", question="ref-1"), ME)
    assert life.last == [e.CallPaused("police", "sergeant_advice", "ref-1")]
    assert (life.status, life.incident.call.paused_by, life.incident.call.pause_reason) == ("paused", "police", "sergeant_advice")
    assert life.incident.link.open


def test_the_victims_pause_is_a_break_whatever_the_page_sends():
    life = a_life("in_call").do(c.Pause("evidence_review", question="ref-1"), VICTIM)
    assert life.last == [e.CallPaused("victim", "victim_break", "ref-1")]


@pytest.mark.parametrize(("paused_by", "resumed_by"), [(ME, ME), (VICTIM, VICTIM), (VICTIM, ME)])
def test_a_pause_ends(paused_by, resumed_by):
    life = a_life("in_call").do(c.Pause(), paused_by).do(c.Resume(), resumed_by)
    assert (life.status, life.incident.call.paused_by, life.incident.call.pause_reason) == ("in_call", None, None)


def test_the_victim_does_not_end_the_officers_pause():
    assert a_life("paused").refused(c.Resume(), VICTIM) == "paused_by_police"


def test_a_call_is_paused_once_at_a_time():
    assert a_life("paused").refused(c.Pause(), VICTIM) == "wrong_status"


# --- closing ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["in_call", "paused"])
@pytest.mark.parametrize("who", [ME, SERGEANT], ids=["holder", "sergeant"])
def test_the_police_close_the_link_for_ever(status, who):
    life = a_life(status).do(c.Close(), who)
    assert life.last == [e.CallClosed(held=True)]
    incident = life.incident
    assert (incident.status, incident.link.open, incident.holder) == ("call_closed", False, OFFICER)
    assert (incident.call.ended_at, incident.call.paused_by) == (life.now, None)
    assert life.refused(c.SendLink(), ME) == "wrong_status"
    assert life.refused(c.VictimJoin(), VICTIM) == "wrong_status"


def test_the_victim_cannot_close():
    assert a_life("in_call").refused(c.Close(), VICTIM) == "not_permitted"


@pytest.mark.parametrize("victim_came", [False, True])
def test_a_link_closed_before_there_was_a_call_is_closed_all_the_same(victim_came):
    """With another platform's video nobody joins here; the record says that no call was seen."""
    life = a_life("link_sent")
    if victim_came:
        life.do(c.VictimJoin(), VICTIM)
    life.do(c.Close(), ME)
    assert life.last == [e.CallClosed(held=False)]
    assert (life.status, life.incident.holder, life.incident.link.open) == ("call_closed", OFFICER, False)
    assert life.do(c.Submit("ref-1"), ME).status == "in_review"


@pytest.mark.parametrize(
    ("command", "who"),
    [
        (c.Recall("duplicate"), by("spoc")),
        (c.ChangeMind(), VICTIM),
        (c.ReturnToDispatch("not_safe_to_talk"), ME),
    ],
    ids=["recalled", "changed mind", "returned"],
)
@pytest.mark.parametrize("status", ["in_call", "paused"])
def test_a_call_that_the_incident_leaves_is_over(command, who, status):
    life = a_life(status).do(command, who)
    call = life.incident.call
    assert (life.incident.link.open, call.ended_at, call.paused_by) == (False, life.now, None)


def test_a_call_that_never_was_does_not_end():
    assert a_life("link_sent").do(c.ChangeMind(), VICTIM).incident.call.ended_at is None


# --- the checklist ------------------------------------------------------------------------------------------------------------


@each_force
def test_the_checklist_is_the_forces(force):
    life = a_life("in_call", force=force)
    life.do(c.TickChecklist(dict.fromkeys(life.policy.checklist, "done")), ME)
    assert set(life.incident.checklist) == set(life.policy.checklist)


def test_what_is_not_on_it_is_refused_by_name():
    decision = a_life("in_call").ask(c.TickChecklist({"tea_served": "done", "vna": "done", "cake": "done"}), ME)
    assert (decision.code, "cake, tea_served" in decision.says) == ("unknown_item", True)


def test_a_tick_can_be_changed_and_the_others_stay():
    life = a_life("in_call").do(c.TickChecklist({"vna": "done", "ppn": "done"}), ME).do(c.TickChecklist({"ppn": "to_do"}), ME)
    assert life.incident.checklist == {"vna": "done", "ppn": "to_do"}


@each_force
def test_what_must_be_answered_depends_on_the_type(force):
    incident, policy = an_incident("in_call", force=force, type="domestic_abuse"), a_life("reported", force=force).policy
    wanted = required(incident, policy)
    assert set(wanted) == {*policy.checklist_required["*"], *policy.checklist_required["domestic_abuse"]}
    assert len(wanted) == len(set(wanted))


def test_not_needed_is_an_answer_and_to_do_is_none():
    life = a_life("in_call").do(c.TickChecklist({"vna": "done", "ppn": "not_needed", "statement": "to_do"}), ME)
    assert unanswered(life.incident, ("vna", "ppn", "statement", "witnesses")) == ("statement", "witnesses")


# --- the record ---------------------------------------------------------------------------------------------------------------


@each_force
def test_a_record_is_due_for_review_so_long_after_the_end_of_the_call(force):
    life = a_life("call_closed", force=force)
    due = life.incident.call.ended_at + life.policy.review.due_after
    life.do(c.Submit("ref-1", lines_of_enquiry=("ref-2",)), ME, after=3 * HOUR)
    assert life.last == [e.Submitted("ref-1", due, ("ref-2",))]
    incident = life.incident
    assert (incident.status, incident.case.due, incident.case.submissions, incident.holder) == ("in_review", due, 1, None)
    assert OFFICER in incident.callers


@each_force
def test_it_is_not_submitted_before_what_must_be_answered_is(force):
    life = a_life("in_call", force=force, type="domestic_abuse").do(c.Close(), ME)
    decision = life.ask(c.Submit("ref-1"), ME)
    assert decision.code == "checklist_incomplete"
    assert all(item in decision.says for item in life.policy.checklist_required["domestic_abuse"])


def test_what_else_is_unanswered_travels_with_the_record():
    life = a_life("in_call").do(c.Close(), ME)
    life.do(c.TickChecklist({"vna": "done", "ppn": "to_do"}), ME).do(c.Submit("ref-1"), ME)
    assert "ppn" in life.last[0].unanswered
    assert "vna" not in life.last[0].unanswered


def test_after_desk_work_it_is_due_so_long_after_the_resubmission():
    life = a_life("desk_work").do(c.Submit("ref-1"), ME, after=5 * DAY)
    assert life.incident.case.due == life.now + life.policy.review.due_after
    assert (life.incident.case.submissions, life.incident.case.decision, life.status) == (2, None, "in_review")


def test_only_the_officer_of_the_job_submits():
    assert a_life("call_closed").refused(c.Submit("ref-1"), COLLEAGUE) == "not_holder"
