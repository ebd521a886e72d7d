"""From a command to everybody who hears of it."""

from __future__ import annotations

from tests.builders import REFERENCE
from tests.workers import World

EXPECTED = [
    *("reported", "offered", "eligible", "suitable", "queued", "claimed", "contact_attempted", "arrived", "delivery"),
    *("joined", "joined", "call_started", "paused", "resumed", "closed"),
    *("submitted", "reviewed", "finalised", "victim_told", "incident_closed"),
]


def test_a_link_is_texted_and_the_incident_is_told(world: World) -> None:
    world.report()
    world.to("link_sent")

    world.settle()

    (to, sender, _, body), *more = world.texts
    assert not more
    assert (to, sender) == ("+447700900123", "DorsetPol")
    assert "https://evr.dorset.example/v#" in body
    assert REFERENCE in body
    assert world.delivery()["state"] == "sent"
    assert world.kinds()[-2:] == ["arrived", "delivery"]


def test_command_and_control_hears_of_every_step_in_order(world: World) -> None:
    world.report()
    world.to("link_sent")
    world.settle()
    world.go_on("link_sent")

    world.settle()

    assert world.kinds() == EXPECTED
    assert [update for _, update in world.cad.got] == world.feed()
    assert [update.id for update in world.feed()] == [f"upd-{n:012d}" for n in range(1, len(EXPECTED) + 1)]


def test_the_outbox_and_the_queues_are_empty_afterwards(world: World) -> None:
    world.report()
    world.to("link_sent")

    world.settle()

    assert world.outbox() == []
    assert world.sqs.left() == []


def test_without_the_stream_the_sweep_delivers_everything(world: World) -> None:
    world.report()
    world.to("link_sent")

    world.recover(ticks=2)

    assert len(world.texts) == 1
    assert world.kinds()[-2:] == ["arrived", "delivery"]
    assert [update for _, update in world.cad.got] == world.feed()
