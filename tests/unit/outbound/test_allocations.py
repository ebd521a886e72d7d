"""Allocated jobs meet available officers."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.outbound.allocations import allocate_waiting
from chalicelib.service import claim_next, shift
from chalicelib.store.rows import Unavailable
from tests import builders as b
from tests.faults import incident
from tests.workers import World

FIRST, SECOND, THIRD = "PC0001", "PC0002", "PC0003"


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> World:
    """Nobody on duty."""
    return World(monkeypatch)


def job(world: World, reference: str) -> str:
    world.report(reference)
    world.to("queued", reference)
    world.do(reference, c.Allocate(), "sergeant")
    world.clock.forward(timedelta(minutes=1))
    return reference


def holders(world: World, *references: str) -> list[str | None]:
    return [incident(world, reference).officer for reference in references]


def test_the_oldest_job_goes_to_the_officer_idle_longest(empty: World) -> None:
    jobs = [job(empty, f"J{n}-0416") for n in range(3)]
    empty.on_duty(SECOND, FIRST)

    assert allocate_waiting(empty.deps, "dorset") == 2

    assert holders(empty, *jobs) == [SECOND, FIRST, None]
    assert [each.kind for each in empty.feed()] == []


def test_an_officer_who_comes_on_duty_is_given_what_waits(empty: World) -> None:
    job(empty, "J-0416")
    empty.settle()
    empty.on_duty(FIRST)

    empty.settle()

    assert holders(empty, "J-0416") == [FIRST]
    assert empty.kinds("J-0416")[-1] == "allocated"


def test_a_job_that_becomes_urgent_is_given_at_once(empty: World) -> None:
    empty.on_duty(FIRST)
    empty.report()
    empty.to("queued")

    empty.do(b.REFERENCE, c.ReassessRisk("raised"), "sergeant")
    empty.settle()

    assert holders(empty, b.REFERENCE) == [FIRST]


def test_an_officer_who_has_finished_is_given_the_next(empty: World) -> None:
    empty.on_duty(FIRST)
    empty.report()
    empty.to("call_closed", officer=FIRST)
    job(empty, "J-0416")
    empty.settle()
    assert holders(empty, "J-0416") == [None]

    empty.do(b.REFERENCE, c.Submit("Test summary"), "officer", FIRST)
    empty.settle()

    assert holders(empty, "J-0416") == [FIRST]


def test_whoever_gave_it_back_is_not_given_it_again(empty: World) -> None:
    empty.on_duty(FIRST)
    job(empty, "J-0416")
    empty.settle()
    empty.do("J-0416", c.Release("called_away"), "officer", FIRST)

    empty.settle()
    assert holders(empty, "J-0416") == [None]
    empty.on_duty(SECOND)
    empty.settle()

    assert holders(empty, "J-0416") == [SECOND]


def test_a_job_nobody_may_have_does_not_hold_up_the_next(empty: World) -> None:
    empty.on_duty(FIRST)
    job(empty, "A-0416")
    empty.settle()
    empty.do("A-0416", c.Release("called_away"), "officer", FIRST)
    job(empty, "B-0416")

    empty.settle()

    assert holders(empty, "A-0416", "B-0416") == [None, FIRST]


def test_an_ordinary_job_is_left_to_self_dispatch(empty: World) -> None:
    empty.on_duty(FIRST)
    empty.report()
    empty.to("queued")

    empty.recover(2)

    assert holders(empty, b.REFERENCE) == [None]


@pytest.mark.parametrize("action", ["break", "end"])
def test_nobody_on_a_break_or_off_shift_is_given_a_job(empty: World, action: str) -> None:
    empty.on_duty(FIRST, SECOND)
    shift(empty.deps, empty.caller("officer", FIRST), FIRST, action)

    job(empty, "J-0416")
    empty.settle()

    assert holders(empty, "J-0416") == [SECOND]


def test_an_officer_lost_to_another_job_is_replaced_by_the_next(empty: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking at the roster and giving the job the first officer claims another one."""
    empty.report("OTHER-0416")
    empty.to("queued", "OTHER-0416")
    empty.on_duty(FIRST, SECOND)
    job(empty, "J-0416")
    from chalicelib.outbound import allocations

    real = allocations._available

    def and_then_one_claims(*args: Any) -> Any:
        found = real(*args)
        empty.do("OTHER-0416", c.Claim(), "officer", FIRST)
        return found

    monkeypatch.setattr(allocations, "_available", and_then_one_claims)

    allocate_waiting(empty.deps, "dorset")

    assert holders(empty, "J-0416", "OTHER-0416") == [SECOND, FIRST]


def test_a_job_lost_to_another_officer_leaves_the_officer_for_the_next_job(empty: World, monkeypatch: pytest.MonkeyPatch) -> None:
    empty.on_duty(FIRST)
    first, second = job(empty, "A-0416"), job(empty, "B-0416")
    from chalicelib.outbound import allocations

    real = allocations._available

    def and_then_it_is_taken(*args: Any) -> Any:
        found = real(*args)
        empty.do(first, c.Recall("duplicate"), "spoc")
        return found

    monkeypatch.setattr(allocations, "_available", and_then_it_is_taken)

    allocate_waiting(empty.deps, "dorset")

    assert holders(empty, second) == [FIRST]


def test_with_nobody_free_the_roster_is_the_last_thing_read(empty: World) -> None:
    for n in range(5):
        job(empty, f"J{n}-0416")
    empty.table.calls.clear()

    assert allocate_waiting(empty.deps, "dorset") == 0

    assert empty.table.calls == ["query", "query"]


def test_with_nothing_waiting_the_roster_is_not_read(empty: World) -> None:
    empty.on_duty(FIRST)
    empty.table.calls.clear()

    allocate_waiting(empty.deps, "dorset")

    assert empty.table.calls == ["query"]


def test_many_allocators_and_claimers_at_once_give_each_job_once(empty: World) -> None:
    jobs = [job(empty, f"J{n:02}-0416") for n in range(12)]
    officers = [f"PC{n:04}" for n in range(8)]
    empty.on_duty(*officers)

    def allocate() -> None:
        for _ in range(10):
            try:
                allocate_waiting(empty.deps, "dorset")
            except Unavailable:
                continue

    threads = [threading.Thread(target=allocate) for _ in range(4)]
    threads += [threading.Thread(target=claim_next, args=(empty.deps, empty.caller("officer", id))) for id in officers[:4]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    held = holders(empty, *jobs)
    assert sorted(each for each in held if each) == officers
    assert held[8:] == [None] * 4
