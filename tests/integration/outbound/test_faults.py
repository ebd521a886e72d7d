"""On the emulator: every call to AWS and every post to command and control breaks once, and everything comes about all the same.

In turn: before the call by an error, after it by an error, before it by the death of the process, after it by the death. With
EVR_FAULTS=all every call breaks in all four ways (minutes); over the fakes `tests/unit/outbound/test_faults.py` always does so.
"""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from tests.faults import Meter, check_everything, lived_through
from tests.integration.outbound.conftest import MakeWorld
from tests.integration.outbound.real import RealSqs, RealWorld

WAYS = [(after, kill) for kill in (False, True) for after in (False, True)]
ALL = os.environ.get("EVR_FAULTS") == "all"
EVERY = {"dynamodb.BatchGetItem", "dynamodb.Query", "dynamodb.TransactWriteItems", "kms.Decrypt", "post"} | {
    *("secretsmanager.GetSecretValue", "sns.Publish", "sqs.SendMessageBatch"),
}


def sent_link(make_world: MakeWorld, queues: RealSqs | None) -> RealWorld:
    world = make_world(queues=queues)
    world.report()
    world.to("contacted")
    world.settle()
    world.clock.forward(timedelta(hours=4))
    world.do(world.reference, c.SendLink(times_checked=True), "officer")
    world.forget_secrets()
    return world


def run(world: RealWorld) -> None:
    """The link is relayed, texted, told; a deadline falls due. Each step is a process of its own, of which one may die."""
    lived_through(world.stream)
    for name in ("texts", "cad", "facts"):
        lived_through(lambda name=name: world.deliver(name))
    world.clock.forward(timedelta(minutes=1))
    lived_through(world.tick)
    lived_through(lambda: world.deliver("cad"))


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(4) if ALL else [0])
def test_whichever_call_breaks_nothing_is_lost_or_doubled_unseen(make_world: MakeWorld, turn: int) -> None:
    n, broken, queues = 0, set(), None
    while True:
        n += 1
        world = sent_link(make_world, queues)
        queues = world.sqs
        world.meter = meter = Meter(n, *WAYS[(n + turn) % 4])
        run(world)
        world.meter = None
        if not meter.name:
            break
        broken.add(meter.name)
        world.recover(ticks=2, every=timedelta(minutes=5))
        try:
            check_everything(world, [world.reference])
        except (AssertionError, KeyError) as error:
            raise AssertionError(f"call {n}, {meter.name}, after={meter.after}, kill={meter.kill}") from error

    print(f"{n - 1} calls broken: {sorted(broken)}")
    assert broken >= EVERY
