"""Who may send at all: signed by a force's own app, just now, about that force's own workspace. Before that nothing is parsed."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError

from tests import slack_payloads as p
from tests.builders import OFFICER
from tests.contract.slack_http.room import SIGNING, Room, account
from tests.slack_fake import TOKEN

HELLO = {"type": "url_verification", "challenge": "a-challenge"}


def body_and_headers(payload: dict = HELLO, secret: str = SIGNING["dorset"], age: int = 0) -> tuple[bytes, dict[str, str]]:
    return p.request(payload, secret, int(time.time()) - age)


def test_slacks_challenge_is_answered(room: Room):
    heard = room.send(HELLO)
    assert (heard.status, heard.body) == (200, {"challenge": "a-challenge"})
    assert heard.headers["Cache-Control"] == "no-store"


def test_slacks_look_at_the_certificate_is_answered(room: Room):
    body = b"ssl_check=1&token=deprecated"
    heard = room.raw(body, {"Content-Type": "application/x-www-form-urlencoded", **p.sign(SIGNING["dorset"], body)})
    assert (heard.status, heard.body) == (200, "")


def right(**changes: str | None) -> dict[str, str]:
    """What the challenge is sent with, changed; None takes a header away."""
    made = body_and_headers()[1] | {f"X-Slack-{name.title().replace('_', '-')}": value for name, value in changes.items()}
    return {name: value for name, value in made.items() if value is not None}


#: Made when they are used: what is ahead of its time now is not, a minute later.
WRONG = {
    "no headers": dict,
    "no signature": lambda: right(signature=None),
    "no time": lambda: right(request_timestamp=None),
    "another secret": lambda: body_and_headers(secret="guessed")[1],
    "six minutes old": lambda: body_and_headers(age=360)[1],
    "six minutes ahead": lambda: body_and_headers(age=-360)[1],
    "another body's": lambda: body_and_headers({"type": "url_verification", "challenge": "another"})[1],
    "a time that is none": lambda: right(request_timestamp="now"),
    "not ASCII": lambda: right(signature="v0=é"),
}


def test_the_headers_of_the_tests_below_are_good_ones_otherwise(room: Room):
    assert room.raw(body_and_headers()[0], right()).status == 200


@pytest.mark.parametrize("make", WRONG.values(), ids=WRONG.keys())
def test_what_is_not_signed_is_turned_away(room: Room, make: Callable[[], dict[str, str]]):
    heard = room.raw(body_and_headers()[0], make())
    assert (heard.status, heard.body["code"]) == (401, "signature_invalid")
    assert heard.headers["Content-Type"] == "application/problem+json"
    assert "challenge" not in json.dumps(heard.body)
    assert room.journal == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"payload=%7B", b"\x00"])
def test_junk_without_a_signature_is_not_even_looked_at(room: Room, body: bytes):
    with patch("slack_bolt.BoltRequest", side_effect=AssertionError("it was parsed")):
        heard = room.raw(body, {"Content-Type": "application/json"})
    assert heard.status == 401


@pytest.mark.parametrize("names", [str.lower, str.upper, str.title])
def test_headers_come_in_any_case(room: Room, names):
    body, headers = body_and_headers()
    assert room.raw(body, {names(name): value for name, value in headers.items()}).status == 200


def test_a_body_in_base64_is_the_same_body(room: Room):
    body, headers = body_and_headers()
    assert room.raw(base64.b64encode(body).decode(), headers, encoded=True).body == {"challenge": "a-challenge"}


def test_base64_that_is_none_is_not_signed(room: Room):
    assert room.raw("%%%", right(), encoded=True).status == 401


def test_far_too_much_is_not_read(room: Room):
    body = b"x" * (1024 * 1024 + 1)
    heard = room.raw(body, {"Content-Type": "application/json", **p.sign(SIGNING["dorset"], body)})
    assert (heard.status, heard.body["code"]) == (413, "too_large")


# --- which force --------------------------------------------------------------------------------------------------------------


def test_another_workspace_under_our_signature_is_turned_away(room: Room):
    payload = room.button(OFFICER, "help") | {"team": {"id": "T0OTHER01", "domain": "other"}}
    heard = room.send(payload)
    assert (heard.status, heard.body["code"]) == (403, "wrong_workspace")
    assert room.slack.calls == []


def test_no_workspace_at_all_is_turned_away(room: Room):
    assert room.send({"type": "block_actions", "actions": []}).status == 403


def test_another_force_cannot_speak_for_this_one(app, identity, monkeypatch):
    """The force follows from the signature: a body that names Dorset, signed by Wessexshire's app, is about nobody."""
    from msgspec.structs import replace

    from tests.builders import policy
    from tests.contract.slack_http.conftest import install

    room = Room(app)
    room.enrol(OFFICER, "officer")
    wessexshire = policy("wessexshire")
    room.force.deps = replace(room.force.deps, policies={"dorset": room.force.policy, "wessexshire": wessexshire})
    install(room, monkeypatch)
    assert room.send(room.button(OFFICER, "help"), secret=SIGNING["wessexshire"]).status == 403
    # and its own workspace, with the same account, is somebody whom it does not know
    own = room.button(OFFICER, "help") | {"team": {"id": wessexshire.chat["slack"].workspace, "domain": "w"}}
    assert room.send(own, secret=SIGNING["wessexshire"]).status == 200
    assert "does not know your Slack account" in room.told(OFFICER)[-1]


def test_a_view_that_another_workspace_installed_is_not_ours(room: Room):
    view = room.form(OFFICER, "message.update")
    payload = p.submit(view, user=account(OFFICER)) | {"view": view | {"app_installed_team_id": "T0OTHER01"}}
    assert room.send(payload).status == 403


# --- secrets ------------------------------------------------------------------------------------------------------------------


def test_a_secret_is_changed_without_an_outage(room: Room):
    # Given both secrets are good while Slack changes over
    assert room.send(HELLO).status == 200
    room.signing["dorset"] = ["brand-new", SIGNING["dorset"]]
    # When Slack signs with the new one, the secret is looked at again, but not more than once a minute
    assert room.send(HELLO, secret="brand-new").status == 401
    room.seconds += 61
    assert room.send(HELLO, secret="brand-new").status == 200
    assert room.send(HELLO).status == 200
    # Then the old one is taken out, and is no good any more after some minutes
    room.signing["dorset"] = "brand-new"
    room.seconds += 301
    assert room.send(HELLO).status == 401
    assert room.send(HELLO, secret="brand-new").status == 200


def test_a_secret_that_cannot_be_read_just_now_is_a_reason_to_come_back(room: Room):
    room.signing["dorset"] = ClientError({"Error": {"Code": "ThrottlingException"}}, "GetSecretValue")
    heard = room.send(HELLO)
    assert (heard.status, heard.body["code"], heard.headers["Retry-After"]) == (503, "unavailable", "2")


def test_a_force_whose_secret_is_malformed_is_told_in_the_log(room: Room, capsys):
    room.signing["dorset"] = ""
    assert room.send(HELLO).status == 401
    said = capsys.readouterr().out
    assert "chat not configured" in said and "evr/dorset/slack" in said
    assert TOKEN not in said
