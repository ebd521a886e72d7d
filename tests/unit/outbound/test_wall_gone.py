"""A channel was archived, a card deleted: what belongs there is posted anew, what was dismissed stays away."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from chalicelib.domain import commands as c
from chalicelib.outbound.troubles import troubles
from tests import builders as b
from tests.unit.outbound.wall_looks import SPACE, a_job, board, checked, held, wrong
from tests.workers import World


@pytest.fixture
def world(chatting: World) -> World:
    return chatting


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
