"""The roster and the shifts: who may change whom, repeats, and races with claims."""

from __future__ import annotations

import pytest
from msgspec import convert
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain.officer import Officer, OfficerRecord
from chalicelib.service import Busy, Caller, put_officer, shift
from chalicelib.store import officers
from tests.builders import OFFICER, OTHER_OFFICER, SERGEANT
from tests.checks import whole_table_is_consistent
from tests.faulty import Meanwhile, Torn, UnderWay
from tests.force import STAFF, Force, code


def racing(force: Force, happens) -> None:
    def aside() -> None:
        now, force.deps = force.deps, replace(force.deps, table=force.table)
        happens()
        force.deps = now

    force.deps = replace(force.deps, table=Meanwhile(force.table, aside))


# --- the roster ---------------------------------------------------------------------------------------------------------------


def test_a_new_member_of_staff_is_off_shift_and_has_no_job(force):
    entered = force.enrol("PC3333", "officer", "analyst", team="B", chat={"slack": "U123"})
    assert entered == Officer("PC3333", entered.record, "off", None, None)
    assert force.officer("PC3333") == entered
    assert (entered.record.team, entered.roles) == ("B", {"officer", "analyst"})
    assert whole_table_is_consistent(force.rows())


def test_changing_the_record_leaves_shift_and_job_as_they_are(force):
    reference = force.bring("claimed")
    before = force.officer()
    changed = force.enrol(OFFICER, "officer", "sergeant", name="Test Officer-Hazel")
    assert (changed.duty, changed.job, changed.idle_since) == (before.duty, reference, before.idle_since)
    assert force.officer() == changed
    assert whole_table_is_consistent(force.rows())


def test_the_same_record_again_writes_nothing(force):
    force.enrol("PC3333", "officer")
    before = dict(force.table.rows)
    assert force.enrol("PC3333", "officer") == force.officer("PC3333")
    assert force.table.rows == before


@pytest.mark.parametrize("who", [OFFICER, SERGEANT, "PC9999", "call_handler", "system"])
def test_the_roster_is_for_administrators(force, who):
    assert code(force.enrol("PC3333", "officer", by=who)) == "not_permitted"


def test_an_administrator_by_the_record_may_but_not_once_inactive_nor_under_a_system_s_token(force):
    force.enrol("AD0009", "administrator")
    assert isinstance(force.enrol("PC3333", "officer", by="AD0009"), Officer)
    system = Caller(force="dorset", id="AD0009")
    entry = convert({"name": "Test", "roles": ("officer",)}, OfficerRecord)
    assert code(put_officer(force.deps, system, "PC3333", entry)) == "not_permitted"
    force.enrol("AD0009", "administrator", active=False)
    assert code(force.enrol("PC4444", "officer", by="AD0009")) == "not_permitted"


def test_nobody_loses_the_officer_s_role_with_a_job_in_hand(force):
    reference = force.bring("claimed")
    for change in ({"roles": ("sergeant",)}, {"roles": ("officer",), "active": False}):
        entry = convert({"name": "Test", **change}, OfficerRecord)
        assert code(put_officer(force.deps, force.caller("administrator"), OFFICER, entry)) == "job_in_hand"
    force.must(OFFICER, reference, c.Release("shift_ending"))
    assert isinstance(force.enrol(OFFICER, "sergeant"), Officer)
    assert whole_table_is_consistent(force.rows())


def test_whoever_is_inactive_has_no_role_in_the_row_that_the_claim_looks_at(force):
    force.enrol(OFFICER, "officer", active=False)
    row = next(row for row in force.table.all("OFFICER#dorset") if row.sk == OFFICER)
    assert row.roles is None
    force.enrol(OFFICER, "officer")
    assert force.officer().available


def test_a_claim_that_comes_between_stops_the_role_from_being_taken_away(force):
    reference = force.bring("queued")
    racing(force, lambda: force.must(OFFICER, reference, c.Claim()))
    assert code(force.enrol(OFFICER, "sergeant")) == "job_in_hand"
    assert whole_table_is_consistent(force.rows())


