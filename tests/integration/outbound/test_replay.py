"""Dead letters: five attempts, then the dead-letter queue, then `make replay`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.outbound import push
from chalicelib.outbound.providers import NotSent
from infra import replay
from tests.faults import check_everything, check_feed, incident
from tests.integration.outbound.conftest import MakeWorld
from tests.integration.outbound.real import RealWorld
from tests.outside import FakeProvider


def deliver_until_dead(world: RealWorld, name: str) -> None:
    for _ in range(6):
        world.deliver(name)


def test_a_text_goes_to_the_dead_letters_and_is_sent_by_a_replay(world: RealWorld) -> None:
    down = FakeProvider()
    down.trouble = [NotSent("Throttling", passing=True)] * 99
    works = world.ports.provider
    world.ports = replace(world.ports, provider=lambda name, policy: down)
    world.report()
    world.to("link_sent")
    world.stream()
    deliver_until_dead(world, "texts")
    assert world.delivery()["state"] == "waiting"

    world.ports = replace(world.ports, provider=works)
    assert world.deliver("texts") == 0
    assert replay.move(world.sqs, world.urls["texts"]) == 1
    world.recover(ticks=2)

    assert len(world.texts) == 1
    assert incident(world, world.reference).link.delivery == "sent"
    check_everything(world, [world.reference])


def test_steps_for_command_and_control_come_after_a_replay_in_their_order(world: RealWorld) -> None:
    """Within five minutes of their first sending, when a FIFO queue would drop the same message."""
    broken = {"on": True}
    get = world.table.get

    def fails(keys: object) -> object:
        if broken["on"]:
            raise ZeroDivisionError
        return get(keys)

    class Broken:
        def __getattr__(self, name: str) -> object:
            return fails if name == "get" else getattr(world.table, name)

    whole = world.ports
    world.ports = replace(whole, deps=replace(whole.deps, table=Broken()))
    world.report()
    world.to("queued")
    world.stream()
    deliver_until_dead(world, "cad")
    broken["on"] = False
    assert world.feed() == []

    moved = replay.move(world.sqs, world.urls["cad"])
    world.recover(ticks=1)

    assert moved == 3
    check_feed(world, [world.reference])
    assert len(world.feed()) == 5


def test_the_command_replays_dead_letters_and_what_was_set_aside(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = make_world(force="dorset")
    world.report()
    world.cad.answers = [422] * push.REFUSALS
    world.settle()
    for _ in range(push.REFUSALS):
        world.clock.forward(timedelta(minutes=6))
        push.push(world.ports, world.force)
    assert len(list(replay.aside(world.table, "dorset"))) == 1
    names = {name: url.rpartition("/")[2] for name, url in world.urls.items()}
    monkeypatch.setattr(replay, "QUEUE_NAMES", names)
    monkeypatch.setattr(replay, "NAMES", tuple(names))
    monkeypatch.setattr(replay, "_aws", lambda real: (world.sqs, world.table))

    replay.main(["all"])
    world.settle()

    assert "cad: 1 dead letters sent again." in capsys.readouterr().out
    assert list(replay.aside(world.table, "dorset")) == []
    assert [update.kind for _, update in world.cad.got] == ["reported"]


def test_a_replay_of_nothing_ends_at_once(world: RealWorld) -> None:
    assert replay.move(world.sqs, world.urls["facts"]) == 0


def test_more_dead_letters_than_one_batch(world: RealWorld) -> None:
    dead = replay.dead(world.urls["facts"])
    for n in range(25):
        world.sqs.send_message(QueueUrl=dead, MessageBody=f'{{"force":"{world.force}","reference":"R{n}"}}')

    assert replay.move(world.sqs, world.urls["facts"]) == 25
    world.settle()
    assert world.sqs.left() == []


@pytest.mark.parametrize("arguments", [[], ["everything"], ["texts", "cad"]])
def test_a_queue_must_be_named(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        replay.main(arguments)


def test_without_a_running_system_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(SystemExit, match="No local system is running"):
        replay.main(["texts"])
