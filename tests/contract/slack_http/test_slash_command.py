"""What somebody sees who types a command: at once, in several messages, as a form."""

from __future__ import annotations

import json

import pytest

from chalicelib.chat.slack import messages
from tests import slack_payloads as p
from tests.builders import IDS, OFFICER, SERGEANT
from tests.contract.slack_http.room import Room, account

SPOC = IDS["spoc"]


def test_a_command_is_answered_at_once(room: Room):
    reference = room.force.bring("queued")
    heard = room.typed(OFFICER, "next")
    assert heard.body["response_type"] == "ephemeral"
    assert reference in heard.body["text"]
    assert room.slack.calls == []
    assert room.force.incident(reference).officer == OFFICER


def test_nothing_typed_is_answered_with_help_that_fits_the_role(room: Room):
    assert "/evr triage" in room.typed(SERGEANT, "").body["text"]
    assert "/evr triage" not in room.typed(OFFICER, "what now?").body["text"]


def test_a_command_may_open_a_form(room: Room):
    reference = room.force.bring("claimed")
    room.journal.clear()
    assert room.typed(SPOC, f"recall {reference}").body == ""
    assert room.journal[0] == "views.open"
    assert room.slack.sent("views.update")[-1]["view"]["callback_id"] == "job.recall"


def test_a_form_that_is_too_late_is_said_at_once(room: Room):
    reference = room.force.bring("claimed")
    payload = room.ready(p.typed(f"escalate {reference}", user=account(OFFICER)), OFFICER) | {"trigger_id": "expired"}
    assert "too slow" in room.send(payload).body["text"]


def test_a_long_answer_comes_in_several_messages(room: Room):
    long = "Test: what was seen. " * 350
    reference = room.force.bring("claimed", summary=long, thrive={"threat": long})
    room.press(OFFICER, "job.details", reference)
    told = room.slack.told(account(OFFICER))
    assert len(told) > 1
    assert all("details.hide" in json.dumps(each) for each in told)
    assert json.dumps(told).count("seen.") >= 700


def test_a_long_answer_to_a_command_ends_in_the_http_answer(room: Room, monkeypatch: pytest.MonkeyPatch):
    pages = [messages.Message(f"page {number}", []) for number in range(3)]
    monkeypatch.setattr(messages, "private", lambda reply: pages)
    heard = room.typed(OFFICER, "help")
    assert room.told(OFFICER) == ["page 0", "page 1"]
    assert heard.body["text"] == "page 2"


def test_the_doctor_is_for_administrators(room: Room):
    assert "administrator" in room.typed(OFFICER, "doctor").body["text"]
    said = room.typed("AD0001", "doctor").body["text"]
    assert "in order" in said or "wrong with the set-up" in said
    room.slack.channels["C0TEAM001"].archived = True
    assert "C0TEAM001 (team): is archived" in room.typed("AD0001", "doctor").body["text"]


def test_the_doctor_keeps_within_its_time(room: Room):
    room.slack.down = True
    heard = room.typed("AD0001", "doctor")
    assert (heard.status, "does not answer" in heard.body["text"]) == (200, True)