def test_a_role_taken_away_in_between_stops_the_claim(force):
    reference = force.bring("queued")
    racing(force, lambda: force.enrol(OFFICER, "sergeant"))
    assert code(force.give(OFFICER, reference, c.Claim())) == "not_an_officer"


def test_two_entering_the_same_new_officer_at_once_both_succeed_one_after_the_other(force):
    racing(force, lambda: force.enrol("PC3333", "officer"))
    assert force.enrol("PC3333", "officer", "sergeant").roles == {"officer", "sergeant"}
    assert force.officer("PC3333").roles == {"officer", "sergeant"}
    assert whole_table_is_consistent(force.rows())


def test_a_shift_that_starts_in_between_is_not_lost_and_its_event_is_right(force):
    force.shift(OFFICER, "end")
    racing(force, lambda: force.shift(OFFICER, "start"))
    assert force.enrol(OFFICER, "officer", "sergeant").duty == "on"
    assert force.officer().duty == "on"


# --- shifts -------------------------------------------------------------------------------------------------------------------


def test_a_day_at_work(force):
    force.enrol("PC3333", "officer")
    for action, duty in (("start", "on"), ("break", "break"), ("back", "on"), ("end", "off"), ("start", "on"), ("break", "break")):
        after = force.shift("PC3333", action)
        assert (after.duty, after.idle_since) == (duty, force.clock.now if duty == "on" else None)
        assert force.officer("PC3333") == after
    assert force.shift("PC3333", "end").duty == "off"
    assert whole_table_is_consistent(force.rows())


def test_it_is_known_since_when_somebody_is_on_a_break_and_whether_it_is_still_the_same(force):
    force.enrol("PC3333", "officer")
    assert force.officer("PC3333").duty_since is None
    force.shift("PC3333", "start")
    began = force.shift("PC3333", "break").duty_since
    assert began == force.clock.now
    force.enrol("PC3333", "officer", "sergeant")
    assert force.officer("PC3333").duty_since == began
    force.shift("PC3333", "back")
    assert force.shift("PC3333", "break").duty_since == force.clock.now > began


def test_a_claim_does_not_begin_a_new_duty(force):
    before = force.officer().duty_since
    force.bring("claimed")
    assert force.officer().duty_since == before


@pytest.mark.parametrize(
    ("before", "action"),
    [("off", "end"), ("off", "break"), ("off", "back"), ("on", "start"), ("on", "back"), ("break", "start"), ("break", "break")],
)
def test_what_does_not_follow_is_refused(force, before, action):
    force.enrol("PC3333", "officer")
    for step in {"off": (), "on": ("start",), "break": ("start", "break")}[before]:
        force.shift("PC3333", step)
    assert code(force.shift("PC3333", action)) == "wrong_duty"


def test_nobody_ends_a_shift_with_a_job_in_hand_but_a_break_is_possible(force):
    reference = force.bring("claimed")
    assert code(force.shift(OFFICER, "end")) == "job_in_hand"
    assert force.shift(OFFICER, "break").job == reference
    assert code(force.shift(OFFICER, "end")) == "job_in_hand"
    back = force.shift(OFFICER, "back")
    assert (back.job, back.idle_since) == (reference, None)
    assert whole_table_is_consistent(force.rows())


def test_only_a_sergeant_changes_somebody_else_s_shift(force):
    assert force.shift(OFFICER, "end", by=SERGEANT).duty == "off"
    assert code(force.shift(OFFICER, "start", by=OTHER_OFFICER)) == "not_permitted"
    assert code(force.shift("PC9999", "start", by=SERGEANT)) == "unknown_officer"
    assert code(force.shift("PC9999", "start")) == "not_on_roster"


