"""What may happen at any moment: updates, recall, return, emergency, a change of mind, outcomes, consultation (step 14)."""

from datetime import UTC, datetime

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.deadlines import due
from chalicelib.domain.worklists import place
from tests.builders import DAY, FORCES, MINUTE, NOW, OFFICER, OTHER_OFFICER, a_life, by, policy

each_force = pytest.mark.parametrize("force", FORCES)
ME, COLLEAGUE, BOSS, SPOC, VICTIM = by("officer"), by("officer", id=OTHER_OFFICER), by("sergeant"), by("spoc"), by("victim")
RECORDS = by("records")


# --- updates ------------------------------------------------------------------------------------------------------------------


def test_updates_are_numbered_and_wait_to_be_read():
    life = a_life("claimed").do(c.Update("ref-1"), SPOC).do(c.Update("ref-2", kind="risk"), by("call_handler"))
    assert life.last == [e.UpdateReceived(2, "risk", "ref-2")]
    assert (life.incident.updates, life.incident.updates_to_read) == (2, (1, 2))


@pytest.mark.parametrize("status", ["claimed", "paused", "call_closed", "in_review", "desk_work"])
def test_a_sergeants_advice_is_read_like_an_update(status):
    life = a_life(status).do(c.Advise("ref-1"), BOSS)
    assert life.last == [e.UpdateReceived(1, "advice", "ref-1")]
    assert life.incident.updates_to_read == (1,)
    assert life.do(c.AcknowledgeUpdate(1), ME).incident.updates_to_read == ()


def test_where_nobody_has_the_job_nobody_is_advised():
    assert a_life("queued").refused(c.Advise("ref-1"), BOSS) == "wrong_status"


def test_the_officer_reads_them_in_any_order_each_once():
    life = a_life("claimed").do(c.Update("ref-1"), SPOC).do(c.Update("ref-2"), SPOC).do(c.AcknowledgeUpdate(2), ME)
    assert life.incident.updates_to_read == (1,)
    assert life.refused(c.AcknowledgeUpdate(2), ME) == "no_such_update"
    assert life.refused(c.AcknowledgeUpdate(3), ME) == "no_such_update"


def test_nobody_else_reads_an_update_for_the_officer_who_holds_the_job():
    life = a_life("claimed").do(c.Update("ref-1"), SPOC)
    assert life.refused(c.AcknowledgeUpdate(1), COLLEAGUE) == "not_holder"


@pytest.mark.parametrize("status", ["in_triage", "queued"])
def test_while_nobody_holds_the_job_a_sergeant_reads_it(status):
    life = a_life(status).do(c.Update("ref-1"), SPOC).do(c.AcknowledgeUpdate(1), BOSS)
    assert life.incident.updates_to_read == ()


# --- back to the usual channel ------------------------------------------------------------------------------------------------


@each_force
@pytest.mark.parametrize("status", ["reported", "queued", "claimed", "in_call", "in_review", "desk_work"])
def test_the_control_room_takes_it_back(force, status):
    life = a_life(status, force=force).do(c.Recall("regraded", note="ref-1"), SPOC)
    assert life.last == [e.Returned("regraded", "ref-1")]
    assert (life.status, life.incident.ended, life.incident.holder, life.incident.live) == ("returned", "regraded", None, False)


def test_a_recall_needs_one_of_the_forces_reasons():
    assert a_life("queued").refused(c.Recall("whim"), SPOC) == "unknown_reason"


@pytest.mark.parametrize(("status", "who"), [("claimed", ME), ("queued", BOSS), ("in_triage", SPOC), ("in_review", BOSS)])
def test_it_is_given_back(status, who):
    life = a_life(status).do(c.ReturnToDispatch("not_reachable", note="ref-1"), who)
    assert life.last == [e.Returned("not_reachable", "ref-1")]


def test_giving_back_needs_one_of_the_forces_reasons():
    assert a_life("claimed").refused(c.ReturnToDispatch("tired"), ME) == "unknown_reason"


def test_an_officer_gives_back_only_their_own_job():
    assert a_life("claimed").refused(c.ReturnToDispatch("not_reachable"), COLLEAGUE) == "not_holder"


@pytest.mark.parametrize("status", ["offered", "queued", "link_sent", "in_call", "call_closed", "in_review"])
@pytest.mark.parametrize("role", ["victim", "officer", "sergeant", "spoc", "call_handler"])
def test_the_victim_may_change_their_mind_at_any_moment(status, role):
    life = a_life(status).do(c.ChangeMind(note="ref-1"), by(role))
    assert life.last == [e.Returned("victim_changed_mind", "ref-1")]


