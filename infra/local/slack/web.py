"""The Web API: /local/slack/api/<method>. A token says which workspace. A "no" is told as Slack tells it, with status 200.

Rate limits and outages come from the switch of the chat pane, never by themselves.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from infra.local.proxy import Answer
from infra.local.slack import methods_chat as chat
from infra.local.slack import methods_files as files
from infra.local.slack import methods_look as look
from infra.local.slack import methods_views as views
from infra.local.slack.arguments import Arguments, read
from infra.local.slack.installed import Installed
from infra.local.slack.manifest import manifest
from infra.local.slack.refusing import SlackError

#: While the switch says so, every call is told to wait this long.
RETRY_AFTER = 5  # seconds


class Method(Struct, frozen=True):
    """`scopes`: the token needs one of these."""

    does: Callable[[Installed, Arguments], dict[str, Any]]
    scopes: tuple[str, ...] = ()
    takes_json: bool = True


_READ = ("channels:read", "groups:read", "im:read")
_HISTORY = ("channels:history", "groups:history", "im:history")
METHODS = {
    "auth.test": Method(look.auth_test),
    "bots.info": Method(look.bots_info, ("users:read",), takes_json=False),
    "team.info": Method(look.team_info, ("team:read",), takes_json=False),
    "users.info": Method(look.users_info, ("users:read",), takes_json=False),
    "users.list": Method(look.users_list, ("users:read",), takes_json=False),
    "conversations.info": Method(look.conversations_info, _READ, takes_json=False),
    "conversations.members": Method(look.conversations_members, _READ, takes_json=False),
    "conversations.history": Method(look.conversations_history, _HISTORY, takes_json=False),
    "conversations.replies": Method(look.conversations_replies, _HISTORY, takes_json=False),
    "conversations.open": Method(look.conversations_open, ("im:write",)),
    "chat.postMessage": Method(chat.post_message, ("chat:write",)),
    "chat.update": Method(chat.update, ("chat:write",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",)),
    "chat.unfurl": Method(chat.unfurl, ("links:write",)),
    "views.open": Method(views.open_),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
    "views.publish": Method(views.publish),
    "files.getUploadURLExternal": Method(files.get_upload_url, ("files:write",), takes_json=False),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",)),
}


def answer(apps: Iterable[Installed], name: str, verb: str, body: bytes, headers: Mapping[str, str], query: str) -> Answer:
    """Answer one call."""
    try:
        method = METHODS.get(name)
        given = read(verb, body, headers, query, takes_json=method is None or method.takes_json)
        app = _whose(apps, headers, given)
        if app.health == "down":
            return Answer(503, [("Content-Type", "text/html")], b"<html><body>Service unavailable</body></html>")
        if app.health == "limited":
            return _told({"ok": False, "error": "ratelimited"}, 429, [("Retry-After", str(RETRY_AFTER))])
        if method is None:
            raise SlackError("unknown_method")
        _in_scope(method)
        return _told({"ok": True, **method.does(app, given)})
    except SlackError as refused:
        return _told(refused_with(refused))


def refused_with(refused: SlackError) -> dict[str, Any]:
    said: dict[str, Any] = {"ok": False, "error": refused.code}
    if refused.messages:
        said["response_metadata"] = {"messages": refused.messages}
    return said


def _whose(apps: Iterable[Installed], headers: Mapping[str, str], given: Arguments) -> Installed:
    """The workspace of the token. Raises SlackError."""
    bearer = headers.get("authorization", "")
    token = bearer.removeprefix("Bearer ") if bearer.startswith("Bearer ") else given.text("token", required=False)
    if not token:
        raise SlackError("not_authed")
    found = [app for app in apps if hmac.compare_digest(app.secret.bot_token.encode(), token.encode())]
    if not found:
        raise SlackError("invalid_auth")
    return found[0]


def _in_scope(method: Method) -> None:
    if method.scopes and not set(method.scopes) & set(manifest().scopes):
        raise SlackError("missing_scope")


def _told(content: dict[str, Any], status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> Answer:
    kind = ("Content-Type", "application/json; charset=utf-8")
    return Answer(status, [kind, ("X-OAuth-Scopes", ",".join(manifest().scopes)), *headers], json.dumps(content).encode())
