"""The relay: what goes where, and what happens to a row whose messages do not get through."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.team_notice import NoticeEvent
from chalicelib.outbound import relay, routes
from chalicelib.outbound.nudges import Nudge
from chalicelib.store.incidents import Outgoing
from chalicelib.store.rows import Put, Row
from tests import builders as b
from tests.sqs_fake import URLS, stream_event
from tests.workers import World


def queues_of(life: b.Life) -> set[str]:
    """Where the last command's commit goes."""
    last = tuple(each for each in life.events if each.version == life.incident.version)
    return {message.queue for message in routes.messages(Outgoing("dorset", last, reference=life.incident.reference))}


@pytest.mark.parametrize(
    ("status", "queues"),
    [
        ("reported", {"facts", "cad"}),
        ("queued", {"facts", "cad", "allocations"}),
        ("claimed", {"facts", "cad"}),
        ("link_sent", {"facts", "cad", "texts"}),
        ("in_review", {"facts", "cad", "allocations", "media"}),
        ("returned", {"facts", "cad", "allocations", "media"}),
        ("escalated", {"facts", "cad", "allocations", "media"}),
        ("closed", {"facts", "cad"}),
    ],
)
def test_each_step_goes_to_those_who_need_it(status: str, queues: set[str]) -> None:
    assert queues_of(b.a_life(status)) == queues


def test_a_consultation_is_not_for_command_and_control() -> None:
    life = b.a_life("claimed").do(c.Consult("text-why"), b.by("officer"))

    assert [type(each) for each in life.last] == [e.DetailsShown]
    assert queues_of(life) == {"facts"}


def test_messages_hold_references_only() -> None:
    life = b.a_life("link_sent")
    outgoing = Outgoing("dorset", tuple(life.events[-1:]), reference=life.incident.reference)

    nudges = {message.nudge for message in routes.messages(outgoing)}

    assert nudges == {Nudge("dorset", b.REFERENCE, life.incident.version)}


@pytest.mark.parametrize(("action", "queues"), [("posted", ["chat"]), ("acknowledged", ["chat"]), ("read", [])])
def test_a_notice_to_the_team_is_told_to_chat_and_its_readings_are_not(action: Any, queues: list[str]) -> None:
    outgoing = Outgoing("dorset", notice=NoticeEvent("n1", action, b.NOW, "SP0007", "k1"))
    messages = list(routes.messages(outgoing, chats=True))
    assert [(each.queue, each.nudge) for each in messages] == [(queue, Nudge("dorset", notice="n1")) for queue in queues]
    assert list(routes.messages(outgoing)) == []


def test_an_officer_who_comes_on_duty_may_be_given_a_job(world: World) -> None:
    world.on_duty(b.OTHER_OFFICER)

    world.stream()

    assert json.loads(world.sqs.take(URLS["allocations"])[0]["MessageBody"]) == {"force": "dorset"}


def test_a_row_stays_until_every_message_was_taken(world: World) -> None:
    world.report()
    world.sqs.refuse = lambda url, entry: url == URLS["cad"]

    failures = world.stream()

    assert len(world.outbox()) == 1
    assert failures == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    world.sqs.refuse = lambda url, entry: False
    world.recover(1)
    assert world.outbox() == []
    assert world.kinds() == ["reported"]


def test_only_the_rows_whose_messages_failed_stay(world: World) -> None:
    first, second = world.report("A-0416"), world.report("B-0416")
    world.sqs.refuse = lambda url, entry: "A-0416" in entry["MessageBody"]

    world.stream()

    assert [first in row.sk for row in world.outbox()] == [True]
    assert second not in world.outbox()[0].sk


def test_more_than_a_batch_of_ten_gets_through(world: World) -> None:
    for n in range(23):
        world.report(f"R{n}-0416")

    world.settle()

    assert len(world.feed()) == 23


def test_a_row_that_cannot_be_read_stays_and_holds_up_nobody(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.table.commit([Put(Row(pk="OUTBOX#dorset#0", sk="2026-01-01T00:00:00.000000Z#x", data='{"no": 1}'))])
    world.report()

    world.recover(1)

    assert [row.data for row in world.outbox()] == ['{"no": 1}']
    assert world.kinds() == ["reported"]
    assert "OutboxUnreadable" in capsys.readouterr().out


def test_records_of_other_rows_are_passed_over(world: World) -> None:
    world.report()
    event = stream_event([*world.outbox(), Row(pk="INC#dorset#x", sk="STATE", data="{}")])
    event["Records"].append({"eventName": "REMOVE", "dynamodb": {"Keys": {}}})
    event["Records"].append({**event["Records"][0], "eventName": "MODIFY"})

    assert relay.on_stream(event) == {"batchItemFailures": []}
    assert len(world.sqs.take(URLS["facts"])) == 1


def test_a_record_whose_row_is_gone_does_no_harm(world: World) -> None:
    world.report()
    event = stream_event(world.outbox())
    world.settle()
    before = world.feed()

    relay.on_stream(event)
    world.settle()

    assert world.feed() == before


def test_the_sweep_leaves_fresh_rows_to_the_stream(world: World) -> None:
    world.report()
    world.clock.forward(timedelta(seconds=14))
    assert relay.sweep(world.ports, "dorset") == 0

    world.clock.forward(timedelta(seconds=2))

    assert relay.sweep(world.ports, "dorset") == 1
    assert world.outbox() == []


def test_a_sweep_of_many_rows_goes_on_past_those_that_fail(world: World) -> None:
    for n in range(relay.PAGE * 5):
        world.report(f"R{n}-0416")
    world.sqs.refuse = lambda url, entry: '"R1' in entry["MessageBody"]
    world.clock.forward(timedelta(minutes=1))

    relayed = relay.sweep(world.ports, "dorset")

    refused = [row for row in world.outbox() if "#R1" in row.sk]
    assert len(refused) == len(world.outbox()) == relay.PAGE * 5 - relayed > 100
