"""claim next: the designed order, one query and one transaction, and a repeat that gets the first job."""

from __future__ import annotations

import pytest

from chalicelib.domain import commands as c
from chalicelib.service import Done
from tests.builders import HOUR, OFFICER, OTHER_OFFICER, SERGEANT
from tests.checks import queue_order, whole_table_is_consistent
from tests.force import STAFF, Force, code

TEAM = tuple(f"PC{number:02d}" for number in range(12))


def test_the_oldest_by_time_reported_goes_first_whenever_it_came_into_the_queue(force):
    now = force.clock.now
    for reference, hours in (("young", 1), ("oldest", 9), ("old", 5)):
        force.bring("queued", reference, reported_at=(now - hours * HOUR).isoformat())
    assert queue_order(force.rows(), "dorset") == ["oldest", "old", "young"]
    assert force.claim().reference == "oldest"


def test_reported_at_the_same_moment_the_reference_decides(force):
    when = force.clock.now.isoformat()
    for reference in ("B-2", "A-10", "B-1", "A-9"):
        force.bring("queued", reference, reported_at=when)
    assert queue_order(force.rows(), "dorset") == ["A-10", "A-9", "B-1", "B-2"]
    assert force.claim().reference == "A-10"


def test_the_priority_lane_comes_before_everything_older(force):
    force.bring("queued", "older")
    raised, allocated = force.bring("queued"), force.bring("in_triage")
    force.must(SERGEANT, allocated, c.Triage(True, level="allocate"))
    force.must("spoc", raised, c.ReassessRisk("raised"))
    assert queue_order(force.rows(), "dorset") == [raised, allocated, "older"]
    assert force.claim().reference == raised


def test_a_released_job_keeps_its_place(force):
    force.bring("queued", "first")
    force.bring("queued", "second")
    assert force.claim().reference == "first"
    force.must(OFFICER, "first", c.Release("shift_ending"))
    assert queue_order(force.rows(), "dorset") == ["first", "second"]
    assert force.claim(OTHER_OFFICER).reference == "first"
    assert whole_table_is_consistent(force.rows())


def test_an_appointment_that_has_come_is_first_and_one_ahead_is_not_in_the_queue(force):
    force.bring("queued", "waits")
    force.bring("claimed", "appointed")
    at = force.clock.now + 2 * HOUR
    force.must(OFFICER, "appointed", c.MakeAppointment(at))
    assert queue_order(force.rows(), "dorset") == ["waits"]
    force.clock.forward(2 * HOUR)
    force.must("system", "appointed", c.NoteDue("appointment", at))
    assert queue_order(force.rows(), "dorset") == ["appointed", "waits"]


def test_each_force_has_its_own_queue():
    force = Force()
    elsewhere = Force(force.table, name="wessexshire")
    elsewhere.bring("queued", "W-6")
    assert code(force.claim()) == "queue_empty"
    assert elsewhere.claim().reference == "W-6"


# --- answers ------------------------------------------------------------------------------------------------------------------


def test_an_empty_queue_says_so(force):
    assert code(force.claim()) == "queue_empty"
    assert code(force.claim(id="k1")) == "queue_empty"


@pytest.mark.parametrize(
    ("prepare", "who", "expected"),
    [
        (lambda force: force.shift(OFFICER, "end"), OFFICER, "off_shift"),
        (lambda force: force.shift(OFFICER, "break"), OFFICER, "on_break"),
        (lambda force: force.bring("claimed", "mine"), OFFICER, "officer_busy"),
        (lambda force: None, SERGEANT, "not_an_officer"),
        (lambda force: None, "PC9999", "unknown_officer"),
        (lambda force: force.enrol(OFFICER, "officer", active=False), OFFICER, "not_an_officer"),
    ],
    ids=["off", "break", "busy", "sergeant", "unknown", "inactive"],
)
def test_whoever_cannot_take_a_job_is_told_why_and_the_job_stays(force, prepare, who, expected):
    prepare(force)
    waiting = force.bring("queued")
    assert code(force.claim(who)) == expected
    assert queue_order(force.rows(), "dorset") == [waiting]
    assert whole_table_is_consistent(force.rows())


def test_a_claim_is_one_query_and_one_transaction_however_long_the_queue(force):
    for _ in range(30):
        force.bring("queued")
    force.table.calls.clear()
    assert isinstance(force.claim(id="k1"), Done)
    assert force.table.calls == ["query", "commit"]


# --- repeats ------------------------------------------------------------------------------------------------------------------


def test_a_repeat_gets_the_first_job_and_no_second_one(force):
    force.bring("queued")
    force.bring("queued")
    first = force.claim(id="k1")
    assert force.claim(id="k1") == first
    force.must(OFFICER, first.reference, c.Release("shift_ending"))
    force.must("spoc", first.reference, c.Recall("duplicate"))
    assert force.claim(id="k1") == first
    assert force.officer().available


def test_a_repeat_gets_the_first_job_when_the_queue_is_empty_by_now(force):
    force.bring("queued")
    assert force.claim(id="k1") == force.claim(id="k1")


def test_a_repeat_by_somebody_who_has_gone_off_shift_gets_the_first_job(force):
    force.bring("queued")
    first = force.claim(id="k1")
    force.must(OFFICER, first.reference, c.Release("shift_ending"))
    force.shift(OFFICER, "end")
    assert force.claim(id="k1") == first


def test_an_id_of_a_claim_is_not_good_for_another_officer_or_another_command(force):
    force.bring("queued")
    first = force.claim(id="k1")
    waiting = force.bring("queued")
    assert code(force.claim(OTHER_OFFICER, id="k1")) == "command_id_reused"
    assert code(force.give(OFFICER, first.reference, c.RecordContact("spoke"), id="k1")) == "command_id_reused"
    assert code(force.give(OFFICER, waiting, c.Claim(), id="k1")) == "command_id_reused"


def test_an_id_that_found_the_queue_empty_can_be_used_again(force):
    assert code(force.claim(id="k1")) == "queue_empty"
    waiting = force.bring("queued")
    assert force.claim(id="k1").reference == waiting


def test_a_whole_team_gets_the_oldest_jobs_in_turn():
    force = Force(staff=STAFF | dict.fromkeys(TEAM, ("officer",)))
    waiting = [force.bring("queued") for _ in range(20)]
    assert [force.claim(id).reference for id in TEAM] == waiting[:12]
    assert [force.officer(id).job for id in TEAM] == waiting[:12]
    assert queue_order(force.rows(), "dorset") == waiting[12:]
    assert whole_table_is_consistent(force.rows())


def test_whoever_gets_a_job_hears_when_it_was_reported_and_nobody_else_does(force):
    reference = force.bring("queued")
    reported = force.incident(reference).facts.reported_at
    assert force.claim(OFFICER, id="once").reported_at == reported
    assert force.claim(OFFICER, id="once").reported_at == reported
    assert force.must(OFFICER, reference, c.RecordContact("no_answer")).reported_at is None
    other = force.bring("queued")
    assert force.must(OTHER_OFFICER, other, c.Claim()).reported_at == force.incident(other).facts.reported_at
