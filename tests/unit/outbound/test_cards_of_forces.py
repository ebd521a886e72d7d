"""Forces without chat, with a wall that is not set up, with another platform, with another channel."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.outbound import cards
from chalicelib.outbound.nudges import Nudge
from tests import builders as b
from tests.workers import World

SPACE = b.policy().chat["slack"]


@pytest.fixture
def world(chatting: World) -> World:
    return chatting


def test_a_force_without_chat_has_no_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)
    world.on_duty(b.OFFICER)
    world.report()
    world.to("claimed")
    world.stream()

    assert world.sqs.waiting.get(world.urls["chat"], []) == []
    cards.work(world.ports, Nudge("dorset", world.reference, 1))
    assert world.wall.calls == []


def test_a_force_whose_wall_is_not_set_up_is_loud_and_loses_nothing_else(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.ports = replace(world.ports, wall=lambda force: None)
    world.report()
    world.to("claimed")
    world.settle()

    assert world.sqs.left() == []
    assert "ChatNotConfigured" in capsys.readouterr().out


def test_a_platform_without_a_wall_does_not_get_another_platforms(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    policies = {"dorset": world.policy(chat={"slack": SPACE, "teams": SPACE})}
    world.ports = replace(world.ports, deps=replace(world.deps, policies=policies))
    world.report()
    world.to("in_triage")
    world.settle()

    assert sorted(world.wall.cards()) == ["job", "triage"]
    assert world.sqs.left() == []
    assert '"platform":"teams"' in capsys.readouterr().out


def test_when_the_force_chooses_another_channel_the_card_moves_there(world: World) -> None:
    world.report()
    world.to("queued")
    world.settle()
    policy = world.policy(chat={"slack": replace(SPACE, queue="C0NEWONE1")})
    world.deps = replace(world.deps, policies={"dorset": policy})
    world.ports = replace(world.ports, deps=world.deps)
    world.do(world.reference, c.Claim(), "officer")
    world.settle()

    job = world.wall.one("job")
    assert job.spot.channel == "C0NEWONE1"
    assert len(world.wall.replies()) == 1
    assert world.wall.thread()[-1].endswith(f"Claimed by <@U{b.OFFICER}>")
