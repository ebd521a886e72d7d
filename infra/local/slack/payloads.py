"""What Slack sends to the app, exactly in its shapes (npm @slack/bolt, types). Pure but for the moment and new identifiers."""

from __future__ import annotations

import secrets
from typing import Any

from msgspec import Struct

from infra.local.slack.installed import Installed
from infra.local.slack.manifest import manifest
from infra.local.slack.members import Channel
from infra.local.slack.messages import Message
from infra.local.slack.views import View

Payload = dict[str, Any]


class Spot(Struct, frozen=True):
    """A message that somebody acts on, and where it stands."""

    channel: Channel
    message: Message
    private: bool = False


def block_actions(app: Installed, user: str, where: Spot | View, action: Payload, state: Payload, client: str) -> Payload:
    """A button, a menu, a choice. In a message it can be answered at a response URL; in a view it cannot."""
    made = _interaction(app, "block_actions", user, client)
    made |= {"actions": [action | {"action_ts": app.workspace.stamps.next()}]}
    if not isinstance(where, Spot):
        return made | {
            "container": {"type": "view", "view_id": where["id"]},
            "view": _with(where, state),
            "state": {"values": state},
        }
    ts, channel = where.message["ts"], where.channel
    container = {"type": "message", "message_ts": ts, "channel_id": channel.id, "is_ephemeral": where.private}
    if "thread_ts" in where.message and where.message["thread_ts"] != ts:
        container["thread_ts"] = where.message["thread_ts"]
    url = app.response_urls.new(user, channel.id, ts, private=where.private)
    made |= {"container": container, "channel": _channel(channel), "state": {"values": state}, "response_url": url}
    return made if where.private else made | {"message": where.message}


def view_submission(app: Installed, user: str, view: View, state: Payload, client: str) -> Payload:
    return _interaction(app, "view_submission", user, client) | {"view": _with(view, state), "response_urls": []}


def view_closed(app: Installed, user: str, view: View, *, is_cleared: bool) -> Payload:
    made = _interaction(app, "view_closed", user, "")
    del made["trigger_id"]
    return made | {"view": view, "is_cleared": is_cleared}


def message_action(app: Installed, user: str, spot: Spot, callback_id: str, client: str) -> Payload:
    """A shortcut on a message."""
    ts = spot.message["ts"]
    about = {"callback_id": callback_id, "message_ts": ts, "action_ts": app.workspace.stamps.next(), "message": spot.message}
    url = app.response_urls.new(user, spot.channel.id, ts)
    return _interaction(app, "message_action", user, client) | about | {"channel": _channel(spot.channel), "response_url": url}


def slash_command(app: Installed, user: str, channel: Channel, text: str, client: str) -> dict[str, str]:
    """The fields of a form, not JSON."""
    return {
        "token": _VERIFICATION,
        "team_id": app.team,
        "team_domain": app.domain,
        "channel_id": channel.id,
        "channel_name": _channel(channel)["name"],
        "user_id": user,
        "user_name": app.workspace.member(user).handle,
        "command": manifest().command,
        "text": text,
        "api_app_id": app.secret.app_id,
        "is_enterprise_install": "false",
        "response_url": app.response_urls.new(user, channel.id),
        "trigger_id": app.triggers.new(user, client),
    }


def app_home_opened(app: Installed, user: str, channel: str, tab: str) -> Payload:
    event: Payload = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab}
    if tab == "home" and user in app.workspace.homes:
        event["view"] = app.workspace.homes[user]
    return _event(app, event)


def link_shared(app: Installed, user: str, channel: str, message: Message, links: list[dict[str, str]]) -> Payload:
    event: Payload = {"type": "link_shared", "channel": channel, "is_bot_user_member": True, "user": user, "links": links}
    event |= {"message_ts": message["ts"], "unfurl_id": f"{channel}.{message['ts']}.{secrets.token_hex(8)}"}
    event["source"] = "conversations_history"
    if "thread_ts" in message:
        event["thread_ts"] = message["thread_ts"]
    return _event(app, event)


#: Slack sends it still; nobody should look at it any more, the signature is what counts.
_VERIFICATION = "deprecated-verification-token"


def _interaction(app: Installed, kind: str, user: str, client: str) -> Payload:
    member = app.workspace.member(user)
    about = {"id": user, "username": member.handle, "name": member.handle, "team_id": app.team}
    return {
        "type": kind,
        "user": about,
        "api_app_id": app.secret.app_id,
        "token": _VERIFICATION,
        "trigger_id": app.triggers.new(user, client),
        "team": {"id": app.team, "domain": app.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _event(app: Installed, event: Payload) -> Payload:
    stamp = app.workspace.stamps.next()
    authorization = {"enterprise_id": None, "team_id": app.team, "user_id": app.workspace.bot, "is_bot": True}
    return {
        "token": _VERIFICATION,
        "team_id": app.team,
        "api_app_id": app.secret.app_id,
        "event": event | {"event_ts": stamp},
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(stamp.partition(".")[0]),
        "authorizations": [authorization | {"is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    }


def _with(view: View, state: Payload) -> View:
    return view | {"state": {"values": state}}


def _channel(channel: Channel) -> dict[str, str]:
    return {"id": channel.id, "name": channel.name}
