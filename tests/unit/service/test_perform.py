"""Any command: what is answered, who takes the job, and the database calls of the design."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.service import Caller, Done, perform
from tests.builders import HOUR, OFFICER, OTHER_OFFICER, SERGEANT, answers
from tests.checks import whole_table_is_consistent
from tests.force import STATUSES, Force, code


@pytest.mark.parametrize("status", STATUSES)
def test_an_incident_comes_to_every_status_and_the_table_is_consistent(force, status):
    reference = force.bring(status)
    assert force.incident(reference).status == status
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_what_was_done_is_told(force):
    reference = force.bring("queued")
    reported = force.incident(reference).facts.reported_at
    told = Done(reference, "claimed", 4, ("Claimed",), officer=OFFICER, reported_at=reported)
    assert force.give(OFFICER, reference, c.Claim()) == told


def test_the_reasons_against_are_told(force):
    reference = force.bring("reported")
    offer = c.Offer(True, accepted=True, answers=answers(safe_private_place=False, able_to_speak_freely=False))
    done = force.must("call_handler", reference, offer)
    assert (done.status, done.reasons) == ("returned", ("safe_private_place", "able_to_speak_freely"))


def test_an_unknown_incident_is_unknown_also_in_another_force(force):
    reference = force.bring("queued")
    assert code(force.give(SERGEANT, "20261118-9999", c.Allocate())) == "unknown_incident"
    elsewhere = Force(force.table, name="wessexshire")
    assert code(elsewhere.give(SERGEANT, reference, c.Allocate())) == "unknown_incident"


def test_staff_who_are_not_on_the_roster_may_nothing(force):
    reference = force.bring("queued")
    assert code(force.give("PC9999", reference, c.Claim())) == "not_on_roster"


def test_staff_of_another_force_are_not_on_this_one_s_roster(force):
    reference = force.bring("queued")
    stranger = Force(force.table, name="wessexshire", staff={"PC7777": ("officer",)})
    assert stranger.officer("PC7777").available
    assert code(force.give("PC7777", reference, c.Claim())) == "not_on_roster"


def test_a_token_s_roles_and_the_record_s_roles_count_together(force):
    reference = force.bring("in_triage")
    records = Caller(force="dorset", id=SERGEANT, staff=True, roles=frozenset({"records"}))
    assert isinstance(force.give(records, reference, c.Outcome("arrest")), Done)
    assert isinstance(force.give(records, reference, c.Triage(True)), Done)


def test_roles_of_a_record_that_is_no_longer_active_do_not_count(force):
    reference = force.bring("in_triage")
    force.enrol(SERGEANT, "sergeant", active=False)
    assert code(force.give(SERGEANT, reference, c.Triage(True))) == "not_permitted"


def test_whoever_is_not_staff_has_only_the_roles_of_their_token(force):
    reference = force.bring("in_triage")
    pretender = Caller(force="dorset", id=SERGEANT, roles=frozenset({"call_handler"}))
    assert code(force.give(pretender, reference, c.Triage(True))) == "not_permitted"


def test_a_refusal_changes_nothing_and_leaves_no_receipt(force):
    reference = force.bring("queued")
    before = dict(force.table.rows)
    assert code(force.give(SERGEANT, reference, c.Review("finalise"), id="k1")) == "wrong_status"
    assert force.table.rows == before


def test_an_id_that_was_refused_can_be_used_again_once_it_is_possible(force):
    reference = force.bring("in_triage")
    assert code(force.give(OFFICER, reference, c.Claim(), id="k1")) == "wrong_status"
    force.must(SERGEANT, reference, c.Triage(True))
    assert isinstance(force.give(OFFICER, reference, c.Claim(), id="k1"), Done)


# --- who takes the job --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prepare", "expected"),
    [
        (lambda force: force.shift(OFFICER, "end"), "off_shift"),
        (lambda force: force.shift(OFFICER, "break"), "on_break"),
        (lambda force: force.bring("claimed"), "officer_busy"),
    ],
    ids=["off", "break", "busy"],
)
def test_an_officer_who_is_not_free_is_told_why(force, prepare, expected):
    prepare(force)
    reference = force.bring("queued")
    own = force.give(OFFICER, reference, c.Claim())
    assert (code(own), own.says[:3]) == (expected, "You")
    assert code(force.give(SERGEANT, reference, c.Allocate(OFFICER))) == expected
    assert force.incident(reference).status == "queued"
    assert whole_table_is_consistent(force.rows())


def test_a_job_is_not_given_to_somebody_who_is_no_officer_or_nobody(force):
    reference = force.bring("queued")
    assert code(force.give(SERGEANT, reference, c.Allocate(SERGEANT))) == "not_an_officer"
    assert code(force.give(SERGEANT, reference, c.Allocate("PC9999"))) == "unknown_officer"


def test_a_named_officer_who_is_busy_does_not_get_the_job_at_triage_either(force):
    force.bring("claimed")
    reference = force.bring("in_triage")
    assert code(force.give(SERGEANT, reference, c.Triage(True, officer=OFFICER))) == "officer_busy"
    assert force.incident(reference).status == "in_triage"


def test_handing_over_frees_the_one_and_occupies_the_other(force):
    reference = force.bring("claimed")
    force.must(OFFICER, reference, c.Reassign(OTHER_OFFICER))
    assert (force.officer(OFFICER).job, force.officer(OTHER_OFFICER).job) == (None, reference)
    assert force.officer(OFFICER).available
    assert whole_table_is_consistent(force.rows())


def test_a_job_is_not_handed_to_a_colleague_who_has_one(force):
    mine, _ = force.bring("claimed"), force.bring("claimed", officer=OTHER_OFFICER)
    assert code(force.give(OFFICER, mine, c.Reassign(OTHER_OFFICER))) == "officer_busy"
    assert force.officer(OFFICER).job == mine


@pytest.mark.parametrize("status", ["in_review", "returned", "escalated", "desk_work"])
def test_an_officer_is_free_again_once_the_job_is_out_of_hand(force, status):
    force.bring(status)
    assert force.officer().available


def test_desk_work_is_handed_over_without_occupying_anybody(force):
    busy, reference = force.bring("claimed", officer=OTHER_OFFICER), force.bring("desk_work")
    force.must(SERGEANT, reference, c.Reassign(OTHER_OFFICER))
    assert force.incident(reference).officer == OTHER_OFFICER
    assert force.officer(OTHER_OFFICER).job == busy
    assert whole_table_is_consistent(force.rows())


def test_an_appointment_frees_the_officer_until_its_time(force):
    reference = force.bring("claimed")
    at = force.clock.now + 3 * HOUR
    force.must(OFFICER, reference, c.MakeAppointment(at))
    assert force.officer().available
    assert code(force.claim()) == "queue_empty"
    force.clock.forward(3 * HOUR)
    force.must("system", reference, c.NoteDue("appointment", at))
    assert force.claim().reference == reference
    assert whole_table_is_consistent(force.rows())


@pytest.mark.parametrize(
    ("who", "status", "command"),
    [
        (OFFICER, "queued", c.Claim()),
        (SERGEANT, "queued", c.Allocate(OFFICER)),
        ("spoc", "queued", c.Recall("duplicate", "Test: attended.")),
        (OFFICER, "claimed", c.SendLink()),
        ("victim", "link_sent", c.VictimJoin()),
        (OFFICER, "call_closed", c.Submit("Test: the record.", ("Test: CCTV", "Test: witness"))),
        (SERGEANT, "in_review", c.Review("finalise")),
        ("records", "closed", c.Outcome("arrest")),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, c.Command) else None,
)
def test_any_command_is_one_read_and_one_transaction(force, who, status, command):
    reference = force.bring(status)
    caller = force.victim_of(reference) if who == "victim" else force.caller(who, "k1")
    force.table.calls.clear()
    assert isinstance(perform(force.deps, caller, reference, command), Done)
    assert force.table.calls == ["get", "commit"]


def test_a_command_without_words_asks_the_key_service_nothing(force):
    reference = force.bring("queued")
    force.deps = replace(force.deps, keyring=None)
    assert isinstance(force.give(OFFICER, reference, c.Claim()), Done)


# --- a case goes to somebody --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["claimed", "desk_work"])
@pytest.mark.parametrize(("heir", "why"), [("PC9999", "unknown_officer"), (SERGEANT, "not_an_officer")])
def test_a_case_is_handed_to_nobody_who_could_not_have_it(force, status, heir, why):
    reference = force.bring(status)
    before = force.incident(reference)
    assert code(force.give(SERGEANT, reference, c.Reassign(heir))) == why
    assert force.incident(reference) == before


def test_a_victim_without_a_link_is_no_caller():
    with pytest.raises(ValueError, match="link"):
        Caller(force="dorset", id="victim", roles=frozenset({"victim"}))
