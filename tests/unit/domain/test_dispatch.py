"""Who takes the job: self-dispatch, allocation, release, a colleague (the flow, step 6)."""

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.refusals import Refusal
from tests.builders import FORCES, HOUR, MINUTE, NOW, OFFICER, OTHER_OFFICER, a_life, by

each_force = pytest.mark.parametrize("force", FORCES)
ME, COLLEAGUE, SERGEANT = by("officer"), by("officer", id=OTHER_OFFICER), by("sergeant")


def test_an_officer_takes_the_job():
    life = a_life("queued").do(c.Claim(), ME)
    assert life.last == [e.Claimed(OFFICER)]
    assert (life.status, life.incident.holder, life.incident.claimed_at) == ("claimed", OFFICER, life.now)


def test_whoever_comes_second_is_told_who_was_first_and_when_by_the_clock_on_the_wall():
    decision = a_life("claimed").ask(c.Claim(), COLLEAGUE)
    assert decision == Refusal("already_claimed", f"{OFFICER} claimed this job at 10:03.")


def test_in_summer_the_clock_on_the_wall_is_an_hour_ahead():
    life = a_life("claimed", at=NOW.replace(month=7))
    assert "at 11:03" in life.ask(c.Claim(), COLLEAGUE).says


def test_a_sergeant_cannot_allocate_what_somebody_holds():
    assert a_life("claimed").refused(c.Allocate(OTHER_OFFICER), SERGEANT) == "already_claimed"


def test_a_job_that_has_left_the_queue_cannot_be_claimed():
    assert a_life("in_review").refused(c.Claim(), COLLEAGUE) == "wrong_status"
    assert a_life("returned").refused(c.Claim(), COLLEAGUE) == "wrong_status"


@pytest.mark.parametrize("role", ["sergeant", "system"])
def test_a_job_is_given_to_a_named_officer(role):
    life = a_life("queued").do(c.Allocate(OTHER_OFFICER), by(role))
    assert life.last == [e.Claimed(OTHER_OFFICER, how="allocated")]
    assert life.incident.holder == OTHER_OFFICER


def test_allocated_to_nobody_yet_it_is_first_for_whoever_is_next():
    life = a_life("queued").do(c.Allocate(), SERGEANT)
    assert (life.status, life.incident.level, life.incident.priority) == ("queued", "allocate", True)


# --- an appointment ahead -----------------------------------------------------------------------------------------------------


def waiting_for_an_appointment():
    life = a_life("claimed")
    return life.do(c.MakeAppointment(life.now + 3 * HOUR), ME)


@pytest.mark.parametrize(
    ("command", "who"), [(c.Claim(), ME), (c.Allocate(OFFICER), SERGEANT), (c.Allocate(), SERGEANT)], ids=["claim", "named", "next"]
)
def test_nobody_is_given_a_job_before_the_time_the_victim_asked_for(command, who):
    life = waiting_for_an_appointment()
    assert life.refused(command, who) == "appointment_ahead"
    assert life.incident.appointment is not None


def test_when_its_time_has_come_it_can_be_claimed_even_before_the_clock_has_noticed():
    life = waiting_for_an_appointment().do(c.Claim(), COLLEAGUE, after=3 * HOUR)
    assert (life.status, life.incident.appointment) == ("claimed", None)


# --- release ------------------------------------------------------------------------------------------------------------------


@each_force
@pytest.mark.parametrize("status", ["claimed", "link_sent"])
@pytest.mark.parametrize("who", [ME, SERGEANT], ids=["holder", "sergeant"])
def test_released_it_keeps_its_place(force, status, who):
    life = a_life(status, force=force)
    before = life.incident
    life.do(c.Release("shift_ending", note="ref-1"), who)
    assert life.last == [e.Released(OFFICER, "shift_ending", "ref-1"), e.Queued("released", priority=before.priority)]
    after = life.incident
    assert (after.status, after.holder, after.released_by) == ("queued", None, OFFICER)
    assert (after.facts.reported_at, after.priority, after.level) == (before.facts.reported_at, before.priority, before.level)


def test_release_needs_one_of_the_forces_reasons():
    assert a_life("claimed").refused(c.Release("bored"), ME) == "unknown_reason"


def test_only_the_holder_or_a_sergeant_releases():
    assert a_life("claimed").refused(c.Release("other"), COLLEAGUE) == "not_holder"


def test_a_risk_raised_while_claimed_puts_the_released_job_in_the_priority_lane():
    life = a_life("claimed").do(c.ReassessRisk("raised"), ME).do(c.Release("shift_ending"), ME)
    assert (life.status, life.incident.priority, life.incident.level) == ("queued", True, "allocate")


def test_a_released_link_never_works_again():
    life = a_life("link_sent").do(c.Release("technical_fault"), ME)
    assert life.incident.link.open is False


@pytest.mark.parametrize("who", [ME, SERGEANT], ids=["holder", "sergeant"])
def test_a_victim_who_waits_in_the_room_is_not_left_there(who):
    life = a_life("link_sent").do(c.VictimJoin(), by("victim"))
    assert life.refused(c.Release("shift_ending"), who) == "victim_waiting"
    assert life.incident.link.open


def test_whoever_takes_a_released_job_starts_afresh():
    life = a_life("link_sent").do(c.Release("shift_ending"), ME).do(c.Claim(), COLLEAGUE)
    assert (life.incident.contacted_since_claim, life.incident.call.victim_joined_at) == (False, None)


# --- a colleague --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["claimed", "link_sent", "in_call", "paused", "call_closed", "desk_work"])
@pytest.mark.parametrize("who", [ME, SERGEANT], ids=["holder", "sergeant"])
def test_a_job_under_way_is_handed_to_a_colleague(status, who):
    life = a_life(status).do(c.Reassign(OTHER_OFFICER, note="ref-1"), who)
    assert life.last == [e.Reassigned(OTHER_OFFICER, OFFICER, "ref-1")]
    assert (life.status, life.incident.officer) == (status, OTHER_OFFICER)


def test_the_link_and_the_room_stay_when_a_colleague_takes_over():
    life = a_life("link_sent").do(c.VictimJoin(), by("victim")).do(c.Reassign(OTHER_OFFICER), ME)
    assert life.incident.link.open
    life.do(c.OfficerJoin(), COLLEAGUE)
    assert [type(each) for each in life.last] == [e.OfficerJoined, e.CallStarted]


def test_the_colleague_joins_a_call_under_way_without_starting_it_again():
    life = a_life("in_call")
    started = life.incident.call.started_at
    life.do(c.Reassign(OTHER_OFFICER), SERGEANT)
    assert life.incident.call.officer_joined_at is None
    life.do(c.OfficerJoin(), COLLEAGUE)
    assert life.last == [e.OfficerJoined()]
    assert (life.status, life.incident.call.started_at) == ("in_call", started)
    assert life.incident.callers == (OFFICER, OTHER_OFFICER)


def test_the_one_who_handed_it_over_may_do_no_more():
    life = a_life("in_call").do(c.Reassign(OTHER_OFFICER), ME)
    assert life.refused(c.Close(), ME) == "not_holder"


def test_handing_a_job_to_its_holder_is_refused():
    assert a_life("claimed").refused(c.Reassign(OFFICER), SERGEANT) == "same_officer"


def test_the_idle_clock_starts_anew_for_the_colleague():
    life = a_life("claimed").wait(10 * MINUTE).do(c.Reassign(OTHER_OFFICER), SERGEANT)
    assert life.incident.claimed_at == life.now
