"""What went through the emulator is reported to the queue of receipts, once, in the shape that the template's rules make."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import URLError

import msgspec
import pytest

from chalicelib.outbound.deliveries import Delivery, Heard
from chalicelib.outbound.receipts import Receipt
from infra.local import network, texts
from infra.local.network import Network
from tests.unit.outbound.letters import EMAIL_MARK, MARK


class Emulator:
    """A table with delivery rows, a queue, and what SNS and SES sent."""

    endpoint_url = "http://127.0.0.1:1"

    def __init__(self) -> None:
        self.rows: list[tuple[Any, Delivery]] = []
        self.told: list[dict[str, Any]] = []
        self.looks = 0
        self.running: Any = self
        self.notify = type("Notify", (), {"look": lambda _: setattr(self, "looks", self.looks + 1)})()

    def client(self, service: str) -> Any:
        return self

    def get_paginator(self, name: str) -> Any:
        return self

    def paginate(self, **_: Any) -> Any:
        return [
            {
                "Items": [
                    {"pk": {"S": key.pk}, "sk": {"S": key.sk}, "data": {"S": msgspec.json.encode(row).decode()}}
                    for key, row in self.rows
                ]
            }
        ]

    def get_queue_url(self, QueueName: str) -> dict[str, str]:  # noqa: N803 - the SDK's name
        assert QueueName == "evr-receipts"
        return {"QueueUrl": "q"}

    def send_message(self, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803 - the SDK's names
        self.told.append(json.loads(MessageBody))


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(network.texts, "through_the_emulator", lambda address: found)
    return found


def a_row(id: str, heard: Heard | None = None) -> Delivery:
    return Delivery("sent", 1, attempts=1, provider="sns", provider_id=id, heard=heard)


@pytest.mark.parametrize(
    ("mark", "message", "code"),
    [
        (MARK, {"id": "m-1", "by": "sms", "to": "+447700900123"}, "TEXT_DELIVERED"),
        (MARK, {"id": "m-1", "by": "sms", "to": "+447700900404"}, "TEXT_INVALID"),
        (MARK, {"id": "m-1", "by": "sms", "to": "+447700900503"}, "TEXT_UNREACHABLE"),
        (EMAIL_MARK, {"id": "m-1", "by": "email", "to": "a@example.org"}, "Delivery"),
        (EMAIL_MARK, {"id": "m-1", "by": "email", "to": "nobody@example.org"}, "Bounce.Permanent.NoEmail"),
    ],
)
def test_each_message_is_reported_as_the_worker_reads_it(sent: Any, mark: Any, message: dict[str, Any], code: str):
    emulator = Emulator()
    emulator.rows = [(mark.key, a_row("m-1"))]
    sent.append(message)
    looking = Network(emulator)
    looking.look()
    looking.look()

    [told] = emulator.told
    receipt = msgspec.convert(told, Receipt)
    assert (receipt.whose, receipt.id, receipt.whole_code) == (mark, "m-1", code)
    assert not any(word in json.dumps(told) for word in ("07700", "447700", "example.org"))
    assert emulator.looks == 2


def test_what_was_reported_before_a_restart_is_not_reported_again(sent: Any):
    emulator = Emulator()
    emulator.rows = [(MARK.key, a_row("m-1", Heard("m-1", "delivered", "TEXT_DELIVERED")))]
    sent.append({"id": "m-1", "by": "sms", "to": "+447700900123"})
    Network(emulator).look()
    assert emulator.told == []


def test_a_text_whose_row_is_not_written_yet_waits_for_the_next_look(sent: Any):
    emulator = Emulator()
    sent.append({"id": "m-1", "by": "sms", "to": "+447700900123"})
    looking = Network(emulator)
    looking.look()
    emulator.rows = [(MARK.key, a_row("m-1"))]
    looking.look()
    assert len(emulator.told) == 1


def test_an_emulator_that_is_starting_is_left_in_peace(monkeypatch: pytest.MonkeyPatch):
    def starting(address: str) -> Any:
        raise URLError("refused")

    emulator = Emulator()
    monkeypatch.setattr(texts, "through_the_emulator", starting)
    Network(emulator).look()
    emulator.running = None
    Network(emulator).look()
    assert emulator.told == []
