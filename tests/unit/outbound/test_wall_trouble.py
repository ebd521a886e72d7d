"""The wall down, limited or refusing: work goes on, cards catch up by themselves, once; the doctor can say what is wrong."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib.chat.wall import Gone, Refused, Unanswered, Wait
from chalicelib.domain import commands as c
from chalicelib.outbound import cards
from chalicelib.outbound.nudges import Later, Nudge
from tests.unit.outbound.wall_looks import SPACE, a_job, board, checked, wrong
from tests.workers import World


@pytest.fixture
def world(chatting: World) -> World:
    return chatting


def test_down_for_an_hour_the_present_state_hangs_when_it_is_back(world: World) -> None:
    world.wall.down = True
    a_job(world)
    world.settle()
    world.recover(20, timedelta(minutes=3))
    assert wrong(world) == {SPACE.queue: "unanswered"}
    assert world.dead("chat") == []
    world.do(world.reference, c.RecordContact("spoke"), "officer")

    world.wall.down = False
    world.recover(12, timedelta(minutes=3))

    checked(world)
    assert wrong(world) == {}
    assert set(world.wall.cards()) == {"job"}, "what was over before the wall was back is not replayed"


def test_an_answer_that_was_lost_is_not_posted_twice(world: World) -> None:
    world.wall.lose = 1
    a_job(world, "in_triage")
    world.settle()

    assert sorted(world.wall.cards()) == ["job", "triage"]
    assert "find" in world.wall.calls
    checked(world)


@pytest.mark.parametrize("lost", range(1, 12))
def test_whichever_answers_are_lost_everything_hangs_once(world: World, lost: int) -> None:
    world.report()
    calls = iter(range(1000))
    effects = ("post", "edit", "say")
    world.wall.fails = lambda name: _lose(world, name in effects and next(calls) % 4 == lost % 4)
    world.settle()
    for status in ("in_triage", "queued", "claimed", "contacted"):
        world.to_next(status)
        world.settle()
    world.wall.fails = lambda name: None
    world.wall.lose = 0
    world.recover(8, timedelta(minutes=3))
    checked(world)


def _lose(world: World, now: bool) -> None:
    world.wall.lose = 1 if now else 0


# --- rate-limited ---------------------------------------------------------------------------------------------------------------


def test_limited_the_message_comes_back_when_the_platform_says(world: World) -> None:
    a_job(world)
    world.wall.limited = 1

    with pytest.raises(Later) as later:
        cards.work(world.ports, Nudge("dorset", world.reference, 4))

    assert later.value.seconds == 30
    assert board(world).cards == {}, "it was certainly not posted"
    cards.work(world.ports, Nudge("dorset", world.reference, 4))
    checked(world)
    assert "find" not in world.wall.calls


def test_limited_again_and_again_the_clock_takes_over_and_no_message_dies(world: World) -> None:
    world.wall.limited = 8
    a_job(world)
    world.settle()
    assert (world.dead("chat"), world.sqs.left()) == ([], [])
    assert wrong(world) == {SPACE.queue: "rate_limited"}

    world.recover(30, timedelta(minutes=2))

    checked(world)


def test_limited_half_way_what_hangs_is_known(world: World) -> None:
    a_job(world, "in_triage")
    calls = iter(("post", "limit"))
    world.wall.fails = lambda name: Wait(7) if next(calls, "") == "limit" else None

    with pytest.raises(Later):
        cards.work(world.ports, Nudge("dorset", world.reference, 2))
    assert set(board(world).cards) == {"job"}

    world.wall.fails = lambda name: None
    cards.work(world.ports, Nudge("dorset", world.reference, 2))
    checked(world)


def test_what_is_refused_is_loud_and_comes_again_when_it_is_mended(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.wall.refuses.add(SPACE.queue)
    a_job(world)
    world.settle()
    out = capsys.readouterr().out
    assert "CardsRefused" in out
    assert any(line.get("level") == "error" and line.get("code") == "missing_scope" for line in map(json.loads, out.splitlines()))
    assert wrong(world) == {SPACE.queue: "missing_scope"}

    world.wall.refuses.clear()
    world.recover(5)
    checked(world)


@pytest.mark.parametrize("error", [Gone("x"), Refused("x"), Unanswered("x"), Wait(1)])
def test_an_error_says_what_it_is(error: Exception) -> None:
    assert str(error)
