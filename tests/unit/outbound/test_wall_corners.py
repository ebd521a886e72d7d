"""What happens between two calls of the chat worker: a card that goes, a board that is taken over, a read that is torn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.chat.wall import Unanswered
from chalicelib.domain import commands as c
from chalicelib.outbound import cards
from chalicelib.outbound.board import LEASE
from chalicelib.outbound.nudges import Later, Nudge
from chalicelib.outbound.scenes import board_key
from chalicelib.outbound.troubles import troubles
from chalicelib.store import keys
from tests import builders as b
from tests.faulty import Faults
from tests.walls import check_wall
from tests.workers import World

SPACE = b.policy().chat["slack"]


@pytest.fixture
def world(chatting: World) -> World:
    chatting.report()
    return chatting


def checked(world: World) -> None:
    check_wall(world.ports, world.wall, "dorset", world.reference)


def at_the_next(world: World, call: str, happens: object) -> None:
    """Something happens to the wall just before its next call of a kind."""

    def fails(name: str) -> Exception | None:
        if name != call:
            return None
        world.wall.fails = lambda name: None
        happens()
        return None

    world.wall.fails = fails


def test_a_card_in_a_thread_whose_head_goes_at_this_moment(world: World) -> None:
    world.to("queued")
    world.settle()
    world.do(world.reference, c.Update("text", "information"), "spoc")
    at_the_next(world, "post", lambda: world.wall.delete("job"))
    world.settle()
    checked(world)
    assert world.wall.one("update:1:-").under == world.wall.one("job").spot


def test_a_reply_whose_head_goes_at_this_moment(world: World) -> None:
    world.to("queued")
    world.settle()
    world.do(world.reference, c.Claim(), "officer")
    at_the_next(world, "say", lambda: world.wall.delete("job"))
    world.settle()
    checked(world)


def test_a_card_in_a_thread_of_which_nothing_was_heard_and_whose_head_has_gone(world: World) -> None:
    world.to("queued")
    world.settle()
    world.do(world.reference, c.Update("text", "information"), "spoc")
    world.wall.fails = lambda name: Unanswered("lost") if name == "post" else None
    with pytest.raises(Later):
        cards.work(world.ports, Nudge("dorset", world.reference, 4))
    world.wall.fails = lambda name: None
    at_the_next(world, "find", lambda: world.wall.delete("job"))
    world.settle()
    world.recover(3)
    checked(world)


def test_a_card_in_a_thread_waits_for_its_head(world: World) -> None:
    world.wall.archived.add(SPACE.queue)
    world.to("queued")
    world.do(world.reference, c.Update("text", "information"), "spoc")
    world.settle()
    assert set(world.wall.cards()) == set()
    world.wall.archived.clear()
    world.recover(6, timedelta(minutes=2))
    checked(world)
    assert set(world.wall.cards()) == {"job", "update:1:-"}


def test_a_board_that_was_taken_over_is_left_to_the_other(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """A worker that was asleep for longer than its lease: the other looks for what it posted."""
    world.to("claimed")
    nudge = Nudge("dorset", world.reference, 4)

    def sleeps() -> None:
        world.clock.forward(LEASE)
        cards.work(world.ports, nudge)

    at_the_next(world, "say", sleeps)
    cards.work(world.ports, nudge)

    assert "board taken over" in capsys.readouterr().out
    assert set(world.wall.cards()) == {"job"}
    assert world.wall.calls.count("post") == 1


def test_a_read_that_met_a_commit_half_way_comes_again(world: World) -> None:
    world.to("claimed")
    last = world.table.query(keys.incident("dorset", world.reference), prefix="EVENT#00000004").rows
    held_back = {row.key: world.table.rows.pop(row.key) for row in last}

    with pytest.raises(Later) as later:
        cards.work(world.ports, Nudge("dorset", world.reference, 4))

    assert later.value.seconds == 1
    world.table.rows |= held_back
    cards.work(world.ports, Nudge("dorset", world.reference, 4))
    checked(world)


def test_a_commit_of_this_moment_is_told_by_its_own_nudge(world: World) -> None:
    """Of a transaction that is being written, a reader may see a part; what it leaves out is not lost."""
    world.to("claimed")
    cards.work(world.ports, Nudge("dorset", world.reference, 3))
    assert not any("Claimed" in line for line in world.wall.thread())
    cards.work(world.ports, Nudge("dorset", world.reference, 4))
    checked(world)


def test_trouble_that_cannot_be_noted_fails_nothing(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.to("claimed")
    faults = Faults(at=6)  # state and board, events, roster, lease, settle, trouble
    wired = replace(world.ports, deps=replace(world.deps, table=faults.around(world.table)))
    cards.work(wired, Nudge("dorset", world.reference, 4))
    assert "trouble not noted" in capsys.readouterr().out
    checked(world)


@pytest.mark.parametrize("at", range(1, 8))
def test_a_table_that_does_not_answer_is_asked_again(world: World, at: int) -> None:
    world.to("claimed")
    faults = Faults(at=at, for_good=True)
    wired = replace(world.ports, deps=replace(world.deps, table=faults.around(world.table)))
    whole, world.ports = world.ports, wired
    world.settle(rounds=2)
    world.ports = whole
    world.recover(3)
    checked(world)


def test_nobody_and_nothing_make_no_trouble(world: World) -> None:
    for nudge in (
        Nudge("dorset", "NO-SUCH"),
        Nudge("dorset", officer="NOBODY"),
        Nudge("dorset", notice="none"),
        Nudge("nowhere", "R"),
    ):
        cards.work(world.ports, nudge)
    assert troubles(world.table, "dorset", "slack") == ()
    assert not world.table.get([board_key(Nudge("dorset", "NO-SUCH"), "slack")])
