"""What Slack sends us, in the shapes of npm @slack/bolt, made from what we sent before; and its signature.

message = posted(card_message(card, "k").fields())          a message as Slack keeps it
press(button(message, "job.claim"), message)                somebody presses a button, or chooses it in the menu
view = opened(modal(form, carried))                         a view as Slack keeps it
submit(view, {"result": "spoke"})                           fills it in: what is not given stays as it was shown
press(button(view, "job.claim"), view)                      a button within a view, or on the home tab
close(view)   typed("next")   shortcut(message)   home_opened()   links_shared("https://...")

body, headers = request(payload, secret)                    the HTTP request: form for interactivity, JSON for events
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any
from urllib.parse import urlencode

from chalicelib.chat.slack.elements import MENU

Json = dict[str, Any]

TEAM, CHANNEL, USER, APP, BOT = "T0DORSET1", "C0QUEUE01", "U0ROWAN", "A0EVR", "B0EVR"
SECRET = "a-signing-secret-of-the-tests"
RESPONSE_URL = "https://hooks.slack.com/actions/T0DORSET1/1/invented"
_numbers = count(1)


def stamp() -> str:
    """A moment as Slack writes it, another one each time."""
    return f"1763460000.{next(_numbers):06}"


# --- what Slack keeps ---------------------------------------------------------------------------------------------------------


def posted(fields: Mapping[str, Any], *, channel: str = CHANNEL, thread: str | None = None, ephemeral: bool = False) -> Json:
    """A message of ours. `_where` is ours alone, for `press`; it is in no payload."""
    ts = stamp()
    message = {"type": "message", "user": "U0BOT", "bot_id": BOT, "app_id": APP, "ts": ts, **fields}
    if thread:
        message["thread_ts"] = thread
    return message | {"_where": {"channel": channel, "thread": thread, "ephemeral": ephemeral}}


def opened(view: Json, *, id: str | None = None) -> Json:
    """A view of ours as it comes back, with everything that was shown as its state."""
    number = next(_numbers)
    kept = {
        "id": id or f"V{number}",
        "team_id": TEAM,
        "app_installed_team_id": TEAM,
        "app_id": APP,
        "bot_id": BOT,
        "callback_id": "",
        "private_metadata": "",
        "hash": f"{number}.hash",
        "root_view_id": id or f"V{number}",
        "previous_view_id": None,
        "clear_on_close": False,
        "notify_on_close": False,
        "external_id": "",
        "title": {"type": "plain_text", "text": "View Title"},
        "close": None,
        "submit": None,
    }
    return kept | view | {"state": {"values": _state(view["blocks"], {})}}


def elements(of: Json) -> Iterator[tuple[str, Json]]:
    """Every element with the id of its block."""
    for block in of["blocks"]:
        for element in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
            if element and "action_id" in element:
                yield block["block_id"], element


def button(of: Json, action: str, value: str | None = None) -> Json:
    """What is pressed for an action: its button, or its entry in the menu, with its block's id. Raises LookupError."""
    for block, element in elements(of):
        if element["action_id"] == action and value in (None, element.get("value", "")):
            return {"block_id": block, **element}
        for option in element.get("options", ()) if element["action_id"] == MENU else ():
            id, _, about = option["value"].partition(" ")
            if id == action and value in (None, about):
                return {"block_id": block, "type": "overflow", "action_id": MENU, "selected_option": option}
    raise LookupError(action)


# --- interactivity ------------------------------------------------------------------------------------------------------------


def press(element: Json, on: Json, *, user: str = USER, at: str | None = None, **changes: Any) -> Json:
    """`on`: from `posted` or `opened`. `at` (the action_ts) is another one each time, unless it is given."""
    action = {name: each for name, each in element.items() if name in _ACTION} | {"action_ts": at or stamp()}
    return _interaction("block_actions", user) | {"actions": [action]} | _place(on) | changes


def submit(view: Json, answers: Mapping[str, Any] | None = None, *, user: str = USER, **changes: Any) -> Json:
    """`answers` by field: a text, an option's value, several of them, seconds; None empties it. Raises ValueError."""
    filled = view | {"state": {"values": _state(view["blocks"], answers or {})}}
    return _interaction("view_submission", user) | {"view": filled, "response_urls": []} | changes


def close(view: Json, *, user: str = USER, cleared: bool = False) -> Json:
    made = _interaction("view_closed", user) | {"view": view, "is_cleared": cleared}
    del made["trigger_id"]
    return made


def shortcut(message: Json, *, callback_id: str = "message.update", user: str = USER) -> Json:
    """On any message, ours or somebody's: `posted({"text": "..."})`."""
    where = message["_where"]
    made = _interaction("message_action", user)
    del made["api_app_id"]
    return made | {
        "callback_id": callback_id,
        "message_ts": message["ts"],
        "action_ts": stamp(),
        "message": _kept(message),
        "channel": {"id": where["channel"], "name": "a-channel"},
        "response_url": RESPONSE_URL,
    }


#: Slack repeats `confirm` as well, but its own types want that of an older kind of message there.
_ACTION = ("type", "action_id", "block_id", "text", "value", "selected_option")


