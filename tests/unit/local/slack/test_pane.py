"""What the page shows and does: each person their own channels; every kind of press in Slack's words."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.slack.sending import Heard
from tests.unit.local.slack.shop import OFFICER, QUEUE, SERGEANTS, TEAM, Shop, actions, button, modal, option, text_input

METADATA = {"event_type": "evr_card", "event_payload": {"key": "job:1"}}


def now(shop: Shop, staff: str = "PC2211", cursor: int = 0) -> dict[str, Any]:
    return shop.page(staff, "now", "tab1", str(cursor))


def channel(shop: Shop, id: str, staff: str = "PC2211") -> dict[str, Any]:
    return next(each for each in now(shop, staff)["channels"] if each["id"] == id)


def press(shop: Shop, element: dict[str, Any], staff: str = "PC2211", value: Any = None, **more: Any) -> dict[str, Any]:
    """Hang up a message with the element and press it."""
    ts = shop.post("Card", blocks=[actions(element)], metadata=METADATA)
    return shop.do(staff, "press", channel=QUEUE, ts=ts, block_id="b1", action_id=element["action_id"], value=value, **more)


def test_everybody_sees_the_channels_they_work_in(shop: Shop):
    def names(staff: str) -> list[str]:
        return [each["name"] for each in now(shop, staff)["channels"]]

    assert names("PC2211") == ["evr-queue", "evr-team", "directmessage"]
    assert names("PS1101") == ["evr-queue", "evr-sergeants", "evr-team", "directmessage"]
    assert names("SPOC01") == ["evr-queue", "control-room", "evr-team", "directmessage"]
    assert names("CH301") == ["control-room", "directmessage"]


@pytest.mark.parametrize("staff", ["patrol-desk", "NOBODY", "EVRBOT1"])
def test_who_has_no_account_is_told_so(shop: Shop, staff: str):
    assert shop.page(staff, "now", "tab1", "0")["code"] == "no_chat_account"


def test_nobody_looks_into_a_channel_they_are_not_in(shop: Shop):
    ts = shop.post("Secret", channel=SERGEANTS)

    assert shop.page("PC2211", "channel", SERGEANTS, "50")["error"] == "not_in_channel"
    assert shop.page("PC2211", "thread", SERGEANTS, ts)["error"] == "not_in_channel"
    assert shop.do("PC2211", "say", channel=SERGEANTS, text="Hello")["error"] == "not_in_channel"
    assert shop.do("PC2211", "press", channel=SERGEANTS, ts=ts, block_id="b", action_id="a")["error"] == "not_in_channel"


def test_only_the_cursor_comes_while_nothing_changes(shop: Shop):
    cursor = now(shop)["cursor"]

    assert now(shop, cursor=cursor) == {"cursor": cursor}
    shop.post()
    assert now(shop, cursor=cursor)["channels"]


def test_unread_until_it_is_read(shop: Shop):
    shop.post("One")
    last = shop.post(f"Two for <@{OFFICER}>")
    assert (channel(shop, QUEUE)["unread"], channel(shop, QUEUE)["mentioned"]) == (2, 1)

    shop.do("PC2211", "read", channel=QUEUE, ts=last)

    assert channel(shop, QUEUE)["unread"] == 0
    assert channel(shop, QUEUE, "PC2212")["unread"] == 2
    shop.do("PC2212", "say", channel=QUEUE, text="Mine")
    assert (channel(shop, QUEUE)["unread"], channel(shop, QUEUE, "PC2212")["unread"]) == (1, 0)


def test_a_long_channel_shows_its_newest_with_the_private_replies_of_that_time(shop: Shop):
    shop.call("chat.postEphemeral", channel=QUEUE, user=OFFICER, text="Early")
    for n in range(5):
        shop.post(f"Number {n}")
    shop.call("chat.postEphemeral", channel=QUEUE, user=OFFICER, text="Late")

    page = shop.page("PC2211", "channel", QUEUE, "2")

    assert [each["text"] for each in page["messages"]] == ["Number 3", "Number 4", "Late"]
    assert page["more"] is True
    assert shop.page("PC2211", "channel", QUEUE, "9")["more"] is False


def test_what_the_app_keeps_with_a_message_is_not_shown(shop: Shop):
    shop.post("Card", metadata=METADATA)

    assert "metadata" not in shop.page("PC2211", "channel", QUEUE, "5")["messages"][0]


def test_a_button_is_pressed_in_slacks_words(shop: Shop):
    assert press(shop, button(value="DP-1", style="primary")) == {"ok": True}

    payload = shop.app.last
    assert payload["type"] == "block_actions"
    assert payload["user"] == {"id": OFFICER, "username": "pc2211", "name": "pc2211", "team_id": "T0DORSET1"}
    assert payload["team"] == {"id": "T0DORSET1", "domain": "dorset-training"}
    action = payload["actions"][0]
    assert (action["type"], action["action_id"], action["block_id"], action["value"]) == ("button", "job.claim", "b1", "DP-1")
    assert action["text"]["text"] == "Press" and action["action_ts"]
    ts = payload["message"]["ts"]
    assert payload["container"] == {"type": "message", "message_ts": ts, "channel_id": QUEUE, "is_ephemeral": False}
    assert payload["channel"] == {"id": QUEUE, "name": "evr-queue"}
    assert payload["message"]["metadata"] == METADATA
    assert payload["state"] == {"values": {}}
    assert payload["response_url"].startswith("http://127.0.0.1:8800/local/slack/respond/dorset/")


def test_a_menu_entry_is_chosen_in_slacks_words(shop: Shop):
    press(shop, {"type": "overflow", "action_id": "menu", "options": [option("a 1"), option("b 1")]}, value="b 1")

    action = shop.app.last["actions"][0]
    assert (action["type"], action["selected_option"]["value"]) == ("overflow", "b 1")


@pytest.mark.parametrize(
    ("element", "value", "held"),
    [
        ({"type": "static_select", "options": [option("a"), option("b")]}, "b", {"selected_option": "b"}),
        ({"type": "radio_buttons", "options": [option("a"), option("b")]}, "a", {"selected_option": "a"}),
        ({"type": "checkboxes", "options": [option("a"), option("b")]}, ["b", "a"], {"selected_options": ["a", "b"]}),
        ({"type": "multi_static_select", "options": [option("a")]}, ["a"], {"selected_options": ["a"]}),
        ({"type": "datepicker"}, "2026-11-22", {"selected_date": "2026-11-22"}),
        ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"type": "datetimepicker"}, "1790000000", {"selected_date_time": 1790000000}),
        ({"type": "users_select"}, OFFICER, {"selected_user": OFFICER}),
        ({"type": "datepicker"}, "", {"selected_date": None}),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) and "type" in value else None,
)
def test_every_choice_is_told_in_slacks_words(shop: Shop, element: dict[str, Any], value: Any, held: dict[str, Any]):
    press(shop, {"action_id": "x", **element}, value=value, values={"b1": {"x": value}})

    action, state = shop.app.last["actions"][0], shop.app.last["state"]["values"]["b1"]["x"]
    name, wanted = next(iter(held.items()))
    for found in (action, state):
        assert _values(found[name]) == wanted
        assert found["type"] == element["type"]


def _values(found: Any) -> Any:
    if isinstance(found, list):
        return [each["value"] for each in found]
    return found["value"] if isinstance(found, dict) else found


def test_a_press_in_a_private_reply_brings_no_message_along(shop: Shop):
    blocks = [actions(button("details.hide"))]
    ts = shop.call("chat.postEphemeral", channel=QUEUE, user=OFFICER, text="Details", blocks=blocks)["message_ts"]

    shop.do("PC2211", "press", channel=QUEUE, ts=ts, private=True, block_id="b1", action_id="details.hide")

    payload = shop.app.last
    assert "message" not in payload
    assert payload["container"] == {"type": "message", "message_ts": ts, "channel_id": QUEUE, "is_ephemeral": True}
    other = shop.do("PC2212", "press", channel=QUEUE, ts=ts, private=True, block_id="b1", action_id="details.hide")
    assert other["error"] == "message_not_found"


def test_a_press_in_a_thread_says_which(shop: Shop):
    head = shop.post("Card")
    ts = shop.post("Reply", thread_ts=head, blocks=[actions(button())])

    shop.do("PC2211", "press", channel=QUEUE, ts=ts, block_id="b1", action_id="job.claim")

    assert shop.app.last["container"]["thread_ts"] == head


def test_a_press_in_a_form_and_in_the_home_tab(shop: Shop):
    view = modal(text_input("note", initial_value="First"), actions(button("more")))
    opened = shop.call("views.open", trigger_id=shop.installed.triggers.new(OFFICER, "tab1"), view=view)["view"]
    shop.do("PC2211", "press", view=opened["id"], block_id="b1", action_id="more")
    payload = shop.app.last
    assert payload["container"] == {"type": "view", "view_id": opened["id"]}
    assert payload["view"]["state"]["values"]["note"]["note"]["value"] == "First"
    assert "message" not in payload and "response_url" not in payload

    home = shop.call("views.publish", user_id=OFFICER, view={"type": "home", "blocks": [actions(button("home.page"))]})["view"]
    shop.do("PC2211", "press", view=home["id"], block_id="b1", action_id="home.page")
    assert shop.app.last["view"]["type"] == "home"
    assert shop.do("PC2212", "press", view=home["id"], block_id="b1", action_id="home.page")["error"] == "not_found"


@pytest.mark.parametrize("heard", [Heard(0, trouble="http_timeout"), Heard(500), Heard(401)])
def test_a_press_that_nobody_takes_is_said_so(shop: Shop, heard: Heard):
    shop.app.answers = heard

    assert press(shop, button())["says"].startswith("EVR did not respond in time.")


def test_what_is_no_more_there_cannot_be_pressed(shop: Shop):
    ts = shop.post("Card", blocks=[actions({"type": "overflow", "action_id": "menu", "options": [option("a")]})])

    def says(**more: Any) -> str:
        return str(shop.do("PC2211", "press", channel=QUEUE, **{"ts": ts, "block_id": "b1", "action_id": "menu", **more})["says"])

    assert says(value="b") == says(action_id="job.claim") == "This has changed meanwhile: look again."
    assert says(ts="1.000001") == "This message is no more."
    assert shop.app.got == []


def test_a_shortcut_on_a_message(shop: Shop):
    ts = shop.do("PC2212", "say", channel=QUEUE, text="The neighbour has a camera")["ts"]

    shop.do("PC2211", "shortcut", channel=QUEUE, ts=ts, shortcut="message.update")

    payload = shop.app.last
    assert (payload["type"], payload["callback_id"], payload["message_ts"]) == ("message_action", "message.update", ts)
    assert payload["message"]["text"] == "The neighbour has a camera"
    assert payload["trigger_id"] and payload["response_url"] and payload["action_ts"]
    assert shop.do("PC2211", "shortcut", channel=QUEUE, ts=ts, shortcut="other")["error"] == "unknown_shortcut"


def test_opening_the_home_tab_is_told_to_the_app(shop: Shop):
    shop.do("PC2211", "opened", tab="home")

    envelope = shop.app.last
    assert (envelope["type"], envelope["team_id"], envelope["api_app_id"]) == ("event_callback", "T0DORSET1", "A0DORSET")
    event = envelope["event"]
    assert (event["type"], event["user"], event["channel"], event["tab"]) == ("app_home_opened", OFFICER, "D0PC2211", "home")
    assert envelope["event_id"].startswith("Ev") and event["event_ts"]


def test_a_private_reply_is_dismissed_for_oneself(shop: Shop):
    ts = shop.call("chat.postEphemeral", channel=QUEUE, user=OFFICER, text="Details")["message_ts"]

    shop.do("PC2211", "dismiss", channel=QUEUE, ts=ts)

    assert shop.texts("PC2211") == [] and shop.app.got == []


def test_what_people_write_is_words(shop: Shop):
    shop.do("PC2211", "say", channel=QUEUE, text=" <b>&</b> <!channel> ")

    assert shop.texts("PC2212") == ["&lt;b&gt;&amp;&lt;/b&gt; &lt;!channel&gt;"]
    assert shop.do("PC2211", "say", channel=QUEUE, text="   ")["says"] == "Write something first."


def test_while_slack_is_down_the_page_shows_what_it_has_and_does_nothing(shop: Shop):
    shop.post("Card")
    shop.installed.health = "down"

    assert shop.texts("PC2211") == ["Card"] and now(shop)["health"] == "down"
    assert shop.do("PC2211", "say", channel=QUEUE, text="Hello")["says"].startswith("Slack is down.")
    assert shop.do("PC2211", "read", channel=QUEUE, ts="1.000001") == {"ok": True}


def test_an_archived_channel_says_so(shop: Shop):
    shop.installed.workspace.archive(TEAM, archived=True)

    assert shop.do("PC2211", "say", channel=TEAM, text="Hello")["says"] == "This channel is archived: nothing can be written in it."
    assert channel(shop, TEAM)["archived"] is True


def test_what_the_page_leaves_out_is_named(shop: Shop):
    found = shop.page("PC2211", "press", nothing=True)

    assert "missing required field: channel" in found["says"]
    assert shop.page("PC2211", "juggle", client="x")["error"] == "unknown_act"


def test_nobody_writes_to_the_app_where_its_manifest_says_so(shop: Shop):
    assert channel(shop, "D0PC2211")["reads_only"] is True
    assert shop.do("PC2211", "say", channel="D0PC2211", text="Hello")["says"] == "Only EVR writes here."


def test_the_page_knows_the_command_and_the_shortcuts_of_the_manifest(shop: Shop):
    found = now(shop)

    assert found["command"] == "/evr"
    assert list(found["shortcuts"]) == ["message.update"]
