"""What whoever loses the race for the oldest job does."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.service import Busy, Done
from tests.builders import HOUR, MINUTE, OFFICER, OTHER_OFFICER, SERGEANT
from tests.checks import whole_table_is_consistent
from tests.faulty import Meanwhile, UnderWay
from tests.force import Force, code


def racing(force: Force, *happen) -> None:
    """Let something happen between the next claims' decision and their commit."""

    def aside(each):
        def happens() -> None:
            now, force.deps, force.standing = force.deps, replace(force.deps, table=force.table), True
            each()
            force.deps, force.standing = now, False

        return happens

    force.deps = replace(force.deps, table=Meanwhile(force.table, *map(aside, happen)))


def test_whoever_loses_the_oldest_looks_again_and_gets_the_next(force):
    first, second = force.bring("queued"), force.bring("queued")
    racing(force, lambda: force.must(OTHER_OFFICER, first, c.Claim()))
    assert force.claim().reference == second
    assert whole_table_is_consistent(force.rows())


def test_a_job_that_comes_back_during_the_race_is_taken_before_the_younger_ones(force):
    """The loser reads again; with its old page it would have gone on to the second."""
    first, _ = force.bring("queued"), force.bring("queued")

    def taken_and_released() -> None:
        force.must(OTHER_OFFICER, first, c.Claim())
        force.must(OTHER_OFFICER, first, c.Release("shift_ending"))

    racing(force, taken_and_released)
    assert force.claim().reference == first


def test_a_job_that_only_changed_is_taken_as_it_is_now(force):
    first, _ = force.bring("queued"), force.bring("queued")
    racing(force, lambda: force.must("spoc", first, c.Update("Test: news.")))
    done = force.claim()
    assert (done.reference, done.version) == (first, 5)
    assert force.incident(first).updates_to_read == (1,)
    assert whole_table_is_consistent(force.rows())


@pytest.mark.parametrize(
    "command",
    [c.Recall("duplicate"), c.MakeAppointment(at=None), c.ReturnToDispatch("not_reachable"), c.Escalate("threat")],
    ids=lambda command: type(command).__name__,
)
def test_a_job_that_leaves_the_queue_during_the_race_is_not_taken(force, command):
    first, second = force.bring("queued"), force.bring("queued")
    if isinstance(command, c.MakeAppointment):
        command = c.MakeAppointment(force.clock.now + 2 * HOUR)
    racing(force, lambda: force.must("spoc", first, command))
    assert force.claim().reference == second
    assert whole_table_is_consistent(force.rows())


def test_the_last_job_lost_is_an_empty_queue(force):
    first = force.bring("queued")
    racing(force, lambda: force.must(OTHER_OFFICER, first, c.Claim()))
    assert code(force.claim()) == "queue_empty"


def test_while_a_transaction_on_the_oldest_is_under_way_no_younger_job_is_taken(force):
    """What is known then is that somebody is at it, not that it is gone: perhaps only an update is coming in."""
    first, _ = force.bring("queued"), force.bring("queued")
    force.deps = replace(force.deps, table=UnderWay(force.table, times=3))
    assert force.claim().reference == first


def test_a_break_that_begins_during_the_race_wins(force):
    force.bring("queued")
    racing(force, lambda: force.shift(OFFICER, "break"))
    assert code(force.claim()) == "on_break"


def test_being_given_a_job_during_the_race_wins(force):
    force.bring("queued")
    other = force.bring("queued")
    racing(force, lambda: force.must(SERGEANT, other, c.Allocate(OFFICER)))
    assert code(force.claim()) == "officer_busy"
    assert force.officer().job == other


def test_the_longer_it_takes_the_further_apart_are_the_looks(force):
    """A random share of twice the time taken so far: at least of 20 ms, at most of 1.5 s."""
    force.bring("queued")
    rests: list[float] = []

    def rest(seconds: float) -> None:
        rests.append(round(seconds, 3))
        force.clock.forward(MINUTE * seconds / 60)

    force.deps = replace(force.deps, table=UnderWay(force.table, times=9), rest=rest, chance=lambda: 1.0)
    assert isinstance(force.claim(), Done)
    assert rests == [0.02, 0.04, 0.12, 0.36, 1.08, 1.5, 1.5, 1.5, 1.5]


@pytest.mark.parametrize("resting", [True, False])
def test_whoever_never_gets_through_is_told_before_the_gateway_gives_up(force, resting):
    force.bring("queued")
    start, before = force.clock.now, dict(force.table.rows)

    def rest(seconds: float) -> None:
        force.clock.forward(MINUTE * seconds / 60 if resting else MINUTE * 0)

    force.deps = replace(force.deps, table=UnderWay(force.table, times=10_000), rest=rest, chance=lambda: 1.0)
    with pytest.raises(Busy):
        force.claim()
    assert force.clock.now - start < MINUTE + 25 * MINUTE / 60
    assert force.table.rows == before


def test_a_job_that_may_not_be_claimed_does_not_block_the_queue(force):
    """None is known; but a mistake in one job must not stop all officers."""
    first, second = force.bring("queued"), force.bring("queued")
    entry = next(row for row in force.table.all("LIST#dorset#queue") if row.sk.endswith(first))
    entry.data = entry.data.replace('"status":"queued"', '"status":"in_review"')
    assert force.claim().reference == second


def test_a_page_of_jobs_that_may_not_be_claimed_is_no_empty_queue(force):
    force.bring("queued")
    for entry in force.table.all("LIST#dorset#queue"):
        entry.data = entry.data.replace('"status":"queued"', '"status":"in_review"')
    with pytest.raises(Busy):
        force.claim()