def _interaction(kind: str, user: str) -> Json:
    # Slack's own types want `username` of whoever presses and `name` of whoever fills in; both come.
    about = {"id": user, "name": "test.officer", "team_id": TEAM} | (
        {} if kind.startswith("view") else {"username": "test.officer"}
    )
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "dorset"},
        "user": about,
        "api_app_id": APP,
        "token": "deprecated",
        "trigger_id": f"{next(_numbers)}.{TEAM}.trigger",
        "is_enterprise_install": False,
    }


def _place(on: Json) -> Json:
    if "_where" not in on:
        # No response_url comes with a view; the types want one all the same.
        return {"container": {"type": "view", "view_id": on["id"]}, "view": on, "state": on["state"], "response_url": ""}
    where = on["_where"]
    container = {"type": "message", "message_ts": on["ts"], "channel_id": where["channel"], "is_ephemeral": where["ephemeral"]}
    if where["thread"]:
        container["thread_ts"] = where["thread"]
    place = {"container": container, "channel": {"id": where["channel"], "name": "a-channel"}, "response_url": RESPONSE_URL}
    return place | ({} if where["ephemeral"] else {"message": _kept(on)})


def _kept(message: Json) -> Json:
    return {name: value for name, value in message.items() if name != "_where"}


# --- what an input holds ------------------------------------------------------------------------------------------------------


def _state(blocks: list[Json], answers: Mapping[str, Any]) -> Json:
    inputs = {each["block_id"]: each["element"] for each in blocks if each["type"] == "input"}
    strange = set(answers) - set(inputs)
    if strange:
        raise ValueError(f"the form does not ask for {sorted(strange)}")
    return {id: {id: {"type": each["type"], **_held(each, answers.get(id, _SHOWN))}} for id, each in inputs.items()}


_SHOWN = object()
_PLAIN = {
    "plain_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}


def _held(element: Json, answer: Any) -> Json:
    if element["type"] in _PLAIN:
        name, initial = _PLAIN[element["type"]]
        return {name: element.get(initial) if answer is _SHOWN else answer}
    if element["type"] == "multi_static_select":
        chosen = element.get("initial_options", []) if answer is _SHOWN else [_offered(element, each) for each in answer or ()]
        return {"selected_options": chosen}
    if answer is _SHOWN:
        return {"selected_option": element.get("initial_option")}
    return {"selected_option": None if answer is None else _offered(element, answer)}


def _offered(element: Json, value: str) -> Json:
    groups = element.get("option_groups", [element])
    found = [option for group in groups for option in group["options"] if option["value"] == value]
    if not found:
        raise ValueError(f"{element['action_id']} does not offer {value}")
    return found[0]


# --- commands and events ------------------------------------------------------------------------------------------------------


def typed(text: str, *, user: str = USER, channel: str = CHANNEL, **changes: str) -> Json:
    """The fields of a slash command's form."""
    return {
        "token": "deprecated",
        "team_id": TEAM,
        "team_domain": "dorset",
        "channel_id": channel,
        "channel_name": "a-channel",
        "user_id": user,
        "user_name": "test.officer",
        "command": "/evr",
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T0DORSET1/1/invented",
        "trigger_id": f"{next(_numbers)}.{TEAM}.trigger",
    } | changes


def home_opened(*, user: str = USER, tab: str = "home", view: Json | None = None) -> Json:
    event = {"type": "app_home_opened", "user": user, "channel": "D0ROWAN", "tab": tab}
    return _event(event | ({"view": view} if view else {}))


def links_shared(*urls: str, user: str = USER, channel: str = CHANNEL) -> Json:
    links = [{"url": url, "domain": url.split("/")[2]} for url in urls]
    about = {"channel": channel, "user": user, "message_ts": stamp(), "is_bot_user_member": True, "links": links}
    return _event({"type": "link_shared", **about, "unfurl_id": "C0.1", "source": "conversations_history"})


def _event(event: Json) -> Json:
    number = next(_numbers)
    authorization = {"enterprise_id": None, "team_id": TEAM, "user_id": "U0BOT", "is_bot": True, "is_enterprise_install": False}
    return {
        "token": "deprecated",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event | {"event_ts": stamp()},
        "type": "event_callback",
        "event_id": f"Ev{number:08}",
        "event_time": 1763460000,
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
    }


# --- over HTTP ----------------------------------------------------------------------------------------------------------------


def request(payload: Json, secret: str = SECRET, ts: int | None = None) -> tuple[bytes, dict[str, str]]:
    """The body and the headers with which Slack would send it."""
    if "command" in payload:
        body, kind = urlencode(payload).encode(), "application/x-www-form-urlencoded"
    elif payload.get("type") in ("event_callback", "url_verification"):
        body, kind = json.dumps(payload).encode(), "application/json"
    else:
        body, kind = urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"
    return body, {"Content-Type": kind, **sign(secret, body, ts)}


def sign(secret: str, body: bytes, ts: int | None = None) -> dict[str, str]:
    """Slack's signature of a body; `ts` is now, unless it is given."""
    moment = str(int(time.time()) if ts is None else ts)
    digest = hmac.new(secret.encode(), b"v0:" + moment.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}
