"""GOV.UK Notify's delivery receipts: whose they are follows from the bearer token; the worker gets them without the person."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib import wiring
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.providers import notify_key
from chalicelib.outbound.providers.notify_key import NotifyKey, read
from chalicelib.secrets import Secrets
from tests.contract.desk import Answer, Desk

DORSET, WESSEX = "dorset-callback-token-0001", "wessex-callback-token-0001"
MARK = Mark("dorset", "20261118-0416", "SEND#00000006.00#sms")
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
NOTIFY = {"sms": ("notify",), "notify": {"sms_template": TEMPLATE}}
KEY = "test-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"

#: As GOV.UK Notify documents it; every value but the template's version is a string.
CALLBACK = {
    "id": "740e5834-3a29-46b4-9a6f-16142fde533a",
    "reference": str(MARK),
    "to": "07700900123",
    "status": "delivered",
    "created_at": "2026-11-18T10:15:30.000000Z",
    "completed_at": "2026-11-18T10:15:31.000000Z",
    "sent_at": "2026-11-18T10:15:30.000000Z",
    "notification_type": "sms",
    "template_id": TEMPLATE,
    "template_version": 1,
}


class FakeSqs:
    """Keeps what it was given; `down` refuses."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.down = False

    def send_message(self, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803 - the SDK's names
        if self.down:
            raise EndpointConnectionError(endpoint_url="x")
        assert QueueUrl == "https://sqs.example/receipts"
        self.sent.append(json.loads(MessageBody))


@pytest.fixture
def sqs(monkeypatch: pytest.MonkeyPatch) -> FakeSqs:
    made = FakeSqs()
    monkeypatch.setattr(wiring, "client", lambda service: {"sqs": made}[service])
    return made


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the Secrets Manager holds, by name; an exception is raised."""
    held: dict[str, Any] = {
        "evr/dorset/notify": {"api_key": KEY, "callback_token": DORSET},
        "evr/wessexshire/notify": {"api_key": KEY, "callback_token": ["wessex-callback-token-0000", WESSEX]},
    }

    def fetch(name: str) -> str:
        if isinstance(held[name], Exception):
            raise held[name]
        return json.dumps(held[name])

    keys: Secrets[NotifyKey] = Secrets(fetch, read)
    monkeypatch.setattr(notify_key, "keys", lambda: keys)
    return held


@pytest.fixture
def desk(app: Any, identity: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Both forces send through Notify."""
    made = Desk(app, dorset={"texts": NOTIFY}, wessexshire={"texts": NOTIFY})
    monkeypatch.setattr(wiring, "deps", lambda: made.deps)
    return made


def call(desk: Desk, token: str | None = DORSET, raw: bytes | None = None, **changes: Any) -> Answer:
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    content = raw if raw is not None else json.dumps(CALLBACK | changes).encode()
    return desk.send("POST", "/callbacks/notify", {"Content-Type": "application/json"} | headers, content)


def test_a_receipt_goes_to_the_worker_without_the_person(desk: Desk, sqs: FakeSqs, secrets: Any):
    assert call(desk).status == 202
    assert sqs.sent == [{"provider": "notify", "id": CALLBACK["id"], "code": "delivered", "mark": str(MARK)}]


@pytest.mark.parametrize("token", ["wessex-callback-token-0000", WESSEX])
def test_both_tokens_are_good_while_one_replaces_the_other(desk: Desk, sqs: FakeSqs, secrets: Any, token: str):
    mark = MARK._replace(force="wessexshire")
    assert call(desk, token, reference=str(mark)).status == 202
    assert sqs.sent[0]["mark"] == str(mark)


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", f"Basic {DORSET}", DORSET, "Bearer not-the-token-at-all", f"Bearer {DORSET}x", "Bearer \udcff"],
)
def test_without_the_token_of_a_force_nothing_is_taken(desk: Desk, sqs: FakeSqs, secrets: Any, header: str | None):
    headers = {} if header is None else {"Authorization": header}
    answer = desk.send("POST", "/callbacks/notify", headers, json.dumps(CALLBACK).encode())

    assert (answer.status, answer.code) == (401, "token_invalid")
    assert sqs.sent == []


def test_the_token_is_looked_at_before_the_body(desk: Desk, sqs: FakeSqs, secrets: Any):
    assert call(desk, "not-the-token-at-all", raw=b"{").status == 401


def test_a_token_is_good_for_its_own_force_only(desk: Desk, sqs: FakeSqs, secrets: Any):
    """It is taken, for asking again would not help; but nothing comes of it."""
    assert call(desk, WESSEX).status == 202
    assert sqs.sent == []


@pytest.mark.parametrize("reference", [None, "", "another system of the force", "dorset/R-1/STATE"])
def test_what_is_none_of_our_messages_ends_here(desk: Desk, sqs: FakeSqs, secrets: Any, reference: str | None):
    assert call(desk, reference=reference).status == 202
    assert sqs.sent == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"id": 1}', b"\xff", b"[" * 10_000, b'{"id": "x"}'])
def test_what_is_no_receipt_is_refused(desk: Desk, sqs: FakeSqs, secrets: Any, raw: bytes):
    assert call(desk, raw=raw).status == 400
    assert sqs.sent == []


def test_a_body_that_is_far_too_long_is_not_read(desk: Desk, sqs: FakeSqs, secrets: Any):
    assert call(desk, raw=b" " * 20_000).status == 413


def test_while_the_queue_does_not_answer_notify_is_to_ask_again(desk: Desk, sqs: FakeSqs, secrets: Any):
    sqs.down = True
    answer = call(desk)
    assert (answer.status, answer.code) == (503, "unavailable")
    assert "Retry-After" in answer.headers


def test_while_the_secrets_do_not_answer_notify_is_to_ask_again(desk: Desk, sqs: FakeSqs, secrets: Any):
    secrets["evr/dorset/notify"] = EndpointConnectionError(endpoint_url="x")
    assert call(desk).status == 503
    assert call(desk, WESSEX, reference=str(MARK._replace(force="wessexshire"))).status == 202, "the other's is known"


def test_receipts_still_come_when_a_force_has_just_changed_its_provider(
    app: Any, identity: None, monkeypatch: pytest.MonkeyPatch, sqs: FakeSqs, secrets: Any
):
    made = Desk(app, dorset={"texts": NOTIFY | {"sms": ("end_user_messaging",)}}, wessexshire={})
    monkeypatch.setattr(wiring, "deps", lambda: made.deps)
    assert call(made).status == 202
    assert len(sqs.sent) == 1


def test_a_force_that_has_no_service_at_notify_has_no_callbacks(
    app: Any, identity: None, monkeypatch: pytest.MonkeyPatch, sqs: FakeSqs, secrets: Any
):
    made = Desk(app, dorset={}, wessexshire={})
    monkeypatch.setattr(wiring, "deps", lambda: made.deps)
    assert call(made).status == 401


def test_nothing_of_the_person_and_no_token_is_logged(
    desk: Desk, sqs: FakeSqs, secrets: Any, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    call(desk)
    call(desk, "not-the-token-at-all")
    call(desk, raw=b'{"to": "07700900123"')
    call(desk, WESSEX)

    logged = caplog.text + capsys.readouterr().out
    for word in ("07700900123", DORSET, WESSEX, "not-the-token"):
        assert word not in logged
