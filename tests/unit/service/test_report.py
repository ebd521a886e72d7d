"""report(...): one transaction and no read, the prompt when in scope, and the same answer however late a repeat comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.service import Busy, report
from chalicelib.service.reporting import Reported
from tests.builders import HOUR, MINUTE, OFFICER, policy
from tests.checks import whole_table_is_consistent
from tests.faulty import UnderWay
from tests.force import Force, code

# --- answers ------------------------------------------------------------------------------------------------------------------


def test_in_scope_the_call_handler_is_shown_the_prompt(force):
    told = force.report("A-1")
    assert (told.reference, told.status, told.version, told.in_scope, told.reason) == ("A-1", "reported", 1, True, None)
    assert told.prompt.script == force.policy.prompt.script
    assert set(told.prompt.questions) == set(c.Answers.__struct_fields__)
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_out_of_scope_goes_the_usual_way_and_says_so(force):
    told = force.report("A-1", grade=1)
    assert (told.status, told.in_scope, told.reason, told.prompt) == ("returned", False, "out_of_scope", None)
    assert force.incident("A-1").status == "returned"
    assert whole_table_is_consistent(force.rows())


@pytest.mark.parametrize(("reference", "arm", "prompted"), [("A-1", "control", False), ("A-2", "video", True)])
def test_during_a_trial_the_arm_is_told_and_only_the_video_arm_prompted(reference, arm, prompted):
    force = Force(the_policy=policy(trial={"running": True, "control_digits": (1,)}))
    told = force.report(reference)
    assert (told.arm, told.prompt is not None) == (arm, prompted)
    assert told.reason == (None if prompted else "control_arm")
    assert whole_table_is_consistent(force.rows(), policies=force.deps.policies)


def test_reporting_is_for_call_handlers(force):
    for who in ("records", "system", OFFICER):
        answer = report(force.deps, force.caller(who), force.body())
        assert code(answer) == "not_permitted"
    assert not force.table.all("INC#")


@pytest.mark.parametrize("away", [timedelta(minutes=6), timedelta(days=-5 * 366)])
def test_an_impossible_time_is_refused(force, away):
    when = force.clock.now + MINUTE + away
    assert code(force.report(reported_at=when.isoformat())) == "impossible_time"
    assert not force.table.all("INC#")


def test_a_birthday_to_come_is_refused(force):
    assert code(force.report(victim={"date_of_birth": "2026-11-19"})) == "impossible_time"
    assert isinstance(force.report(victim={"date_of_birth": "2026-11-18"}), Reported)


@pytest.mark.parametrize("away", [timedelta(minutes=5), timedelta(0), timedelta(days=-400)])
def test_a_clock_that_is_a_little_ahead_and_a_late_report_are_believed(force, away):
    when = force.clock.now + MINUTE + away
    assert isinstance(force.report(reported_at=when.isoformat()), Reported)


def test_the_time_reported_may_be_given_in_any_zone(force):
    force.report("A-1", reported_at="2026-11-18T11:00:00+01:00")
    assert force.incident("A-1").facts.reported_at.isoformat() == "2026-11-18T10:00:00+00:00"
    assert whole_table_is_consistent(force.rows())


# --- the same report again ----------------------------------------------------------------------------------------------------


def rereport(force: Force, body, id: str | None = None):
    force.clock.forward(MINUTE)
    return report(force.deps, force.caller("call_handler", id), body)


@pytest.mark.parametrize("ids", [(None, None), ("k1", "k1"), ("k1", None), (None, "k1"), ("k1", "k2")])
def test_the_same_report_again_gets_the_first_answer_with_and_without_ids(force, ids):
    body = force.body("A-1")
    first = rereport(force, body, ids[0])
    before = dict(force.table.rows)
    assert rereport(force, body, ids[1]) == first
    assert force.table.rows == before


@pytest.mark.parametrize("id", [None, "k1"])
@pytest.mark.parametrize("status", ["offered", "claimed", "in_call", "closed", "returned"])
def test_a_repeat_that_comes_late_still_gets_the_first_answer(force, status, id):
    body = force.body("A-1")
    first = rereport(force, body, id)
    force.take("A-1", status)
    before = dict(force.table.rows)
    assert rereport(force, body, id) == first
    assert force.table.rows == before


def test_a_repeat_after_the_receipt_has_expired_still_gets_the_first_answer(force):
    body = force.body("A-1")
    first = rereport(force, body, "k1")
    for row in force.table.all("CMD#"):
        del force.table.rows[row.key]
    assert rereport(force, body, "k1") == first


@pytest.mark.parametrize("id", [None, "k2"])
@pytest.mark.parametrize("change", [{"summary": "Test: another story."}, {"victim": {"name": "Test Other"}}, {"grade": 2}])
def test_the_same_reference_with_another_body_is_refused(force, change, id):
    when = force.clock.now.isoformat()
    rereport(force, force.body("A-1", reported_at=when), "k1")
    before = dict(force.table.rows)
    assert code(rereport(force, force.body("A-1", reported_at=when, **change), id)) == "reference_in_use"
    assert force.table.rows == before


def test_the_same_id_for_another_report_is_refused(force):
    rereport(force, force.body("A-1"), "k1")
    assert code(rereport(force, force.body("A-2"), "k1")) == "command_id_reused"
    assert code(rereport(force, force.body("A-1", summary="Test: another story."), "k1")) == "command_id_reused"
    assert whole_table_is_consistent(force.rows())


def test_an_id_of_a_command_is_not_good_for_a_report(force):
    force.must("spoc", force.bring("queued"), c.Update("Test: news."), id="k1")
    assert code(force.report("A-2", id="k1")) == "command_id_reused"


def test_the_same_reference_in_two_forces_is_two_incidents():
    force = Force()
    elsewhere = Force(force.table, name="wessexshire")
    force.report("A-16")
    elsewhere.report("A-16")
    assert force.incident("A-16").facts.type != elsewhere.incident("A-16").facts.type
    assert whole_table_is_consistent(force.rows())


# --- calls, and who stands in the way -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", [None, "k1"])
def test_a_report_is_one_transaction_and_no_read(force, id):
    body = force.body("A-1")
    for _ in ("first", "repeat"):
        force.table.calls.clear()
        rereport(force, body, id)
        assert force.table.calls == ["commit"]


def test_two_sending_the_same_report_at_once_get_the_same_answer(force):
    body = force.body("A-1")
    first = rereport(force, body)
    force.deps = replace(force.deps, table=UnderWay(force.table, times=2))
    assert rereport(force, body) == first


def test_a_report_that_finds_no_way_through_is_busy(force):
    force.deps = replace(force.deps, table=UnderWay(force.table, times=100))
    with pytest.raises(Busy):
        force.report("A-1")
    assert not force.table.all("INC#")


def test_what_is_reported_late_is_due_at_once_from_the_time_it_was_reported(force):
    force.report("A-1", reported_at=(force.clock.now - 47 * HOUR).isoformat())
    due = [row.sk for row in force.table.all("DUE#")]
    assert any("#response_nearing#A-1" in sk for sk in due)
    assert whole_table_is_consistent(force.rows())
