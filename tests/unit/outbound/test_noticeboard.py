"""A notice to the team hangs in its channel while it stands, counts who has taken note, and never says what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.team_notice import TeamNotice
from chalicelib.service import Caller, notices
from tests import builders as b
from tests.workers import World

WORDS = "Test: telephones are down, SECRET."
SPACE = b.policy().chat["slack"]


@pytest.fixture
def world(chatting: World) -> World:
    return chatting


def staff(world: World, id: str) -> Caller:
    return Caller(force=world.force, id=id, staff=True)


def posted(world: World) -> TeamNotice:
    notice = notices.post_notice(world.deps, staff(world, "SP0007"), WORDS)
    assert isinstance(notice, TeamNotice), notice
    world.settle()
    return notice


def noted(world: World, id: str, *officers: str) -> None:
    for officer in officers:
        assert isinstance(notices.acknowledge_notice(world.deps, staff(world, officer), id), TeamNotice)
        world.settle()


def fact(world: World, id: str) -> str:
    card = world.wall.one("notice", f"notice|{id}").card
    assert card
    return next(each.value for each in card.facts if each.label == "Taken note of")


def test_it_hangs_in_the_teams_channel_without_its_words(world: World) -> None:
    id = posted(world).id
    message = world.wall.one("notice", f"notice|{id}")
    assert (message.spot.channel, message.under) == (SPACE.team, None)
    assert message.card and [(each.action, each.value) for each in message.card.leading] == [
        ("notice.read", id),
        ("notice.acknowledge", id),
    ]
    assert "SECRET" not in repr(message)
    assert fact(world, id) == "by 0 of 4 on shift, 0 in all"


def test_it_counts_who_has_taken_note(world: World) -> None:
    id = posted(world).id
    noted(world, id, b.OFFICER, b.SERGEANT)
    assert fact(world, id) == "by 2 of 4 on shift, 2 in all"


def test_whoever_has_gone_home_is_counted_apart(world: World) -> None:
    from chalicelib.service import shift

    id = posted(world).id
    noted(world, id, b.OFFICER)
    shift(world.deps, world.caller("officer", b.OFFICER), b.OFFICER, "end")
    noted(world, id, b.OTHER_OFFICER)
    assert fact(world, id) == "by 1 of 3 on shift, 2 in all"


def test_reading_it_changes_nothing(world: World) -> None:
    id = posted(world).id
    world.wall.calls.clear()
    notices.read_notice(world.deps, staff(world, b.OFFICER), id)
    world.settle()
    assert world.wall.calls == []


def test_when_it_is_over_it_says_so_without_buttons(world: World) -> None:
    id = posted(world).id
    world.clock.forward(timedelta(hours=24))
    world.tick()
    world.settle()
    card = world.wall.one("notice", f"notice|{id}").card
    assert card and (card.lines, card.leading) == (("This notice is over.",), ())
    assert not [row for row in world.table.all("HELD#") if id in row.sk]


def test_one_that_the_wall_did_not_take_hangs_later_and_once_only(world: World) -> None:
    world.wall.down = True
    id = posted(world).id
    world.wall.down = False
    world.recover(5)
    assert fact(world, id) == "by 0 of 4 on shift, 0 in all"
    world.wall.delete("notice", f"notice|{id}")
    noted(world, id, b.OFFICER)
    assert fact(world, id) == "by 1 of 4 on shift, 1 in all"


def test_a_notice_that_is_over_before_it_hung_is_left_out(world: World) -> None:
    world.wall.down = True
    id = posted(world).id
    world.clock.forward(timedelta(hours=25))
    world.wall.down = False
    world.recover(5)
    assert world.wall.cards(about=f"notice|{id}") == {}
    assert not [row for row in world.table.all("HELD#") if id in row.sk]
