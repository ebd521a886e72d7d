"""Reaching the victim: attempts, unsafe numbers, appointments, the risk of those who wait (the flow, step 7)."""

from datetime import UTC, datetime

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.contact import telephone_first
from tests.builders import DAY, FORCES, HOUR, MINUTE, NOW, a_life, an_incident, by, policy

each_force = pytest.mark.parametrize("force", FORCES)
ME, SERGEANT, SPOC, SYSTEM = by("officer"), by("sergeant"), by("spoc"), by("system")


# --- attempts -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", ["spoke", "no_answer", "message_left", "wrong_person", "number_not_in_use", "unsafe"])
def test_every_attempt_is_recorded(result):
    life = a_life("claimed").do(c.RecordContact(result, note="ref-1"), ME)
    assert life.last == [e.ContactAttempted(result, "ref-1")]
    assert (life.incident.contacts, life.incident.contacted_since_claim) == (1, True)


@pytest.mark.parametrize("result", ["unsafe", "wrong_person"])
def test_when_somebody_else_may_have_the_phone_contact_is_suspended(result):
    assert a_life("claimed").do(c.RecordContact(result), ME).incident.contact_suspended


@pytest.mark.parametrize("result", ["spoke", "no_answer", "message_left", "number_not_in_use"])
def test_otherwise_it_is_not(result):
    assert not a_life("claimed").do(c.RecordContact(result), ME).incident.contact_suspended


@pytest.mark.parametrize("result", ["spoke", "no_answer"])
def test_a_later_attempt_does_not_make_the_number_on_record_safe_again(result):
    """It may have been made to another number: nothing here says which."""
    life = a_life("claimed").do(c.RecordContact("unsafe"), ME).do(c.RecordContact(result), ME)
    assert life.incident.contact_suspended
    assert life.refused(c.SendLink(), ME) == "contact_suspended"


def test_contact_stays_suspended_for_whoever_takes_the_job_next():
    life = a_life("claimed").do(c.RecordContact("unsafe"), ME).do(c.Release("shift_ending"), ME).do(c.Claim(), ME)
    assert life.refused(c.SendLink(), ME) == "contact_suspended"


@each_force
def test_the_officer_telephones_first_when_the_report_is_old(force):
    rule = policy(force).response.telephone_first_after
    incident = an_incident("claimed", force=force)
    assert telephone_first(incident, policy(force), rule + MINUTE)
    assert not telephone_first(incident, policy(force), rule)


def test_who_has_telephoned_need_not_do_so_again():
    assert not telephone_first(an_incident("link_sent"), policy(), 9 * DAY)


# --- appointments -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "who"),
    [("claimed", ME), ("link_sent", ME), ("queued", SERGEANT), ("queued", SPOC), ("claimed", SPOC), ("claimed", SERGEANT)],
)
def test_an_appointment_takes_the_job_out_of_the_queue_until_its_time(status, who):
    life = a_life(status)
    time = life.now + 3 * HOUR
    life.do(c.MakeAppointment(time, note="ref-1"), who)
    assert life.last == [e.AppointmentMade(time, "ref-1")]
    assert (life.status, life.incident.appointment, life.incident.holder) == ("queued", time, None)


def test_an_appointment_closes_the_link_that_was_sent():
    life = a_life("link_sent")
    assert not life.do(c.MakeAppointment(life.now + HOUR), ME).incident.link.open


@each_force
def test_at_its_time_it_comes_back_at_the_front(force):
    life = a_life("claimed", force=force)
    time = life.now + HOUR
    life.do(c.MakeAppointment(time), ME).do(c.NoteDue("appointment", time), SYSTEM, after=HOUR)
    assert life.last == [e.FellDue("appointment", time), e.Queued("appointment", priority=True)]
    assert (life.status, life.incident.priority, life.incident.appointment) == ("queued", True, None)


def test_an_allocated_job_keeps_its_level_over_the_appointment():
    life = a_life("in_triage").do(c.Triage(suitable=True, level="allocate"), SERGEANT)
    time = life.now + HOUR
    life.do(c.MakeAppointment(time), SPOC).do(c.NoteDue("appointment", time), SYSTEM, after=HOUR)
    assert (life.incident.level, life.incident.priority) == ("allocate", True)


def test_an_appointment_can_be_moved():
    life = a_life("queued")
    life.do(c.MakeAppointment(life.now + 3 * HOUR), SPOC).do(c.MakeAppointment(life.now + HOUR), SPOC)
    assert life.incident.appointment == life.now + HOUR - MINUTE


@pytest.mark.parametrize("wait", [-HOUR, 0 * HOUR, 31 * DAY], ids=["past", "now", "too far"])
def test_an_appointment_is_in_the_future_but_not_too_far(wait):
    life = a_life("claimed")
    assert life.refused(c.MakeAppointment(life.now + MINUTE + wait), ME) == "appointment_time"


@pytest.mark.parametrize(
    ("force", "hour", "minute", "is_open"),
    [
        ("dorset", 7, 59, False),
        ("dorset", 8, 0, True),
        ("dorset", 21, 59, True),
        ("dorset", 22, 0, False),
        ("wessexshire", 6, 59, False),
        ("wessexshire", 23, 59, True),
    ],
)
def test_an_appointment_is_within_opening_hours(force, hour, minute, is_open):
    life = a_life("claimed", force=force)
    command = c.MakeAppointment(datetime(2026, 11, 19, hour, minute, tzinfo=UTC))
    if is_open:
        assert life.do(command, ME).incident.appointment == command.at
    else:
        assert life.refused(command, ME) == "outside_hours"


def test_an_officer_makes_no_appointment_for_a_job_they_do_not_hold():
    assert a_life("queued").refused(c.MakeAppointment(NOW + HOUR), ME) == "not_holder"


# --- risk ---------------------------------------------------------------------------------------------------------------------

WAITS = ["reported", "offered", "in_triage", "queued", "claimed", "link_sent", "paused"]


@pytest.mark.parametrize("status", WAITS)
@pytest.mark.parametrize("result", ["unchanged", "lowered", "raised"])
def test_the_risk_of_a_waiting_victim_is_looked_at_again(status, result):
    life = a_life(status).do(c.ReassessRisk(result, note="ref-1"), SERGEANT)
    assert life.last[0] == e.RiskReassessed(result, "ref-1")
    assert life.incident.risk_looked_at == life.now
    assert life.status == status


@pytest.mark.parametrize("result", ["unchanged", "lowered"])
def test_a_look_that_raises_nothing_moves_nothing(result):
    life = a_life("queued")
    life.do(c.ReassessRisk(result), SPOC)
    assert (life.incident.priority, life.incident.level) == (False, "queue")


def test_raised_in_the_queue_it_moves_to_the_front():
    life = a_life("queued").do(c.ReassessRisk("raised"), SPOC)
    assert life.last[1] == e.Queued("risk_raised", priority=True)
    assert (life.incident.priority, life.incident.level) == (True, "allocate")


@pytest.mark.parametrize("status", ["reported", "offered", "in_triage", "claimed", "link_sent", "paused"])
def test_raised_elsewhere_it_is_remembered_for_the_queue(status):
    life = a_life(status).do(c.ReassessRisk("raised"), SPOC)
    assert len(life.last) == 1
    assert (life.incident.priority, life.incident.level, life.status) == (True, "allocate", status)


def test_a_risk_that_rises_does_not_wait_for_the_appointment():
    life = a_life("queued").do(c.MakeAppointment(NOW + 3 * HOUR), SPOC).do(c.ReassessRisk("raised"), SPOC)
    assert (life.incident.appointment, life.incident.priority) == (None, True)
