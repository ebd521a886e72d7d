"""The wall in trouble: work goes on, cards catch up by themselves, nothing is posted twice, the doctor can say what is wrong."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace

from chalicelib.chat.wall import Gone, Refused, Unanswered, Wait
from chalicelib.domain import commands as c
from chalicelib.outbound import cards
from chalicelib.outbound.board import LEASE, board_of
from chalicelib.outbound.nudges import Later, Nudge
from chalicelib.outbound.scenes import board_key
from chalicelib.outbound.troubles import troubles
from tests import builders as b
from tests.faulty import Faults, Meanwhile
from tests.walls import check_wall
from tests.workers import World

SPACE = b.policy().chat["slack"]


@pytest.fixture
def world(chatting: World) -> World:
    return chatting


def board(world: World):
    key = board_key(Nudge("dorset", world.reference), "slack")
    return board_of(world.table.get([key]).get(key))


def held(world: World) -> list[str]:
    return [row.sk for row in world.table.all("HELD#") if row.sk.endswith(world.reference)]


def wrong(world: World) -> dict[str, str]:
    return {each.channel: each.code for each in troubles(world.table, "dorset", "slack")}


def checked(world: World) -> None:
    check_wall(world.ports, world.wall, "dorset", world.reference)


def a_job(world: World, status: str = "claimed") -> None:
    world.report()
    world.to(status)


# --- down -----------------------------------------------------------------------------------------------------------------------


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


# --- gone -----------------------------------------------------------------------------------------------------------------------


def test_one_archived_channel_does_not_stop_the_others(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.wall.archived.add(SPACE.sergeants)
    a_job(world, "in_triage")
    world.settle()

    assert set(world.wall.cards()) == {"job"}
    assert wrong(world) == {SPACE.sergeants: "is_archived"}
    assert "CardsBehind" in capsys.readouterr().out
    assert world.sqs.left() == [], "the message is done with"

    world.wall.archived.clear()
    world.recover(5)
    checked(world)
    assert wrong(world) == {}


def test_an_archived_queue_channel_catches_up_with_its_thread(world: World) -> None:
    a_job(world, "in_triage")
    world.settle()
    world.wall.archived.add(SPACE.queue)
    world.to_next("queued")
    world.settle()
    world.do(world.reference, c.Update("text", "information"), "spoc")
    world.settle()
    world.wall.archived.clear()

    world.recover(10)

    checked(world)
    assert "update:1:-" in world.wall.cards()


def test_the_trouble_has_its_first_and_last_time(world: World) -> None:
    world.wall.archived.add(SPACE.queue)
    a_job(world)
    world.settle()
    world.recover(5)
    (trouble,) = troubles(world.table, "dorset", "slack")
    assert trouble.since < trouble.last
    assert (trouble.platform, trouble.channel, trouble.code) == ("slack", SPACE.queue, "is_archived")


def test_trouble_waits_longer_and_longer_and_at_most_half_an_hour(world: World) -> None:
    world.wall.archived.add(SPACE.queue)
    a_job(world)
    world.settle()
    tries = []
    for _ in range(180):
        world.clock.forward(timedelta(minutes=1))
        before = len(world.wall.calls)
        world.tick()
        world.settle()
        tries.append(len(world.wall.calls) > before)
    minutes = [n for n, tried in enumerate(tries) if tried]
    gaps = [after - before for before, after in pairwise(minutes)]
    assert gaps[:3] == sorted(gaps[:3])
    assert max(gaps) <= 31
    assert 5 <= len(minutes) <= 20


def test_what_has_ended_is_not_tried_for_ever(world: World) -> None:
    a_job(world, "queued")
    world.settle()
    world.wall.archived.add(SPACE.queue)
    world.do(world.reference, c.Recall("duplicate"), "spoc")
    world.settle()
    world.recover(50, timedelta(minutes=31))
    assert held(world) == []
    world.wall.archived.clear()
    world.do(world.reference, c.Outcome("outcome", code="16"), "records")
    world.settle()
    checked(world)


def test_a_deleted_card_is_posted_anew_with_its_whole_thread(world: World) -> None:
    a_job(world)
    world.settle()
    world.wall.delete("job")
    world.do(world.reference, c.RecordContact("spoke"), "officer")
    world.settle()

    checked(world)
    assert len(world.wall.replies()) == 1


def test_a_thread_whose_card_was_deleted_starts_anew(world: World) -> None:
    """The card itself has not changed, so it is the reply that finds it gone."""
    a_job(world)
    world.settle()
    world.wall.delete("job")
    world.do(world.reference, c.TickChecklist({"vna": "done"}), "officer")
    world.settle()
    checked(world)


def test_a_reminder_that_was_dismissed_stays_away(world: World) -> None:
    a_job(world)
    world.clock.forward(timedelta(minutes=50))
    world.tick()
    world.settle()
    keys = [key for key in world.wall.cards() if key.startswith("reminder:claim_idle")]
    assert len(keys) == 2, keys
    world.wall.delete(keys[0])
    for _ in range(4):
        world.clock.forward(timedelta(hours=1))
        world.tick()
        world.settle()
    assert [key for key in world.wall.cards() if key.startswith("reminder:claim_idle")] == keys[1:]

    world.do(world.reference, c.RecordContact("spoke"), "officer")
    world.settle()
    checked(world)
    assert not any(key.startswith("reminder:claim_idle") for key in board(world).cards)


def test_a_gift_that_was_taken_away_stays_away(world: World) -> None:
    a_job(world, "queued")
    world.do(world.reference, c.Allocate(b.OFFICER), "sergeant")
    world.settle()
    (key,) = (key for key in world.wall.cards() if key.startswith("given"))
    world.wall.delete(key)
    world.do(world.reference, c.Update("text"), "spoc")
    world.clock.forward(timedelta(hours=1))
    world.settle()
    world.do(world.reference, c.RecordContact("spoke"), "officer")
    world.settle()
    checked(world)
    assert key not in world.wall.cards()


def test_a_deleted_card_of_a_job_that_ended_stays_away(world: World) -> None:
    a_job(world, "queued")
    world.settle()
    world.do(world.reference, c.Recall("duplicate"), "spoc")
    world.settle()
    world.wall.delete("job")
    world.do(world.reference, c.Outcome("outcome", code="16"), "records")
    world.settle()
    assert world.wall.cards("job") == {}
    assert world.sqs.left() == []


# --- refused --------------------------------------------------------------------------------------------------------------------


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


# --- two at once ----------------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("error", [Gone("x"), Refused("x"), Unanswered("x"), Wait(1)])
def test_an_error_says_what_it_is(error: Exception) -> None:
    assert str(error)
