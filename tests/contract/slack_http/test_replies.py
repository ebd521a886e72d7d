"""Every kind of reply, wherever it was asked for: it is shown there, whichever `answering` chooses to give."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib import settings, wiring
from chalicelib.chat.answers import Mistakes
from chalicelib.chat.model import Card, Field, Form, Hide, Home, Notice, Private, Section
from chalicelib.chat.pressing import Reply
from chalicelib.chat.slack import replying, turn
from chalicelib.store.rows import Unavailable
from tests import slack_payloads as p
from tests.builders import OFFICER
from tests.contract.slack_http.room import Room, account

FORM = Form("job.contact", "Record a call", "Record", "another", (Field("result", "Result", "line"),))
REPLIES: dict[str, Reply] = {
    "form": FORM,
    "notice": Notice("Test: a sentence."),
    "private": Private(Card("c", "Test: a card", "Test: a card in a line.")),
    "mistakes": Mistakes({"result": "Test: put this right."}),
    "home": Home("Test: home", (Section("Test: a section"),)),
    "hide": Hide(Notice("Test: hidden.")),
}
#: Words that are seen when it is shown.
WORDS = {
    "form": "Result",
    "notice": "Test: a sentence",
    "private": "Test: a card",
    "mistakes": "Test: put this right",
    "home": "Test: a section",
    "hide": "Test: hidden",
}


@pytest.fixture(params=REPLIES)
def given(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(replying, "asked", lambda *args: REPLIES[request.param])
    return str(request.param)


def shown(room: Room, body: Any = "") -> str:
    """Everything that the officer sees: views, home tab, private replies, the answer itself."""
    views = [call.sent["view"] for call in room.slack.calls if call.method in ("views.open", "views.update")]
    return json.dumps([views[-1:], room.slack.homes.get(account(OFFICER)), room.slack.told(account(OFFICER)), body])


def modal() -> dict[str, Any]:
    """A form that is open, with a button in it."""
    return p.opened({"type": "modal", "callback_id": "notice", "private_metadata": '{"channel":"C0QUEUE01"}', "blocks": []})


@pytest.mark.parametrize("action", ["job.card", "job.contact"])
def test_to_a_button_of_a_message(room: Room, given: str, action: str):
    assert room.press(OFFICER, action, "x").status == 200
    assert WORDS[given] in shown(room)


@pytest.mark.parametrize("action", ["job.card", "job.contact"])
def test_to_a_button_within_a_form(room: Room, given: str, action: str):
    view = modal()
    room.slack.views[view["id"]] = view
    assert room.press(OFFICER, action, "x", on=view).status == 200
    assert "views.open" not in room.slack.methods()
    assert WORDS[given] in shown(room)


@pytest.mark.parametrize("action", ["job.card", "job.contact"])
def test_to_a_button_of_the_home_tab(room: Room, given: str, action: str):
    room.send(p.home_opened(user=account(OFFICER)))
    assert room.press(OFFICER, action, "x", on=room.home(OFFICER)).status == 200
    if given != "hide":  # nothing on the home tab can be hidden
        assert WORDS[given] in shown(room)


def test_to_a_form_that_was_sent(room: Room, given: str):
    url = room.slack.response_url(account(OFFICER))
    carried = json.dumps({"value": "x", "response_url": url, "channel": p.CHANNEL})
    blocks = [
        {
            "type": "input",
            "block_id": "result",
            "element": {"type": "plain_text_input", "action_id": "result", "initial_value": "x"},
        }
    ]
    view = p.opened({"type": "modal", "callback_id": "job.contact", "private_metadata": carried, "blocks": blocks})
    heard = room.send(p.submit(view, user=account(OFFICER)))
    assert heard.status == 200
    assert WORDS[given] in shown(room, heard.body)
    if given == "form":
        assert json.loads(heard.body["view"]["private_metadata"]) == {"value": "another", "response_url": url, "channel": p.CHANNEL}


@pytest.mark.parametrize("text", ["job 20261118-0016", "recall 20261118-0016"])
def test_to_a_slash_command(room: Room, given: str, text: str):
    heard = room.typed(OFFICER, text)
    assert heard.status == 200
    if given != "hide":  # there is nothing yet that could be hidden
        assert WORDS[given] in shown(room, heard.body)


# --- the table down, at each place that reads it ------------------------------------------------------------------------------


def down_after(room: Room, reads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many reads are answered, and no more."""
    whole, left = room.force.table.get, [reads]

    def get(keys: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise Unavailable("throttled")
        return whole(keys)

    monkeypatch.setattr(room.force.table, "get", get)
    monkeypatch.setattr(room.force.table, "query", lambda *args, **more: get([]))


@pytest.mark.parametrize("reads", [0, 1, 2])
def test_a_home_tab_that_cannot_be_made_says_so(room: Room, monkeypatch: pytest.MonkeyPatch, reads: int):
    down_after(room, reads, monkeypatch)
    assert room.send(p.home_opened(user=account(OFFICER))).status == 200
    assert "wrong on our side" in json.dumps(room.slack.homes[account(OFFICER)])


def test_the_doctor_needs_the_roster(room: Room, monkeypatch: pytest.MonkeyPatch):
    down_after(room, 2, monkeypatch)
    assert "wrong on our side" in room.typed("AD0001", "doctor").body["text"]


@pytest.mark.parametrize("reads", [0, 2])
def test_a_link_stays_a_link(room: Room, monkeypatch: pytest.MonkeyPatch, reads: int):
    url = f"https://{room.force.policy.link.domain}/job/{room.force.bring('claimed')}"
    down_after(room, reads, monkeypatch)
    assert room.send(p.links_shared(url, user=account(OFFICER))).status == 200
    assert room.slack.calls == []


# --- as it is wired on AWS ----------------------------------------------------------------------------------------------------


def test_the_ports_are_made_of_the_settings(identity: None, monkeypatch: pytest.MonkeyPatch):
    class Manager:
        def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803 - boto3's word
            return {"SecretString": json.dumps({"signing_secret": "key", "bot_token": "xoxb-1", "app_id": SecretId})}

    monkeypatch.setenv("EVR_SLACK_API", "http://127.0.0.1:8800/local/slack/api/")
    monkeypatch.setattr(wiring, "client", lambda name: Manager())
    monkeypatch.setattr(wiring, "deps", lambda: None)
    settings.settings.cache_clear()
    turn.secrets.cache_clear()
    made = turn.ports()
    assert (made.slack_api, made.link_base) == ("http://127.0.0.1:8800/local/slack/api/", "https://evr.example/v")
    assert made.secrets.find("evr/dorset/slack").app_id == "evr/dorset/slack"
    assert turn.ports().http is made.http
    assert made.budget().left() == turn.BUDGET_SECONDS
    turn.secrets.cache_clear()
