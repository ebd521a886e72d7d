"""Our provider against the stand-in for GOV.UK Notify, which refuses what the real one refuses; and its receipts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest

from chalicelib.domain.policy.contact import Notify as Section
from chalicelib.outbound.providers import NotSent, NotSetUp, Unknown, notify_codes
from chalicelib.outbound.providers.http import Answer
from chalicelib.outbound.providers.notify import Notify
from chalicelib.outbound.providers.notify_key import read
from chalicelib.secrets import Secrets
from infra.local import notify
from infra.local.notify import LocalNotify
from infra.local.notify_says import became
from infra.local.place import Place
from tests.unit.outbound.letters import EMAIL_MARK, MARK, a_text, an_email

SMS, EMAIL = "f33517ff-2a88-4f6e-b855-c550268ce08a", "0b1c6c1e-7f5e-4f8e-8f1b-5a4c5c0d5f11"


@pytest.fixture
def local(tmp_path: Path) -> LocalNotify:
    return LocalNotify(Place(8800, tmp_path))


def ours(local: LocalNotify, secret: dict[str, str] | None = None, late: float = 0.0) -> Notify:
    """Our provider, whose HTTP goes straight to the stand-in."""
    import time

    def ask(method: str, url: str, headers: dict[str, str], body: bytes | None) -> Answer:
        address = urlsplit(url)
        parts = address.path.split("/")[4:]
        lower = {name.lower(): value for name, value in headers.items()}
        answer = local.answer(method, "dorset", parts, body or b"", lower, address.query)
        assert answer
        try:
            return Answer(answer.status, json.loads(answer.body))
        except ValueError:
            return Answer(answer.status, None)

    held = json.dumps(secret or local.secret("dorset"))
    keys = Secrets(lambda name: held, read)
    return Notify(keys, "dorset", Section(sms_template=SMS, email_template=EMAIL), ask, lambda: time.time() + late)


def test_a_text_and_an_email_are_taken_and_shown(local: LocalNotify):
    provider = ours(local)
    ids = [provider.send(a_text(), MARK), provider.send(an_email(), EMAIL_MARK)]

    shown = local.sent()
    assert [each["id"] for each in shown] == ids
    assert [(each["by"], each["to"], each["subject"]) for each in shown] == [
        ("sms", "+447700900123", None),
        ("email", "a@example.org", "Test subject"),
    ]


def test_what_was_sent_is_found_by_its_mark(local: LocalNotify):
    provider = ours(local)
    assert provider.had(a_text(), MARK) is None
    id = provider.send(a_text(), MARK)
    assert provider.had(a_text(), MARK) == id
    assert provider.had(a_text(), MARK._replace(reference="another")) is None


def test_another_key_and_a_clock_that_is_out_are_refused(local: LocalNotify):
    other = local.secret("dorset") | {"api_key": local.secret("wessexshire")["api_key"]}
    for provider in (ours(local, other), ours(local, late=60), ours(local, late=-60)):
        with pytest.raises(NotSetUp):
            provider.send(a_text(), MARK)
    assert local.sent() == []


def test_a_request_of_another_shape_is_refused(local: LocalNotify):
    provider = ours(local)
    with pytest.raises(NotSetUp):
        provider.send(a_text(body=""), MARK)
    answer = local.answer("GET", "dorset", ["v2", "notifications"], b"", {}, "")
    assert answer
    assert answer.status == 401


def test_while_it_is_down_nobody_knows_whether_a_text_was_taken(local: LocalNotify):
    local.answer("POST", "dorset", ["switch"], b'{"up": false}', {}, "")
    with pytest.raises(Unknown):
        ours(local).send(a_text(), MARK)
    local.answer("POST", "dorset", ["switch"], b'{"up": true}', {}, "")
    assert ours(local).send(a_text(), MARK)


@pytest.mark.parametrize(
    ("kind", "to", "status"),
    [
        ("sms", "+447700900123", "delivered"),
        ("sms", "+447700900404", "permanent-failure"),
        ("sms", "+447700900503", "temporary-failure"),
        ("email", "a@example.org", "delivered"),
        ("email", "nobody@example.org", "permanent-failure"),
    ],
)
def test_what_becomes_of_a_message_follows_from_its_number(kind: str, to: str, status: str):
    assert became(kind, to) == status
    assert status in notify_codes.NEWS[kind]


# --- receipts -------------------------------------------------------------------------------------------------------------------


class Api:
    """Where the receipts are posted. `down` times it does not answer."""

    def __init__(self, down: int = 0) -> None:
        self.down, self.got = down, []

    def __call__(self, request: Any, timeout: float) -> Any:
        if self.down:
            self.down -= 1
            raise URLError("refused")
        self.got.append((request.full_url, request.get_header("Authorization"), json.loads(request.data)))
        return self

    status = 202

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def test_a_receipt_follows_with_the_forces_own_token(local: LocalNotify, monkeypatch: pytest.MonkeyPatch):
    api = Api()
    monkeypatch.setattr(notify, "urlopen", api)
    id = ours(local).send(a_text(), MARK)
    local.look()
    local.look()

    [(url, bearer, told)] = api.got
    assert url == "http://127.0.0.1:8800/callbacks/notify"
    assert bearer == f"Bearer {local.secret('dorset')['callback_token']}"
    assert (told["id"], told["reference"], told["status"]) == (id, str(MARK), "delivered")


@pytest.mark.parametrize(("down", "arrives"), [(4, True), (5, False)])
def test_a_receipt_that_is_not_taken_comes_again_five_times_in_all(
    local: LocalNotify, monkeypatch: pytest.MonkeyPatch, down: int, arrives: bool
):
    api = Api(down)
    monkeypatch.setattr(notify, "urlopen", api)
    ours(local).send(a_text(), MARK)
    for _ in range(9):
        local.look()

    assert bool(api.got) == arrives


def test_its_keys_are_made_once_and_readable_by_their_owner_only(tmp_path: Path):
    place = Place(8800, tmp_path)
    assert LocalNotify(place).secrets() == LocalNotify(place).secrets()
    assert (place.keys / "notify-dorset.json").stat().st_mode & 0o077 == 0


def test_a_refusal_of_the_number_is_final(local: LocalNotify):
    answer = local.answer("POST", "dorset", ["v2", "notifications", "sms"], b'{"phone_number": 7}', _signed(local), "")
    assert answer
    assert json.loads(answer.body)["errors"][0]["error"] == "ValidationError"
    assert (400, "ValidationError") in notify_codes.FINAL
    assert issubclass(NotSetUp, NotSent)


def _signed(local: LocalNotify) -> dict[str, str]:
    import time

    import jwt

    service, secret = read("test", json.dumps(local.secret("dorset"))).service_and_secret
    return {"authorization": f"Bearer {jwt.encode({'iss': service, 'iat': int(time.time())}, secret, algorithm='HS256')}"}
