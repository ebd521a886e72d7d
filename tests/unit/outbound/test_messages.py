"""A batch of messages on its way through a worker; the queues; facts; log lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.insight import fact, facts
from chalicelib.outbound import noting, nudges
from chalicelib.outbound.nudges import Later, Nudge
from chalicelib.outbound.queues import Message, Queues, dead
from chalicelib.store.rows import Conflict, Unavailable
from tests import builders as b
from tests.faults import incident
from tests.sqs_fake import sqs_event
from tests.workers import World

FIFO = "q/evr-cad.fifo"


def batch(*forces: str, group: bool = False, received: int = 1) -> dict[str, Any]:
    messages = [
        {"id": f"m{n}", "MessageBody": json.dumps({"force": force}), "received": received}
        | ({"MessageGroupId": force} if group else {})
        for n, force in enumerate(forces)
    ]
    return sqs_event(FIFO, messages)


def failed(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def work_but(*bad: str) -> Any:
    def work(nudge: Nudge) -> None:
        if nudge.force in bad:
            raise Unavailable("test")

    return work


def ignore(record: dict[str, Any], seconds: int) -> None:
    pass


# --- a batch --------------------------------------------------------------------------------------------------------------------


def test_only_what_failed_comes_again() -> None:
    assert failed(nudges.each(batch("a", "b", "c"), work_but("b"), ignore)) == ["m1"]


def test_in_a_fifo_queue_what_follows_in_the_group_waits_too() -> None:
    event = batch("a", "b", "a", "b", "a", group=True)
    trouble = iter([False, True])

    def work(nudge: Nudge) -> None:
        if next(trouble, False):
            raise Unavailable("once")

    assert failed(nudges.each(event, work, ignore)) == ["m1", "m3"]


def test_a_message_that_cannot_be_read_fails_alone() -> None:
    event = batch("a", "b")
    event["Records"][0]["body"] = '{"force": "a", "surprise": 1}'

    assert failed(nudges.each(event, work_but(), ignore)) == ["m0"]


def test_what_is_not_begun_in_time_comes_again_at_once() -> None:
    postponed: list[int] = []
    up = iter([False, True, True])

    answer = nudges.each(batch("a", "b", "c"), work_but(), lambda record, seconds: postponed.append(seconds), lambda: next(up))

    assert failed(answer) == ["m1", "m2"]
    assert postponed == [0, 0]


@pytest.mark.parametrize(("received", "seconds"), [(1, 5), (2, 20), (4, 120), (9, 120)])
def test_each_failure_waits_longer(received: int, seconds: int) -> None:
    postponed: list[int] = []

    nudges.each(batch("a", received=received), work_but("a"), lambda record, seconds: postponed.append(seconds))

    assert postponed == [seconds]


def test_later_says_when() -> None:
    postponed: list[int] = []

    def work(nudge: Nudge) -> None:
        raise Later("leased", 42)

    assert failed(nudges.each(batch("a"), work, lambda record, seconds: postponed.append(seconds))) == ["m0"]
    assert postponed == [42]


def test_the_death_of_the_process_is_not_hidden() -> None:
    def work(nudge: Nudge) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        nudges.each(batch("a"), work, ignore)


# --- the queues -----------------------------------------------------------------------------------------------------------------


class Sqs:
    def __init__(self, answer: Any) -> None:
        self.answer, self.calls = answer, []

    def send_message_batch(self, **call: Any) -> Any:
        self.calls.append(call)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    change_message_visibility = send_message_batch


ERROR = ClientError({"Error": {"Code": "Throttled"}}, "SendMessageBatch")


def test_what_the_answer_does_not_name_as_taken_was_not_taken() -> None:
    queues = Queues(Sqs({}), {"facts": "q/evr-facts"})

    assert queues.send([Message("facts", "a", Nudge("f")), Message("facts", "b", Nudge("f"))]) == {"a", "b"}


def test_an_error_is_a_batch_not_taken() -> None:
    assert Queues(Sqs(ERROR), {"facts": "q/evr-facts"}).send([Message("facts", "a", Nudge("f"))]) == {"a"}


def test_a_long_reference_makes_an_id_that_sqs_takes() -> None:
    sqs = Sqs({"Successful": [{"Id": "0"}]})

    assert Queues(sqs, {"cad": FIFO}).send([Message("cad", "x" * 300, Nudge("f"))]) == set()

    (entry,) = sqs.calls[0]["Entries"]
    assert len(entry["MessageDeduplicationId"]) <= 128
    assert entry["MessageGroupId"] == "f"


def test_an_update_sent_again_does_not_hold_up_the_forces_steps() -> None:
    sqs = Sqs({"Successful": [{"Id": "0"}, {"Id": "1"}]})

    Queues(sqs, {"cad": FIFO}).send([Message("cad", "a", Nudge("f")), Message("cad", "b", Nudge("f", again="000000000001"))])

    assert [entry["MessageGroupId"] for entry in sqs.calls[0]["Entries"]] == ["f", "f/again"]


def test_postponing_is_best_effort() -> None:
    record = sqs_event(FIFO, [{"id": "m", "MessageBody": "{}", "received": 1}])["Records"][0]

    Queues(Sqs(ERROR), {"cad": FIFO}).postpone(record, 5)
    Queues(Sqs(ERROR), {}).postpone(record, 5)


def test_dead_letters_have_their_queues() -> None:
    assert dead("https://sqs/1/evr-cad.fifo") == "https://sqs/1/evr-cad-dead.fifo"
    assert dead("https://sqs/1/evr-texts") == "https://sqs/1/evr-texts-dead"


# --- facts ----------------------------------------------------------------------------------------------------------------------


def fact_row(world: World) -> Any:
    return world.table.rows[fact.key("dorset", fact.fact_of(incident(world, b.REFERENCE)))]


def test_a_fact_follows_its_incident(world: World) -> None:
    world.report()
    world.to("queued")
    world.settle()

    assert fact_row(world).version == incident(world, b.REFERENCE).version
    assert '"status":"queued"' in fact_row(world).data


def test_a_message_about_nothing_writes_no_fact(world: World) -> None:
    facts.bring_up(world.table, Nudge("dorset", "no-such-incident", 1))
    facts.bring_up(world.table, Nudge("dorset"))

    assert world.table.all("FACT#") == []


def test_the_same_fact_again_is_not_written(world: World) -> None:
    world.report()
    world.settle()
    world.table.calls.clear()

    facts.bring_up(world.table, Nudge("dorset", b.REFERENCE, 1))

    assert "commit" not in world.table.calls


def test_a_newer_fact_is_never_replaced_by_an_older_one(world: World) -> None:
    """Another worker writes the newer fact between our read and our write."""
    world.report()
    world.settle()
    commit, first = world.table.commit, [True]

    def overtaken(writes: Any) -> None:
        if first:
            first.clear()
            world.table.commit = commit
            world.to("in_triage")
            facts.bring_up(world.table, Nudge("dorset", b.REFERENCE))
        commit(writes)

    world.do(b.REFERENCE, _offer(), "call_handler")
    world.table.commit = overtaken
    facts.bring_up(world.table, Nudge("dorset", b.REFERENCE))

    assert fact_row(world).version == incident(world, b.REFERENCE).version


def _offer() -> Any:
    from chalicelib.domain import commands as c

    return c.Offer(made=True)


def test_a_fact_that_never_stands_still_comes_again(world: World) -> None:
    world.report()

    class Restless:
        get = staticmethod(world.table.get)

        def commit(self, writes: Any) -> None:
            raise Conflict([])

    with pytest.raises(Unavailable):
        facts.bring_up(Restless(), Nudge("dorset", b.REFERENCE))


# --- log lines ------------------------------------------------------------------------------------------------------------------


def test_an_error_is_written_down_by_type_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("07700 900123")
    except ValueError as error:
        noting.failed("test failed", error, reference="R")

    line = json.loads(capsys.readouterr().out)
    assert line["error"] == "ValueError"
    assert line["at"].startswith("test_messages.py:")
    assert "07700" not in json.dumps(line)


def test_a_metric_is_one_line_of_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVR_STAGE", "test")

    noting.measure("dorset", {"Age": 1.5}, unit="Seconds")

    line = json.loads(capsys.readouterr().out)
    assert (line["Force"], line["Stage"], line["Age"]) == ("dorset", "test", 1.5)
    assert line["_aws"]["CloudWatchMetrics"][0]["Metrics"] == [{"Name": "Age", "Unit": "Seconds"}]
