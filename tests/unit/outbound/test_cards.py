"""Cards on the wall: hung once, edited in place, in their thread; what was missed is brought up in one go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.chat.wall import Refused
from chalicelib.domain import commands as c
from chalicelib.outbound import cards
from chalicelib.outbound.nudges import Nudge
from tests import builders as b
from tests.faulty import Counting
from tests.unit.chat.lives import shows_a_person
from tests.workers import WAY, World

SPACE = b.policy().chat["slack"]


@pytest.fixture
def world(chatting: World) -> World:
    return chatting


def actions(world: World, key: str) -> set[str]:
    card = world.wall.one(key).card
    assert card
    return {each.action for each in (*card.leading, *card.menu)}


def test_a_job_hangs_in_the_queue_and_its_thread_tells_what_happened(world: World) -> None:
    world.report()
    world.to("in_triage")

    world.settle()

    assert set(world.wall.cards()) == {"job", "triage"}
    job = world.wall.one("job")
    assert (job.spot.channel, job.key) == (SPACE.queue, f"{world.reference} job")
    assert world.wall.one("triage").spot.channel == SPACE.sergeants
    assert [line[6:] for line in world.wall.thread()] == [
        "Reported; EVR is to be offered",
        "EVR offered to the victim",
        "Eligible for a video call",
    ]


def test_the_whole_way_the_card_is_edited_in_place_and_each_commit_is_a_reply(world: World) -> None:
    world.report()
    world.settle()
    for status, *_ in WAY:
        world.to_next(status)
        world.settle()

    assert set(world.wall.cards()) == {"offer", "triage", "job", "waits:1:PC2214", "review:1"}
    assert actions(world, "job") == {"job.timeline", "job.more", "job.details_why", "record.show", "notes.show"}
    for key in ("offer", "triage", "review:1"):
        assert actions(world, key) == {"job.card"}
    assert [reply[0][6:].partition(";")[0] for reply in world.wall.replies()][1:] == [
        "Found suitable for EVR",
        f"Claimed by <@U{b.OFFICER}>",
        "Telephoned: spoke to the victim, who is somewhere suitable",
        "Link sent (arrived) by text to a phone",
        "Message with the link: sent, not confirmed",
        "The victim joined",
        "The officer joined",
        "Paused by the police: to look at evidence",
        "Resumed by the police",
        "Call over",
        "Record submitted",
        "Reviewed: cannot be progressed: finalised within EVR",
        "The victim was told: by telephone",
    ]


def test_no_message_shows_a_person(world: World) -> None:
    world.report()
    world.to("call_closed")
    world.do(world.reference, c.Update("Test Person-Alder, 07700 900123", "risk"), "spoc")
    world.settle()

    assert shows_a_person([(each.card, each.lines, each.key) for each in world.wall.messages.values()]) == []


def test_a_report_out_of_scope_leaves_nothing_behind(world: World) -> None:
    world.wall.calls.clear()
    reference = world.report("20261118-9996", grade="5")
    world.settle()

    assert world.wall.calls == []
    assert world.table.query(f"INC#dorset#{reference}", prefix="CHAT#").rows == ()


def test_the_same_nudge_again_changes_nothing(world: World) -> None:
    world.report()
    world.to("claimed")
    world.settle()
    version = 4
    world.wall.calls.clear()
    before = world.table.all("INC#")

    for _ in range(3):
        cards.work(world.ports, Nudge("dorset", world.reference, version))
        cards.work(world.ports, Nudge("dorset", world.reference, 1))

    assert world.wall.calls == []
    assert world.table.all("INC#") == before


def test_what_was_missed_is_brought_up_in_one_go(world: World) -> None:
    world.report()
    world.to("claimed")
    world.sqs.waiting.clear()

    cards.work(world.ports, Nudge("dorset", world.reference, 1))

    assert set(world.wall.cards()) == {"job"}
    (reply,) = world.wall.replies()
    assert len(reply) == 5, "the last commit is this moment's: its own nudge tells it"
    cards.work(world.ports, Nudge("dorset", world.reference, 4))
    assert len(world.wall.replies()) == 2


def test_an_edit_is_seen_wherever_it_was_made(world: World) -> None:
    world.report()
    world.to("queued")
    world.settle()
    assert "job.claim" in actions(world, "job")
    world.do(world.reference, c.Recall("duplicate"), "spoc")
    world.settle()
    assert actions(world, "job") == {"job.timeline", "job.more", "job.details_why", "notes.show"}


def test_ages_are_right_to_the_hour(world: World) -> None:
    world.report()
    world.to("queued")
    world.settle()
    world.wall.calls.clear()

    for _ in range(6):
        world.clock.forward(timedelta(minutes=10))
        world.tick()
        world.settle()

    assert world.wall.calls == ["edit"]
    job = world.wall.one("job").card
    assert job and "1 h" in job.summary


def test_an_emergency_is_known_everywhere_at_once(world: World) -> None:
    world.report()
    world.to("claimed")
    world.settle()
    world.clock.now = world.clock.now.replace(hour=23, minute=30)
    world.do(world.reference, c.Escalate("threat"), "officer")
    world.settle()

    assert {key: world.wall.one(key).spot.channel for key in world.wall.cards("emergency")} == {
        "emergency:control_room": SPACE.control_room,
        "emergency:sergeants": SPACE.sergeants,
    }


def test_news_reaches_the_holder_at_once_and_is_settled_when_read(world: World) -> None:
    world.report()
    world.to("claimed")
    world.do(world.reference, c.Update("text", "risk"), "spoc")
    world.settle()
    key = f"update:1:{b.OFFICER}"
    assert world.wall.one(key).spot.channel == f"DU{b.OFFICER}"

    world.do(world.reference, c.AcknowledgeUpdate(1), "officer")
    world.settle()

    card = world.wall.one(key).card
    assert card and card.lines == ("Read.",)
    assert actions(world, key) == {"job.card"}


def test_news_without_a_holder_hangs_in_the_thread(world: World) -> None:
    world.report()
    world.to("queued")
    world.do(world.reference, c.Update("text", "information"), "spoc")
    world.settle()

    assert world.wall.one("update:1:-").under == world.wall.one("job").spot


def test_the_home_tab_of_whom_it_concerns_is_shown_anew(world: World) -> None:
    world.report()
    world.to("queued")
    world.settle()
    world.wall.homes.clear()
    world.do(world.reference, c.Claim(), "officer")
    world.settle()
    assert set(world.wall.homes) == {f"U{b.OFFICER}"}
    world.do(world.reference, c.Reassign(b.OTHER_OFFICER), "sergeant")
    world.settle()
    assert {account: len(shown) for account, shown in world.wall.homes.items()} == {
        f"U{b.OFFICER}": 2,
        f"U{b.OTHER_OFFICER}": 1,
        f"U{b.SERGEANT}": 1,
    }


def test_trouble_with_a_home_tab_fails_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.wall.fails = lambda name: Refused("no_home") if name == "home" else None
    world.report()
    world.to("claimed")
    world.settle()
    assert "job" in world.wall.cards()

    def broken(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("chalicelib.outbound.homes.home_of", broken)
    world.wall.fails = lambda name: None
    world.do(world.reference, c.RecordContact("spoke"), "officer")
    world.settle()
    assert world.dead("chat") == []
    assert world.sqs.left() == []


def test_a_long_story_is_told_in_several_replies_and_loses_no_line(world: World) -> None:
    world.report()
    world.to("claimed")
    for _ in range(160):
        world.do(world.reference, c.RecordContact("no_answer"), "officer")
    world.clock.forward(timedelta(minutes=1))
    world.sqs.waiting.clear()

    cards.work(world.ports, Nudge("dorset", world.reference, 1))

    assert len(world.wall.thread()) == 166
    assert len(world.wall.replies()) > 1
    assert all(sum(map(len, reply)) <= 2800 for reply in world.wall.replies())


def test_what_a_change_and_a_repeat_cost(world: World) -> None:
    """State and board, events, roster; the lease and what hangs; the last trouble. A repeat reads and writes nothing."""
    world.report()
    world.to("in_triage")
    table = Counting(world.table)
    counted = replace(world.ports, deps=replace(world.deps, table=table))
    world.wall.fails = lambda name: Refused("not here") if name == "home" else None

    cards.work(counted, Nudge("dorset", world.reference, 2))
    homes = dict(table.calls)
    assert (homes.pop("commit"), world.wall.calls.count("post"), world.wall.calls.count("say")) == (2, 2, 1)

    table.calls.clear()
    cards.work(counted, Nudge("dorset", world.reference, 2))
    assert table.calls == {"get": 1, "query": 2}