@pytest.mark.parametrize("status", ["passed_on", "handed_over", "finalised"])
def test_after_the_decision_nothing_is_taken_back(status):
    for command, who in ((c.Recall("regraded"), SPOC), (c.ChangeMind(), VICTIM), (c.ReturnToDispatch("not_reachable"), BOSS)):
        assert a_life(status).refused(command, who) == "wrong_status"


def test_what_is_returned_has_no_appointment():
    life = a_life("claimed").do(c.MakeAppointment(NOW + DAY), ME).do(c.Recall("attended"), SPOC)
    assert life.incident.appointment is None


# --- emergency ----------------------------------------------------------------------------------------------------------------

NO_CALL = [
    "reported",
    "offered",
    "in_triage",
    "queued",
    "claimed",
    "link_sent",
    "call_closed",
    "in_review",
    "desk_work",
    "passed_on",
    "handed_over",
    "finalised",
]


@each_force
@pytest.mark.parametrize("status", NO_CALL)
def test_risk_that_rises_goes_straight_back_as_an_emergency(force, status):
    life = a_life(status, force=force).do(c.Escalate("offender_returned", note="ref-1"), SPOC)
    assert life.last == [e.Escalated("offender_returned", "ref-1")]
    assert (life.status, life.incident.ended, life.incident.holder) == ("escalated", "offender_returned", None)


def test_no_unknown_reason_stands_in_the_way_of_an_emergency():
    assert a_life("queued").do(c.Escalate("Something-New"), by("call_handler")).status == "escalated"


def in_the_waiting_room():
    return a_life("link_sent").do(c.VictimJoin(), VICTIM)


@pytest.mark.parametrize("role", ["victim", "officer"])
@pytest.mark.parametrize("room", ["waiting", "in_call", "paused"])
def test_an_emergency_does_not_take_the_victim_out_of_the_room(room, role):
    """The offender sees the screen: "not safe" is silent, and the officer goes on seeing and hearing the victim."""
    life = in_the_waiting_room() if room == "waiting" else a_life(room)
    life.do(c.Escalate("not_safe"), by(role))
    incident = life.incident
    assert life.last == [e.Escalated("not_safe")]
    assert (incident.status, incident.ended) == ("escalated", "not_safe")
    assert (incident.link.open, incident.holder, incident.room) == (True, OFFICER, room)
    assert place(incident)[0] == "held"
    unattended = {"room_unattended"} if room == "waiting" else set()
    assert set(due(incident, life.policy)) == {"link_expiring", "link_expired"} | unattended


def an_emergency():
    return a_life("in_call").do(c.Escalate("not_safe"), VICTIM)


def test_both_may_come_back_to_the_room():
    life = an_emergency().do(c.VictimJoin(), VICTIM).do(c.OfficerJoin(), ME)
    assert (life.status, life.incident.link.open) == ("escalated", True)


def test_in_an_emergency_the_room_pauses_and_goes_on_as_before():
    life = an_emergency().do(c.Pause(), VICTIM)
    assert (life.status, life.incident.room) == ("escalated", "paused")
    assert life.refused(c.Pause(), ME) == "wrong_status"
    assert life.do(c.Resume(), VICTIM).incident.room == "in_call"
    assert life.refused(c.Resume(), ME) == "wrong_status"


@pytest.mark.parametrize("who", [ME, BOSS], ids=["holder", "sergeant"])
def test_it_ends_when_the_police_close_the_link(who):
    life = an_emergency().do(c.Close(), who)
    incident = life.incident
    assert (incident.status, incident.ended, incident.holder, incident.link.open) == ("escalated", "not_safe", None, False)
    assert (incident.call.ended_at, place(incident), due(incident, life.policy)) == (life.now, None, {})


@pytest.mark.parametrize("command", [c.Close(), c.OfficerJoin()], ids=["closed", "joined"])
def test_a_room_that_is_closed_is_not_opened_by_anything(command):
    assert an_emergency().do(c.Close(), ME).refused(command, ME) == "wrong_status"


def test_closed_before_the_officer_came_it_is_an_emergency_all_the_same():
    assert in_the_waiting_room().do(c.Escalate("not_safe"), VICTIM).do(c.Close(), ME).status == "escalated"


def test_the_officer_who_comes_to_the_room_in_an_emergency_is_in_a_call():
    life = in_the_waiting_room().do(c.Escalate("not_safe"), VICTIM).do(c.OfficerJoin(), ME)
    assert life.last == [e.OfficerJoined(), e.CallStarted()]
    assert (life.status, life.incident.call.started_at) == ("escalated", life.now)
    life.do(c.VictimJoin(), VICTIM).do(c.Close(), ME)
    assert life.last == [e.CallClosed(held=True)]
    assert life.incident.call.ended_at == life.now


