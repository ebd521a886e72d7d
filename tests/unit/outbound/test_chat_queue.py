"""What is queued for the chat worker, in which order, and what is held back until its time."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.times import stamp
from chalicelib.outbound import held, routes
from chalicelib.outbound.nudges import Nudge
from chalicelib.outbound.queues import Message, Queues
from chalicelib.store.incidents import Outgoing
from chalicelib.store.officers import OfficerEvent
from chalicelib.store.rows import Delete, Put
from tests import builders as b
from tests.sqs_fake import URLS, FakeSqs
from tests.workers import World


def queues_of(life: b.Life, chats: bool) -> set[str]:
    last = tuple(each for each in life.events if each.version == life.incident.version)
    return {message.queue for message in routes.messages(Outgoing("dorset", last, reference=life.incident.reference), chats)}


@pytest.mark.parametrize("status", ["reported", "queued", "in_call", "closed", "escalated"])
def test_every_commit_is_shown_where_there_is_a_chat(status: str) -> None:
    life = b.a_life(status)
    assert queues_of(life, chats=True) == queues_of(life, chats=False) | {"chat"}


@pytest.mark.parametrize(("action", "duty"), [("start", "on"), ("break", "break"), ("end", "off")])
def test_a_shift_is_shown_where_there_is_a_chat(action: str, duty: str) -> None:
    event = OfficerEvent(b.OFFICER, action, b.NOW, b.OFFICER, "k1", duty)
    told = [each.nudge for each in routes.messages(Outgoing("dorset", officer=event), chats=True) if each.queue == "chat"]
    assert told == [Nudge("dorset", officer=b.OFFICER)]
    assert "chat" not in {each.queue for each in routes.messages(Outgoing("dorset", officer=event))}


# --- one incident after the other, and none waits for another -----------------------------------------------------------------


def sent(*nudges: Nudge) -> list[dict[str, str]]:
    sqs = FakeSqs()
    Queues(sqs, URLS).send([Message("chat", f"id-{n}", nudge) for n, nudge in enumerate(nudges)])
    return sqs.waiting[URLS["chat"]]


def test_what_is_about_one_thing_is_worked_on_in_its_order() -> None:
    group = [each["MessageGroupId"] for each in sent(Nudge("dorset", "A", 1), Nudge("dorset", "A", 2), Nudge("dorset", "B", 1))]
    assert group[0] == group[1] != group[2]


def test_groups_of_different_things_never_meet() -> None:
    things = (
        Nudge("dorset", "PC1"),
        Nudge("dorset", officer="PC1"),
        Nudge("dorset", notice="PC1"),
        Nudge("dorset", day="PC1"),
        Nudge("wessexshire", "PC1"),
    )
    assert len({each["MessageGroupId"] for each in sent(*things)}) == len(things)
    assert len({each.about for each in things[:4]}) == 4


def test_the_longest_names_fit() -> None:
    (message,) = sent(Nudge("f" * 60, "R" * 64, 1))
    assert len(message["MessageGroupId"]) <= 128


def test_a_nudge_holds_references_only() -> None:
    (message,) = sent(Nudge("dorset", b.REFERENCE, 3))
    assert json.loads(message["MessageBody"]) == {"force": "dorset", "reference": b.REFERENCE, "version": 3}


# --- held ---------------------------------------------------------------------------------------------------------------------

NUDGE = Nudge("dorset", b.REFERENCE)
SOON, LATER = b.NOW + b.HOUR, b.NOW + b.DAY


def test_an_entry_moves_with_its_time() -> None:
    assert list(held.moved(NUDGE, SOON, SOON)) == []
    assert [type(each) for each in held.moved(NUDGE, SOON, LATER)] == [Delete, Put]
    assert [type(each) for each in held.moved(NUDGE, None, SOON)] == [Put]
    assert [type(each) for each in held.moved(NUDGE, SOON, None)] == [Delete]


def test_what_is_held_is_sent_when_its_time_has_come_and_not_before(chatting: World) -> None:
    others = [Nudge("dorset", f"R{n}") for n in range(250)]
    for nudge in (NUDGE, *others):
        chatting.table.commit(list(held.moved(nudge, None, SOON)))
    chatting.table.commit(list(held.moved(Nudge("dorset", "LATE"), None, LATER)))
    assert held.release(chatting.ports, "dorset") == 0
    chatting.clock.now = SOON

    assert held.release(chatting.ports, "dorset") == 251

    bodies = [json.loads(each["MessageBody"]) for each in chatting.sqs.waiting[chatting.urls["chat"]]]
    assert {"force": "dorset", "reference": b.REFERENCE} in bodies
    assert not any(each["reference"] == "LATE" for each in bodies)


def test_an_entry_whose_message_was_not_taken_is_sent_again(chatting: World) -> None:
    chatting.table.commit(list(held.moved(NUDGE, None, b.NOW)))
    chatting.sqs.refuse = lambda url, entry: True
    assert held.release(chatting.ports, "dorset") == 0
    chatting.sqs.refuse = lambda url, entry: False
    assert held.release(chatting.ports, "dorset") == 1


def test_the_entry_of_a_job_goes_when_the_job_is_over(chatting: World) -> None:
    chatting.report()
    chatting.to("queued")
    chatting.settle()
    assert [row.sk for row in chatting.table.all("HELD#")] == [f"{stamp(b.NOW + b.HOUR + timedelta(seconds=4))}#{b.REFERENCE}"]
    chatting.do(chatting.reference, c.Recall("duplicate"), "spoc")
    chatting.settle()
    assert chatting.table.all("HELD#") == []


# --- reminders, by the clock --------------------------------------------------------------------------------------------------


def test_what_falls_due_at_night_is_told_when_the_service_opens_if_it_still_stands(chatting: World) -> None:
    world = chatting
    world.clock.now = b.NOW.replace(hour=20)
    seen_to, open_ = world.report("A-0416"), world.report("B-0416")
    for reference in (seen_to, open_):
        world.to("queued", reference)
    world.settle()
    world.clock.forward(timedelta(hours=4))
    world.tick()
    world.settle()
    assert not any("reminder" in each.key for each in world.wall.messages.values())
    world.do(seen_to, c.ReassessRisk("unchanged"), "sergeant")
    world.settle()

    world.clock.now = (b.NOW + b.DAY).replace(hour=8)
    world.tick()
    world.settle()

    assert {key.split(":")[1] for key in world.wall.cards("reminder", open_)} == {"risk"}
    assert world.wall.cards("reminder:risk:2026-11-18T23", seen_to) == {}


def test_a_reminder_goes_to_each_alone_and_is_edited_when_seen_to(chatting: World) -> None:
    world = chatting
    world.report()
    world.to("queued")
    world.clock.forward(timedelta(hours=4))
    world.tick()
    world.settle()
    spots = {key.rpartition(":")[2]: world.wall.one(key).spot for key in world.wall.cards("reminder:risk")}
    assert {id: spot.channel for id, spot in spots.items()} == {b.SERGEANT: f"DU{b.SERGEANT}", "SP0007": "DUSP0007"}

    world.do(world.reference, c.ReassessRisk("unchanged"), "sergeant")
    world.settle()

    cards = [world.wall.messages[spot].card for spot in spots.values()]
    assert [(card.lines, card.leading) for card in cards if card] == [(("Nothing needs to be done about this any more.",), ())] * 2
