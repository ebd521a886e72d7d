"""Answers of the app: at a response URL, to a slash command, to a form that was sent."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from infra.local.slack.response_urls import LIFETIME, ResponseUrls
from infra.local.slack.sending import Heard
from tests.unit.local.slack.shop import OFFICER, QUEUE, Shop, actions, button, modal, text_input


def respond(shop: Shop, url: str, **message: Any) -> tuple[int, str]:
    found = shop.slack.answer("POST", urlsplit(url).path.split("/")[3:], json.dumps(message).encode(), {}, "")
    assert found is not None
    said = found.body.decode()
    return found.status, said if said == "ok" else json.loads(said)["error"]


def pressed(shop: Shop, *, private: bool = False) -> tuple[str, str]:
    """Somebody presses a button; the message and the response URL."""
    blocks = [actions(button())]
    if private:
        ts = shop.call("chat.postEphemeral", channel=QUEUE, user=OFFICER, text="Card", blocks=blocks)["message_ts"]
    else:
        ts = shop.post("Card", blocks=blocks)
    shop.do("PC2211", "press", channel=QUEUE, ts=ts, private=private, block_id="b1", action_id="job.claim")
    return ts, shop.app.last["response_url"]


def test_an_answer_is_private_unless_it_says_otherwise(shop: Shop):
    _, url = pressed(shop)

    assert respond(shop, url, text="It is yours") == (200, "ok")
    assert shop.texts("PC2211") == ["Card", "It is yours"] and shop.texts("PC2212") == ["Card"]
    respond(shop, url, text="For all", response_type="in_channel")
    assert shop.texts("PC2212") == ["Card", "For all"]


def test_an_answer_replaces_or_takes_away_what_was_pressed(shop: Shop):
    ts, url = pressed(shop)

    respond(shop, url, text="Another card", replace_original=True)
    found = shop.call("conversations.history", channel=QUEUE)["messages"][0]
    assert (found["ts"], found["text"]) == (ts, "Another card") and "blocks" not in found
    respond(shop, url, delete_original=True)
    assert shop.texts("PC2211") == []


def test_a_private_reply_is_replaced_or_taken_away_for_the_one_who_sees_it(shop: Shop):
    ts, url = pressed(shop, private=True)

    respond(shop, url, text="Hidden", replace_original=True)
    found = shop.page("PC2211", "channel", QUEUE, "50")["messages"]
    assert [(each["ts"], each["text"], each["is_ephemeral"]) for each in found] == [(ts, "Hidden", True)]
    respond(shop, url, delete_original=True)
    assert shop.texts("PC2211") == []


def test_a_response_url_is_good_five_times(shop: Shop):
    _, url = pressed(shop)

    assert [respond(shop, url, text=f"Answer {n}") for n in range(5)] == [(200, "ok")] * 5
    assert respond(shop, url, text="Once more") == (404, "used_url")
    assert respond(shop, f"{url}x", text="Guessed") == (404, "invalid_url")


def test_a_response_url_is_good_for_thirty_minutes(shop: Shop):
    now = 0.0
    shop.installed.response_urls = ResponseUrls("http://127.0.0.1:8800/local/slack/respond/dorset", lambda: now)
    _, url = pressed(shop)

    now = LIFETIME
    assert respond(shop, url, text="In time") == (200, "ok")
    now = LIFETIME + 1
    assert respond(shop, url, text="Too late") == (404, "expired_url")


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"text": "Test", "blocks": [{"type": "header"}]}, "invalid_blocks"),
        ({}, "no_text"),
        ({"blocks": "[{"}, "invalid_blocks_format"),
    ],
)
def test_an_answer_is_checked_as_any_message(shop: Shop, message: dict[str, Any], code: str):
    _, url = pressed(shop)

    assert respond(shop, url, **message) == (404, code)


def test_what_is_no_json_is_no_answer(shop: Shop):
    _, url = pressed(shop)

    found = shop.slack.answer("POST", urlsplit(url).path.split("/")[3:], b"<html>", {}, "")

    assert found is not None and found.status == 404


def test_while_slack_is_down_it_takes_no_answer(shop: Shop):
    _, url = pressed(shop)
    shop.installed.health = "down"

    found = shop.slack.answer("POST", urlsplit(url).path.split("/")[3:], b'{"text": "x"}', {}, "")

    assert found is not None and found.status == 503


# --- slash commands -------------------------------------------------------------------------------------------------------------


def command(shop: Shop, heard: Heard, text: str = "/evr queue") -> list[str]:
    shop.app.answers = heard
    shop.do("PC2211", "say", channel=QUEUE, text=text)
    return shop.texts("PC2211")


def test_a_commands_answer_is_private(shop: Shop):
    said = {"response_type": "ephemeral", "text": "Two wait", "blocks": [actions(button())]}

    assert command(shop, Heard(200, json.dumps(said).encode())) == ["Two wait"]
    assert shop.texts("PC2212") == []
    form = shop.app.last
    assert (form["command"], form["text"], form["user_id"], form["channel_id"]) == ("/evr", "queue", OFFICER, QUEUE)
    assert form["team_id"] == "T0DORSET1" and form["channel_name"] == "evr-queue" and form["trigger_id"]


def test_a_commands_answer_may_be_plain_words_or_nothing(shop: Shop):
    assert command(shop, Heard(200, b"Just words")) == ["Just words"]
    assert command(shop, Heard(200, b"")) == ["Just words"]


def test_a_later_answer_to_a_command_can_replace_the_first(shop: Shop):
    command(shop, Heard(200))
    url = shop.app.last["response_url"]

    respond(shop, url, text="One moment")
    respond(shop, url, text="Done", replace_original=True)

    assert shop.texts("PC2211") == ["Done"]


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        (Heard(0, trouble="http_timeout"), "operation_timeout"),
        (Heard(0, trouble="connection_failed"), "dispatch_failed"),
        (Heard(500, b"oops"), "dispatch_failed"),
        (Heard(401), "dispatch_failed"),
    ],
)
def test_a_command_that_nobody_answers_is_told_by_slackbot(shop: Shop, heard: Heard, code: str):
    said = command(shop, heard)

    assert len(said) == 1 and code in said[0] and "did not respond in time" in said[0]
    assert shop.page("PC2211", "channel", QUEUE, "50")["messages"][0]["user"] == "USLACKBOT"


def test_another_command_is_not_ours_and_is_not_sent(shop: Shop):
    said = command(shop, Heard(200), "/giphy <cat>")

    assert "`/giphy` is not a command here" in said[0]
    assert shop.app.got == []


# --- forms ----------------------------------------------------------------------------------------------------------------------


def opened(shop: Shop) -> str:
    view = modal(text_input("summary", max_length=10), text_input("note") | {"optional": True})
    return str(shop.call("views.open", trigger_id=shop.installed.triggers.new(OFFICER, "tab1"), view=view)["view"]["id"])


def submit(shop: Shop, view: str, told: Any = None, status: int = 200, values: dict[str, str] | None = None) -> dict[str, Any]:
    shop.app.answers = Heard(status, json.dumps(told).encode() if told is not None else b"")
    given = {id: {id: value} for id, value in (values or {"summary": "Words"}).items()}
    return shop.do("PC2211", "submit", view=view, values=given)


def shown(shop: Shop) -> list[dict[str, Any]]:
    return list(shop.page("PC2211", "now", "tab1", "0")["views"])


def test_a_form_that_is_taken_closes(shop: Shop):
    view = opened(shop)

    assert submit(shop, view) == {"ok": True}
    assert shown(shop) == []
    payload = shop.app.last
    assert payload["view"]["state"]["values"] == {
        "summary": {"summary": {"type": "plain_text_input", "value": "Words"}},
        "note": {"note": {"type": "plain_text_input", "value": None}},
    }


def test_what_is_missing_or_too_long_is_said_before_the_app_hears_of_it(shop: Shop):
    view = opened(shop)

    assert submit(shop, view, values={"note": "x"})["errors"] == {"summary": "Please complete this required field."}
    assert submit(shop, view, values={"summary": "x" * 11})["errors"] == {"summary": "This must be 10 characters at most."}
    assert shop.app.got == []


def test_the_apps_errors_stand_at_their_fields(shop: Shop):
    told = {"response_action": "errors", "errors": {"summary": "More, please."}}

    assert submit(shop, opened(shop), told) == {"errors": {"summary": "More, please."}}
    assert len(shown(shop)) == 1


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"response_action": "errors", "errors": {"nowhere": "x"}}, 200),
        ({"response_action": "errors", "errors": {}}, 200),
        ({"response_action": "errors", "errors": {"summary": ""}}, 200),
        ({"response_action": "dance"}, 200),
        ({"ok": True}, 200),
        (["list"], 200),
        (None, 500),
        (None, 0),
    ],
)
def test_an_answer_that_slack_cannot_use_is_trouble_and_the_form_stays(shop: Shop, told: Any, status: int):
    found = submit(shop, opened(shop), told, status)

    assert found["says"] == "We had some trouble connecting. Try again?"
    assert len(shown(shop)) == 1


def test_a_form_becomes_another_gets_one_on_top_or_all_go(shop: Shop):
    view = opened(shop)

    submit(shop, view, {"response_action": "update", "view": modal(text_input("why"))})
    assert [block["block_id"] for block in shown(shop)[0]["blocks"]] == ["why"]
    submit(shop, view, {"response_action": "push", "view": modal()}, values={"why": "x"})
    assert len(shown(shop)) == 2
    submit(shop, shown(shop)[1]["id"], {"response_action": "clear"}, values={"note": "x"})
    assert shown(shop) == []


def test_a_form_that_is_changed_into_nonsense_stays_as_it_was(shop: Shop):
    found = submit(shop, opened(shop), {"response_action": "update", "view": modal(colour="red")})

    assert "invalid additional property" in found["says"]
    assert len(shown(shop)) == 1


def test_a_form_that_was_closed_cannot_be_sent(shop: Shop):
    assert submit(shop, "V0NOTHING")["says"] == "This form was closed meanwhile."
