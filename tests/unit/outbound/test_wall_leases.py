"""Two workers on one board: one after the other, and whoever died is followed up."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from chalicelib.outbound import cards
from chalicelib.outbound.board import LEASE
from chalicelib.outbound.nudges import Later, Nudge
from tests.faulty import Faults, Meanwhile
from tests.unit.outbound.wall_looks import a_job, checked, held
from tests.workers import World


@pytest.fixture
def world(chatting: World) -> World:
    return chatting


def test_a_second_worker_waits_for_the_first(world: World) -> None:
    a_job(world)
    nudge = Nudge("dorset", world.reference, 4)
    waits: list[int | None] = []

    def meanwhile(name: str) -> None:
        world.wall.fails = lambda name: None
        with pytest.raises(Later) as later:
            cards.work(world.ports, nudge)
        waits.append(later.value.seconds)

    world.wall.fails = meanwhile
    cards.work(world.ports, nudge)

    assert waits == [LEASE.total_seconds() + 1]
    checked(world)


def test_two_leases_of_the_same_moment_are_told_apart(world: World) -> None:
    """Their rows would be alike, but for who wrote them."""
    a_job(world)
    nudge = Nudge("dorset", world.reference, 4)

    def first_leases_and_dies() -> None:
        world.wall.fails = _dies
        with pytest.raises(KeyboardInterrupt):
            cards.work(world.ports, nudge)
        world.wall.fails = lambda name: None

    world.wall.calls.clear()
    late = replace(world.ports, deps=replace(world.deps, table=Meanwhile(world.table, first_leases_and_dies)))
    with pytest.raises(Later):
        cards.work(late, nudge)
    assert world.wall.calls == ["post"]


def _dies(name: str) -> None:
    raise KeyboardInterrupt


def test_a_lease_whose_answer_was_lost_is_known_as_ones_own(world: World) -> None:
    a_job(world)
    faults = Faults(at=4, after=True)  # state and board, events, roster, lease
    lossy = replace(world.ports, deps=replace(world.deps, table=faults.around(world.table)))
    cards.work(lossy, Nudge("dorset", world.reference, 4))
    assert faults.calls[3:5] == ["commit", "commit"]
    checked(world)


def test_a_worker_that_died_is_followed_up_when_its_lease_has_run_out(world: World) -> None:
    a_job(world)
    nudge = Nudge("dorset", world.reference, 4)

    world.wall.fails = _dies
    with pytest.raises(KeyboardInterrupt):
        cards.work(world.ports, nudge)
    world.wall.fails = lambda name: None
    with pytest.raises(Later):
        cards.work(world.ports, nudge)
    world.clock.forward(LEASE)
    cards.work(world.ports, nudge)
    checked(world)


def test_when_the_time_is_up_the_rest_comes_next(world: World) -> None:
    a_job(world, "in_triage")
    left = iter([False, True])
    with pytest.raises(Later) as later:
        cards.work(replace(world.ports, time_is_up=lambda: next(left, True)), Nudge("dorset", world.reference, 2))
    assert later.value.seconds == 1
    assert set(world.wall.cards()) == {"job"}
    assert held(world), "and if nobody comes again, the clock does"
    cards.work(world.ports, Nudge("dorset", world.reference, 2))
    checked(world)
