"""What is written down about a request: its force, its kind, its code. Bolt, which would write down whole bodies, is silent."""

from __future__ import annotations

import json
import logging
import re

import pytest

from chalicelib.chat.slack import app as slack_app
from tests import slack_payloads as p
from tests.builders import IDS, OFFICER, OTHER_OFFICER
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


def test_a_spoken_code_is_shown_to_its_officer_and_kept_nowhere(room: Room, everything: pytest.LogCaptureFixture, capsys):
    """Not in a channel or a home tab, not in a log, not in a metric, not in the table."""
    reference = room.force.bring("link_sent")
    for id in (OFFICER, IDS["sergeant"], IDS["spoc"], OTHER_OFFICER):
        assert room.press(id, "job.code", reference).status == 200
    told = json.dumps(room.slack.told(account(OFFICER)))
    first, second = re.findall(r"\b(\d{3}) (\d{3})\b", told)[0]
    code = re.compile(rf"(?<![0-9a-z]){first}\W{{0,2}}{second}(?![0-9a-z])")
    assert code.search(told)
    assert {user for user, message in room.slack.private if code.search(json.dumps(message))} == {account(OFFICER)}
    kept = [each.sent for each in room.slack.calls if each.method in ("chat.postMessage", "chat.update", "views.publish")]
    rows = [repr(each) for each in room.force.table.rows.values()]
    for where in (everything.text, capsys.readouterr().out, json.dumps(kept), *rows):
        assert not code.search(where)


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