def test_in_an_emergency_the_officer_in_the_room_sees_the_address_without_more_words():
    life = an_emergency().do(c.Consult(), ME)
    assert life.do(c.Close(), ME).refused(c.Consult(), ME) == "why_missing"


def test_without_anybody_in_the_room_the_link_dies_with_the_escalation():
    incident = a_life("link_sent").do(c.Escalate("offender_returned"), SPOC).incident
    assert (incident.link.open, incident.holder) == (False, None)


@pytest.mark.parametrize(
    ("command", "who"),
    [
        (c.Release("other"), ME),
        (c.MakeAppointment(NOW + DAY), BOSS),
        (c.ReturnToDispatch("not_reachable"), ME),
        (c.ChangeMind(), VICTIM),
        (c.Recall("regraded"), SPOC),
    ],
    ids=["released", "put off", "returned", "changed mind", "recalled"],
)
def test_an_emergency_is_never_made_less(command, who):
    life = in_the_waiting_room().do(c.Escalate("not_safe"), VICTIM)
    assert life.refused(command, who) == "wrong_status"


# --- outcomes -----------------------------------------------------------------------------------------------------------------


@each_force
@pytest.mark.parametrize("status", ["in_review", "closed", "returned", "escalated"])
def test_an_outcome_may_come_long_after(force, status):
    life = a_life(status, force=force).do(c.Outcome(code="16"), RECORDS, after=90 * DAY)
    assert life.last == [e.OutcomeRecorded("outcome", life.now, "16")]
    assert (life.status, life.incident.outcomes) == (status, ("16",))


def test_an_outcome_may_tell_its_own_time():
    at = datetime(2026, 11, 17, tzinfo=UTC)
    assert a_life("closed").do(c.Outcome(code="1", at=at), RECORDS).last[0].at == at


@pytest.mark.parametrize("kind", ["arrest", "interview"])
def test_an_arrest_or_an_interview_needs_no_code_and_counts_as_none(kind):
    life = a_life("closed").do(c.Outcome(kind=kind), RECORDS).do(c.Outcome(kind=kind, code="16"), RECORDS)
    assert life.incident.outcomes == (kind, kind)


@pytest.mark.parametrize("code", [None, "99"])
def test_an_outcome_needs_one_of_the_forces_codes(code):
    assert a_life("closed").refused(c.Outcome(code=code), RECORDS) == "unknown_outcome"


def test_an_outcome_is_not_in_the_future():
    life = a_life("closed")
    assert life.refused(c.Outcome(code="1", at=life.now + 7 * MINUTE), RECORDS) == "time_in_future"
    life.do(c.Outcome(code="1", at=life.now + 5 * MINUTE), RECORDS)


def test_an_outcome_is_not_from_another_age():
    assert a_life("closed").refused(c.Outcome(code="1", at=datetime(1, 1, 1, tzinfo=UTC)), RECORDS) == "impossible_time"


# --- consultation -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["claimed", "in_call", "call_closed", "in_review", "desk_work", "finalised"])
def test_the_officer_of_the_job_sees_the_details_and_it_is_logged(status):
    life = a_life(status).do(c.Consult(), ME)
    assert life.last == [e.DetailsShown()]
    assert life.status == status


@pytest.mark.parametrize("role", ["sergeant", "spoc", "records"])
def test_everybody_else_says_why(role):
    life = a_life("claimed")
    assert life.refused(c.Consult(), by(role)) == "why_missing"
    assert life.do(c.Consult(why="ref-1"), by(role)).last == [e.DetailsShown("ref-1")]


@pytest.mark.parametrize("status", ["returned", "escalated", "closed"])
def test_when_it_is_over_the_officer_says_why_as_well(status):
    life = a_life("claimed").do(c.Recall("regraded"), SPOC) if status == "returned" else a_life(status)
    assert life.refused(c.Consult(), ME) == "why_missing"
    life.do(c.Consult(why="ref-1"), ME)


def test_where_the_force_asks_for_no_reason_none_is_needed():
    assert not policy("wessexshire").audit.reason_required
    a_life("claimed", force="wessexshire").do(c.Consult(), BOSS)


def test_an_officer_does_not_look_into_another_officers_job():
    assert a_life("claimed").refused(c.Consult(why="ref-1"), COLLEAGUE) == "not_holder"
