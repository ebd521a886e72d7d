"""Something happens between a command's decision and its commit."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.service import Busy, Done, perform
from chalicelib.store.rows import Unavailable
from tests.builders import OFFICER, OTHER_OFFICER
from tests.checks import whole_table_is_consistent
from tests.faulty import Meanwhile, Torn, UnderWay
from tests.force import Force, code

UPDATE = c.Update("Test: the caller rang again.")


def between(force: Force, *happen) -> None:
    """Let something happen between the next command's decision and its commit."""
    force.deps = replace(force.deps, table=Meanwhile(force.table, *[_aside(force, each) for each in happen]))


def _aside(force: Force, happen):
    def aside() -> None:
        racing, force.deps = force.deps, replace(force.deps, table=force.table)
        happen()
        force.deps = racing

    return aside


def test_a_command_that_lost_to_an_update_is_decided_again(force):
    reference = force.bring("queued")
    between(force, lambda: force.must("spoc", reference, UPDATE))
    assert force.must(OFFICER, reference, c.Claim()).version == 5
    assert whole_table_is_consistent(force.rows())


def test_the_second_of_two_officers_is_told_who_was_first(force):
    reference = force.bring("queued")
    between(force, lambda: force.must(OTHER_OFFICER, reference, c.Claim()))
    refusal = force.give(OFFICER, reference, c.Claim())
    assert code(refusal) == "already_claimed"
    assert refusal.says.startswith(f"{OTHER_OFFICER} claimed this job at ")


def test_a_recall_that_comes_between_wins_over_the_claim(force):
    reference = force.bring("queued")
    between(force, lambda: force.must("spoc", reference, c.Recall("duplicate")))
    assert code(force.give(OFFICER, reference, c.Claim())) == "wrong_status"
    assert force.officer().available


def test_a_break_that_comes_between_wins_over_the_claim(force):
    reference = force.bring("queued")
    between(force, lambda: force.shift(OFFICER, "break"))
    assert code(force.give(OFFICER, reference, c.Claim())) == "on_break"


def test_the_same_command_between_its_own_decision_and_commit_is_done_once(force):
    reference = force.bring("queued")
    between(force, lambda: force.must("spoc", reference, UPDATE, id="k1"))
    second = force.must("spoc", reference, UPDATE, id="k1")
    assert (second.version, force.incident(reference).updates) == (4, 1)


def test_a_repeat_whose_read_was_torn_gets_the_first_result_and_no_refusal(force):
    """It misses the receipt, and then sees the incident as its own first one left it."""
    reference = force.bring("queued")
    first: list[object] = []

    def in_between() -> None:
        first.append(perform(replace(force.deps, table=force.table), force.caller(OFFICER, "k1"), reference, c.Claim()))

    force.deps = replace(force.deps, table=Torn(force.table, "CMD#", in_between))
    assert force.give(OFFICER, reference, c.Claim(), id="k1") == first[0]
    assert isinstance(first[0], Done)


def test_a_transaction_under_way_on_the_same_incident_is_waited_for(force):
    reference = force.bring("queued")
    rests: list[float] = []
    force.deps = replace(force.deps, table=UnderWay(force.table, times=3), rest=rests.append)
    assert isinstance(force.give(OFFICER, reference, c.Claim()), Done)
    assert rests == [0.005, 0.01, 0.02]


def test_too_many_changes_at_once_is_busy_and_nothing_is_written(force):
    reference = force.bring("queued")
    before = dict(force.table.rows)
    force.deps = replace(force.deps, table=UnderWay(force.table, times=1000))
    with pytest.raises(Busy):
        force.give(OFFICER, reference, c.Claim())
    assert force.table.rows == before
    assert issubclass(Busy, Unavailable)
