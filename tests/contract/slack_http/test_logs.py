"""What is written down about a request: its force, its kind, its code. Bolt, which would write down whole bodies, is silent."""

from __future__ import annotations

import json
import logging

import pytest

from chalicelib.chat.slack import app as slack_app
from tests import slack_payloads as p
from tests.builders import IDS, OFFICER
from tests.contract.slack_http.room import Room, account
from tests.unit.chat.lives import WORDS, shows_a_person


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture):
    """Every logger that there is, at its loudest."""
    before = {name: logging.getLogger(name).level for name in ("", "slack_bolt", "slack_sdk", "evr.bolt")}
    for name in before:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield caplog
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def test_bolt_says_nothing_at_any_level(room: Room, everything: pytest.LogCaptureFixture, capsys):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    for payload in (
        room.button(OFFICER, "job.details", reference),
        p.submit(view, {"result": "spoke", "note": WORDS}, user=account(OFFICER)),
        room.ready(p.shortcut(p.posted({"text": WORDS}), user=account(IDS["spoc"])), IDS["spoc"]),
        {"type": "something_new", "team": {"id": p.TEAM}, "actions": [{"value": WORDS}], "message": {"text": WORDS}},
        {"type": "event_callback", "team_id": p.TEAM, "event": {"type": "message", "text": WORDS}},
    ):
        assert room.send(payload).status in (200, 400)
    said = everything.text + capsys.readouterr().out
    assert shows_a_person(said) == []
    assert {record.name for record in everything.records} <= {"evr.api", "evr.security"}


def test_our_own_log_goes_on_beside_it(room: Room):
    """Bolt switches off the logger that is called as its app is."""
    room.press(OFFICER, "help")
    assert slack_app.bolt().name != "evr"
    assert not logging.getLogger("evr").disabled
    assert not logging.getLogger("evr.api").disabled


def test_a_request_is_one_line(room: Room, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO, "evr"):
        room.press(OFFICER, "help")
    lines = [record.fields for record in caplog.records if record.name == "evr.api"]
    assert [(line["route"], line["status"]) for line in lines] == [("POST /chat/slack", 200)]
    assert account(OFFICER) not in json.dumps(lines)
