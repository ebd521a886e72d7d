"""A command that comes again: one effect, one answer, and no id good for two requests."""

from __future__ import annotations

import pytest

from chalicelib.domain import commands as c
from tests.builders import OFFICER
from tests.checks import whole_table_is_consistent
from tests.force import Force, code

UPDATE = c.Update("Test: the caller rang again.")


def test_a_repeat_gets_the_first_result_and_does_nothing(force):
    reference = force.bring("queued")
    first = force.give("spoc", reference, UPDATE, id="k1")
    before = dict(force.table.rows)
    force.must(OFFICER, reference, c.Claim())
    after = dict(force.table.rows)
    assert force.give("spoc", reference, UPDATE, id="k1") == first
    assert force.table.rows == after != before


def test_a_repeat_gets_the_first_result_even_when_the_command_is_no_longer_possible(force):
    reference = force.bring("queued")
    first = force.give(OFFICER, reference, c.Claim(), id="k1")
    force.must(OFFICER, reference, c.Release("shift_ending"))
    force.must("spoc", reference, c.Recall("duplicate"))
    assert force.give(OFFICER, reference, c.Claim(), id="k1") == first


@pytest.mark.parametrize(
    "other",
    [
        lambda force, reference: force.give("spoc", reference, c.Update("Test: something else."), id="k1"),
        lambda force, reference: force.give("spoc", reference, c.Recall("duplicate"), id="k1"),
        lambda force, reference: force.give("spoc", force.bring("queued"), UPDATE, id="k1"),
        lambda force, reference: force.give("call_handler", reference, UPDATE, id="k1"),
        lambda force, reference: force.claim(OFFICER, id="k1"),
        lambda force, reference: force.shift(OFFICER, "break", id="k1"),
        lambda force, reference: force.enrol("PC3333", "officer", id="k1"),
        lambda force, reference: force.report(id="k1"),
    ],
    ids=["body", "command", "incident", "caller", "claim next", "shift", "roster", "report"],
)
def test_an_id_that_was_used_for_another_request_is_refused(force, other):
    reference = force.bring("queued")
    force.must("spoc", reference, UPDATE, id="k1")
    assert code(other(force, reference)) == "command_id_reused"
    assert whole_table_is_consistent(force.rows())


def test_the_same_id_in_another_force_is_another_command(force):
    elsewhere = Force(force.table, name="wessexshire")
    first = force.must("spoc", force.bring("queued"), UPDATE, id="k1")
    second = elsewhere.must("spoc", elsewhere.bring("in_triage", "W-6"), UPDATE, id="k1")
    assert (first.reference, second.reference) != (second.reference, first.reference)


def test_without_an_id_a_command_is_done_each_time(force):
    reference = force.bring("queued")
    for number in (1, 2):
        force.must("spoc", reference, UPDATE)
        assert force.incident(reference).updates == number


def test_a_repeat_is_one_read(force):
    reference = force.bring("queued")
    force.must("spoc", reference, UPDATE, id="k1")
    force.table.calls.clear()
    force.must("spoc", reference, UPDATE, id="k1")
    assert force.table.calls == ["get"]
