"""Junk under a right signature: refused or harmless, never a fault of ours, and nothing comes of it."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.chat.model import Field, Form
from chalicelib.chat.slack import views
from chalicelib.chat.slack.carried import Carried
from tests import slack_payloads as p
from tests.builders import OFFICER
from tests.contract.slack_http.room import SIGNING, Heard, Room, account

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def raw(room: Room, body: bytes, kind: str) -> Heard:
    return room.raw(body, {"Content-Type": kind, **p.sign(SIGNING["dorset"], body)})


def harmless(heard: Heard) -> None:
    assert heard.status in (200, 400, 401, 403), heard
    if heard.status != 200:
        assert heard.headers["Content-Type"] == "application/problem+json"


JUNK = {
    "nothing": b"",
    "a bracket": b"{",
    "a list": b"[1, 2]",
    "a number": b"7",
    "a text": b'"x"',
    "null": b"null",
    "an empty object": b"{}",
    "not a number": b'{"type": NaN}',
    "half a character": b'{"type": "\\ud800", "team_id": "T0DORSET1"}',
    "a number without end": b'{"a": ' + b"9" * 5000 + b"}",
    "deep": b'{"a":' * 3000 + b"1" + b"}" * 3000,
    "deep lists": b"[" * 100_000,
    "an empty payload": b"payload=",
    "a payload that is a list": b"payload=%5B%5D",
    "a payload that is no JSON": b"payload=%7B",
    "two payloads": b"payload=%7B%7D&payload=%7B",
    "payload within": b"text=payload&team_id=T0DORSET1",
    "percents": b"%%%=%zz&payload=%ff%fe",
    "control characters": b"\x00\x01\x02",
    "XML": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
}


@pytest.mark.parametrize(
    "kind", [FORM, JSON, "text/plain", "multipart/form-data; boundary=x", "application/json; charset=utf-7", ""]
)
@pytest.mark.parametrize("body", JUNK.values(), ids=JUNK.keys())
def test_junk_is_refused_or_harmless(room: Room, body: bytes, kind: str):
    rows = dict(room.force.table.rows)
    harmless(raw(room, body, kind))
    assert room.force.table.rows == rows
    assert room.slack.calls == []


@FEW
@given(body=st.binary(max_size=200), kind=st.sampled_from([FORM, JSON]))
def test_any_bytes(room: Room, body: bytes, kind: str):
    harmless(raw(room, body, kind))


@FEW
@given(
    payload=st.dictionaries(
        st.sampled_from(["type", "team", "user", "actions", "view", "event", "command", "payload", "x"]), ANYTHING
    )
)
def test_any_object(room: Room, payload: dict[str, Any]):
    harmless(raw(room, json.dumps(payload).encode(), JSON))
    harmless(raw(room, urlencode({"payload": json.dumps(payload)}).encode(), FORM))


def whole_payloads(room: Room) -> list[dict[str, Any]]:
    """One of each kind, as Slack sends it."""
    message = p.posted({"text": "Test.", "blocks": []})
    form = Form("job.contact", "Record a call", "Record", "20261118-0016", (Field("result", "Result", "line"),))
    view = p.opened(views.modal(form, Carried(value=form.value, channel=p.CHANNEL)))
    user = account(OFFICER)
    return [
        room.button(OFFICER, "job.card", "20261118-0016"),
        room.button(OFFICER, "job.contact", "20261118-0016", on=view),
        p.submit(view, {"result": "spoke"}, user=user),
        p.close(view, user=user),
        p.shortcut(message, user=user),
        p.home_opened(user=user),
        p.links_shared("https://evr.example/job/1", user=user),
        p.typed("job 20261118-0016", user=user),
    ]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


def changed(payload: dict[str, Any], path: tuple[Any, ...], junk: Any) -> dict[str, Any]:
    made = copy.deepcopy(payload)
    at: Any = made
    for key in path[:-1]:
        at = at[key]
    if junk is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = junk
    return made


@pytest.mark.parametrize("number", range(8))
def test_a_real_payload_with_any_part_missing_or_of_another_kind(room: Room, number: int):
    payload = whole_payloads(room)[number]
    form = "command" in payload
    for path in places(payload)[1:]:
        for junk in (..., None, 7, "", "x" * 300, [], {}, [None], {"id": 7}, True):
            broken = changed(payload, path, junk)
            if form and not isinstance(junk, str) and junk is not ...:
                continue  # a form holds only texts
            heard = room.send(broken)
            harmless(heard)


@FEW
@given(data=st.data())
def test_a_real_payload_with_anything_anywhere(room: Room, data: st.DataObject):
    payload = data.draw(st.sampled_from(whole_payloads(room)[:-1]))
    path = data.draw(st.sampled_from(places(payload)[1:]))
    harmless(room.send(changed(payload, path, data.draw(ANYTHING))))
