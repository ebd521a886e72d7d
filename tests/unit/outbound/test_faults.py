"""One call breaks, whichever it is; afterwards everything has come about all the same. Shown by breaking every single one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.events import FellDue
from chalicelib.store import keys
from chalicelib.store.incidents import recorded
from tests.builders import OFFICER, OTHER_OFFICER
from tests.faults import Killed, Meter, break_each_call, check_everything, incident, lived_through, with_faults
from tests.workers import WORKERS, World

LINKED, WAITING = "20261118-0416", "20261118-0417"
REFERENCES = [LINKED, WAITING]


def a_world(patch: pytest.MonkeyPatch) -> World:
    """One incident whose link has just been sent and whose claim was idle once; one to be allocated, and an officer free for it."""
    world = World(patch)
    world.on_duty(OFFICER, OTHER_OFFICER)
    world.settle()
    world.report(LINKED)
    world.to("claimed", LINKED)
    world.clock.forward(timedelta(hours=1))
    world.report(WAITING)
    world.to("queued", WAITING)
    world.do(WAITING, c.Allocate(), "sergeant")
    world.do(LINKED, c.RecordContact("spoke"), "officer")
    world.clock.forward(timedelta(hours=4))
    world.do(LINKED, c.SendLink(times_checked=True), "officer")
    return world


def run(world: World) -> None:
    """Each step as a process of its own, of which one may die."""
    for _ in range(3):
        lived_through(world.stream)
        for name in WORKERS:
            lived_through(lambda name=name: world.deliver(name))
        lived_through(world.tick)


def test_the_run_without_a_fault_does_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    world, meter = a_world(monkeypatch), Meter()
    with_faults(world, meter)

    run(world)

    assert meter.total > 80
    assert incident(world, WAITING).officer == OTHER_OFFICER
    world.recover(2)
    check_everything(world, REFERENCES)
    assert len(world.texts) == 1


@pytest.mark.parametrize("kill", [False, True], ids=["error", "killed"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_whichever_call_breaks_nothing_is_lost_or_doubled_unseen(monkeypatch: pytest.MonkeyPatch, after: bool, kill: bool) -> None:
    broken = break_each_call(a_world(monkeypatch), monkeypatch, run, nothing_is_lost, after=after, kill=kill)

    assert {"table.get", "table.query", "table.commit", "sqs.send_message_batch", "sns.send", "post", "keyring.unwrap"} <= broken


def nothing_is_lost(world: World) -> None:
    world.recover()
    check_everything(world, REFERENCES)
    assert incident(world, WAITING).officer == OTHER_OFFICER
    assert once_each(world)


def once_each(world: World) -> bool:
    """No deadline was noted twice."""
    for reference in REFERENCES:
        rows = world.table.query(keys.incident(world.force, reference), prefix="EVENT#", limit=1000).rows
        noted = [(each.event.kind, each.event.due) for each in map(recorded, rows) if isinstance(each.event, FellDue)]
        assert len(noted) == len(set(noted))
    return True


def test_a_killed_process_is_not_caught_by_ours() -> None:
    assert not issubclass(Killed, Exception)
