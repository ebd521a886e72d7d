"""A break that goes on for long: a gentle word, to the officer alone, once, and not at night."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.officer import OfficerRecord
from chalicelib.service import put_officer, shift
from tests.builders import OFFICER, OTHER_OFFICER
from tests.workers import World

ABOUT = f"officer|{OFFICER}"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(chatting: World) -> World:
    return chatting


def do(world: World, action: str, officer: str = OFFICER) -> None:
    world.clock.forward(timedelta(seconds=1))
    done = shift(world.deps, world.caller("officer", officer), officer, action)
    assert done.duty, done
    world.settle()


def pass_by(world: World, time: timedelta) -> None:
    world.clock.forward(time)
    world.tick()
    world.settle()


def test_after_so_long_a_break_the_officer_is_asked_alone(world: World) -> None:
    do(world, "break")
    pass_by(world, 44 * MINUTE)
    assert world.wall.cards(about=ABOUT) == {}

    pass_by(world, MINUTE)

    ((key, card),) = world.wall.cards(about=ABOUT).items()
    assert world.wall.one(key, ABOUT).spot.channel == f"DU{OFFICER}"
    assert [each.action for each in card.leading] == ["shift.back", "reminder.dismiss"]
    assert card.lines == ("Your break began at 10:00, 45 min ago. Take the time you need: no job is given to you meanwhile.",)


def test_once_for_each_break(world: World) -> None:
    do(world, "break")
    for _ in range(6):
        pass_by(world, 30 * MINUTE)
    assert len(world.wall.cards(about=ABOUT)) == 1
    do(world, "back")
    do(world, "break")
    pass_by(world, 46 * MINUTE)
    assert len(world.wall.cards("break", ABOUT)) == 2
    assert sum(bool(card.leading) for card in world.wall.cards(about=ABOUT).values()) == 1


@pytest.mark.parametrize("action", ["back", "end"])
def test_once_they_are_back_the_question_is_answered(world: World, action: str) -> None:
    do(world, "break")
    pass_by(world, 46 * MINUTE)
    do(world, action)
    ((_, card),) = world.wall.cards(about=ABOUT).items()
    assert (card.lines, card.leading) == (("Your break is over.",), ())


def test_back_in_time_nobody_is_asked_and_nothing_stays_held(world: World) -> None:
    do(world, "break")
    assert [row.sk.partition("#")[2] for row in world.table.all("HELD#")] == [ABOUT]
    do(world, "back")
    pass_by(world, 60 * MINUTE)
    assert world.wall.cards(about=ABOUT) == {}
    assert world.table.all("HELD#") == []


def test_a_break_begun_before_closing_is_asked_about_in_the_morning(world: World) -> None:
    world.clock.now = world.clock.now.replace(hour=21, minute=30)
    do(world, "break")
    pass_by(world, 60 * MINUTE)
    assert world.wall.cards(about=ABOUT) == {}
    pass_by(world, timedelta(hours=9, minutes=31))
    assert len(world.wall.cards(about=ABOUT)) == 1


def test_one_that_was_dismissed_does_not_come_back(world: World) -> None:
    do(world, "break")
    pass_by(world, 46 * MINUTE)
    world.wall.delete(next(iter(world.wall.cards(about=ABOUT))), ABOUT)
    for _ in range(4):
        pass_by(world, 30 * MINUTE)
    assert world.wall.cards(about=ABOUT) == {}
    do(world, "back")
    assert world.sqs.left() == []


def test_whoever_has_no_account_is_not_asked(world: World) -> None:
    record = OfficerRecord("Test Officer-Rowan", ("officer",), "A")
    put_officer(world.deps, world.caller("administrator"), OTHER_OFFICER, record)
    do(world, "break", OTHER_OFFICER)
    pass_by(world, 60 * MINUTE)
    assert world.wall.cards(about=f"officer|{OTHER_OFFICER}") == {}


def test_a_shift_shows_the_home_tab_anew(world: World) -> None:
    world.wall.homes.clear()
    do(world, "break")
    assert set(world.wall.homes) == {f"U{OFFICER}"}
