"""One call of the chat worker breaks, whichever it is; afterwards everything hangs all the same, once. Each is broken."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from tests.builders import OFFICER, OTHER_OFFICER
from tests.faults import Meter, break_each_call, lived_through, with_faults
from tests.unit.outbound.conftest import a_chatting_world
from tests.walls import check_wall
from tests.workers import World

HELD, NEW = "20261118-0416", "20261118-0417"


def a_world(patch: pytest.MonkeyPatch) -> World:
    """One job in hand with its card out of date, an update and a dismissed reminder; one that is new."""
    world = a_chatting_world(patch)
    world.report(HELD)
    world.to("claimed", HELD)
    world.settle()
    world.clock.forward(timedelta(minutes=50))
    world.tick()
    world.settle()
    (dismissed,) = (key for key in world.wall.cards("reminder:claim_idle", HELD) if key.endswith(OFFICER))
    world.wall.delete(dismissed, HELD)
    world.do(HELD, c.Update("text", "risk"), "spoc")
    world.do(HELD, c.Reassign(OTHER_OFFICER), "sergeant")
    world.report(NEW)
    world.do(NEW, c.Offer(made=True, accepted=True), "call_handler")
    return world


def run(world: World) -> None:
    """Each step as a process of its own, of which one may die."""
    for _ in range(3):
        lived_through(world.stream)
        lived_through(lambda: world.deliver("chat"))
        world.clock.forward(timedelta(seconds=30))
        lived_through(world.tick)


def test_the_run_without_a_fault_does_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    world, meter = a_world(monkeypatch), Meter()
    with_faults(world, meter)
    run(world)
    assert meter.total > 60
    assert f"update:1:{OTHER_OFFICER}" in world.wall.cards(about=HELD)
    check_wall(world.ports, world.wall, "dorset", HELD)


@pytest.mark.parametrize("kill", [False, True], ids=["error", "killed"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_whichever_call_breaks_everything_hangs_once(monkeypatch: pytest.MonkeyPatch, after: bool, kill: bool) -> None:
    broken = break_each_call(a_world(monkeypatch), monkeypatch, run, everything_hangs, after=after, kill=kill)

    assert {"table.get", "table.query", "table.commit", "wall.post", "wall.edit", "wall.say", "wall.home"} <= broken


def everything_hangs(world: World) -> None:
    world.recover(5)
    assert world.sqs.left() == []
    for reference in (HELD, NEW):
        check_wall(world.ports, world.wall, "dorset", reference)