def test_a_shift_ends_only_if_no_job_came_in_between(force):
    reference = force.bring("queued")
    racing(force, lambda: force.must(SERGEANT, reference, c.Allocate(OFFICER)))
    assert code(force.shift(OFFICER, "end")) == "job_in_hand"
    assert whole_table_is_consistent(force.rows())


def test_a_shift_that_ended_in_between_stops_the_claim(force):
    reference = force.bring("queued")
    racing(force, lambda: force.shift(OFFICER, "end"))
    assert code(force.give(OFFICER, reference, c.Claim())) == "off_shift"


def test_each_change_is_told_with_who_did_it(force):
    force.shift(OFFICER, "break", by=SERGEANT, id="k1")
    last = force.table.all(f"OFFICER#dorset#{OFFICER}")[-1]
    assert '"action":"break"' in last.data
    assert f'"by":"{SERGEANT}"' in last.data
    assert any("k1" in row.sk for row in force.table.all("OUTBOX#"))


# --- repeats and calls --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["break", "end"])
def test_a_shift_change_repeated_gets_its_first_result_whatever_came_since(force, action):
    first = force.shift(OFFICER, action, id="k1")
    assert force.shift(OFFICER, action, id="k1") == first
    force.shift(OFFICER, {"break": "back", "end": "start"}[action])
    before = dict(force.table.rows)
    assert force.shift(OFFICER, action, id="k1") == first
    assert force.table.rows == before
    assert force.officer().duty == "on"


def test_a_roster_entry_repeated_late_does_not_undo_what_came_since(force):
    first = force.enrol("PC3333", "officer", id="k1")
    force.enrol("PC3333", "sergeant", id="k2")
    assert force.enrol("PC3333", "officer", id="k1") == first
    assert force.officer("PC3333").roles == {"sergeant"}


def test_an_id_used_for_another_change_is_refused(force):
    force.shift(OFFICER, "break", id="k1")
    assert code(force.shift(OFFICER, "back", id="k1")) == "command_id_reused"
    assert code(force.shift(OTHER_OFFICER, "break", id="k1")) == "command_id_reused"
    assert code(force.enrol("PC3333", "officer", id="k1")) == "command_id_reused"
    force.enrol("PC3333", "officer", id="k2")
    assert code(force.enrol("PC3333", "sergeant", id="k2")) == "command_id_reused"
    assert code(force.enrol("PC4444", "officer", id="k2")) == "command_id_reused"
    assert whole_table_is_consistent(force.rows())


def test_a_repeat_whose_read_was_torn_gets_the_first_result_and_no_refusal(force):
    first: list[object] = []
    plain = force.deps
    torn = Torn(force.table, "CMD#", lambda: first.append(shift(plain, force.caller(OFFICER, "k1"), OFFICER, "break")))
    force.deps = replace(force.deps, table=torn)
    assert force.shift(OFFICER, "break", id="k1") == first[0]
    assert isinstance(first[0], Officer)


@pytest.mark.parametrize(
    "change",
    [lambda force: force.shift(OFFICER, "break", id="k1"), lambda force: force.enrol(OFFICER, "officer", "sergeant", id="k1")],
    ids=["shift", "roster"],
)
def test_a_change_is_one_read_and_one_transaction(force, change):
    force.table.calls.clear()
    change(force)
    assert force.table.calls == ["get", "commit"]
    force.table.calls.clear()
    change(force)
    assert force.table.calls == ["get"]


def test_a_change_that_finds_no_way_through_is_busy(force):
    force.deps = replace(force.deps, table=UnderWay(force.table, 1000, partition="OFFICER#"))
    with pytest.raises(Busy):
        force.shift(OFFICER, "break")
    with pytest.raises(Busy):
        force.enrol(OFFICER, "sergeant")
    assert force.officer().available


def test_the_whole_roster_is_read_in_order_page_by_page(force):
    for number in range(230):
        force.enrol(f"PX{number:03d}", "officer")
    found = [each.id for each in officers.roster(force.table, "dorset")]
    assert found == sorted([*STAFF, *(f"PX{number:03d}" for number in range(230))])
