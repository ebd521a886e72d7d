"""The chat worker on the emulator: its table, its FIFO queue, its dead letters; the wall is in memory."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.outbound import cards
from chalicelib.outbound.nudges import Later, Nudge
from infra import replay
from tests import builders as b
from tests.integration.outbound.conftest import MakeWorld
from tests.integration.outbound.real import RealWorld
from tests.walls import check_wall

pytestmark = pytest.mark.slow


@pytest.fixture
def world(make_world: MakeWorld) -> RealWorld:
    world = make_world(chat=True)
    world.on_duty(b.OTHER_OFFICER)
    world.on_duty(b.SERGEANT, role="sergeant")
    world.settle()
    return world


def checked(world: RealWorld) -> None:
    check_wall(world.ports, world.wall, world.force, world.reference)


def test_a_whole_job_is_shown_and_told_in_order(world: RealWorld) -> None:
    world.report()
    world.settle()
    world.to("link_sent")
    world.settle()
    world.do(world.reference, c.Update("text", "risk"), "spoc")
    world.settle()
    world.go_on("link_sent")
    world.settle()

    checked(world)
    assert world.sqs.left() == []
    assert world.wall.thread(world.reference)[-1].endswith("Closed")


def test_without_the_stream_the_clock_brings_it(world: RealWorld) -> None:
    world.report()
    world.to("claimed")
    world.recover(ticks=2)
    checked(world)


def test_what_is_held_comes_back_by_the_clock(world: RealWorld) -> None:
    world.wall.archived.add(world.policy().chat["slack"].queue)
    world.report()
    world.to("claimed")
    world.settle()
    assert world.sqs.left() == []
    world.wall.archived.clear()

    world.recover(ticks=4, every=timedelta(minutes=2))

    checked(world)


def test_a_broken_worker_ends_among_the_dead_letters_and_a_replay_mends_it(world: RealWorld) -> None:
    whole = world.ports

    def broken(force: str) -> None:
        raise ZeroDivisionError

    world.ports = replace(whole, wall=broken)
    world.report()
    world.to("in_triage")
    world.stream()
    for _ in range(6):
        world.deliver("chat")
    world.ports = whole
    assert world.deliver("chat") == 0

    assert replay.move(world.sqs, world.urls["chat"]) == 2
    world.settle()

    checked(world)


def test_eight_workers_at_once_hang_one_card(world: RealWorld) -> None:
    world.report()
    world.to("claimed")
    nudge = Nudge(world.force, world.reference, 4)
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        for _ in range(20):
            try:
                cards.work(world.ports, nudge)
            except Later:
                continue
            return

    workers = [threading.Thread(target=work) for _ in range(8)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    cards.work(world.ports, nudge)
    checked(world)
    assert world.wall.calls.count("post") == 1
