"""What the app answers, and what becomes of it: at a response URL, to a slash command, to a form that was sent."""

from __future__ import annotations

import json
from typing import Any

from infra.local.slack.arguments import Arguments
from infra.local.slack.content import content
from infra.local.slack.installed import Installed
from infra.local.slack.manifest import manifest
from infra.local.slack.refusing import SlackError
from infra.local.slack.response_urls import Origin
from infra.local.slack.sending import Heard
from infra.local.slack.views import View

SLACKBOT = "USLACKBOT"
#: Slack's own words where a form could not be sent.
TROUBLE = "We had some trouble connecting. Try again?"


def respond(app: Installed, key: str, body: bytes) -> None:
    """Do what is asked for at a response URL. Raises SlackError."""
    origin = app.response_urls.use(key)
    _answer(app, origin, _decoded(body))


def after_command(app: Installed, user: str, channel: str, heard: Heard) -> None:
    """The answer to a slash command: words, a message, or nothing. What went wrong is told by Slackbot, privately."""
    if not heard.well:
        code = "operation_timeout" if heard.trouble == "http_timeout" else "dispatch_failed"
        said = f"`{manifest().command}` failed with the error “{code}”: EVR did not respond in time. Try again."
        app.workspace.whisper(channel, user, {"text": said, "user": SLACKBOT})
    elif heard.body.strip():
        text = heard.body.decode(errors="replace")
        _answer(app, Origin(user, channel), _decoded(heard.body) if text.lstrip().startswith("{") else {"text": text})


def after_submission(app: Installed, user: str, client: str, view: View, heard: Heard) -> dict[str, str]:
    """Close the form, change it, or return what is wrong at which block. Raises SlackError for an answer that Slack cannot use."""
    if not heard.well:
        raise SlackError("no_answer", [TROUBLE])
    told = _decoded(heard.body) if heard.body.strip() else {}
    match told.get("response_action"):
        case None if not told:
            app.views.close(user, client, view["id"])
        case "clear":
            app.views.close(user, client, view["id"], all=True)
        case "update":
            app.views.update(view["id"], app.made.view(told.get("view"), "modal"))
        case "push":
            app.views.push(user, client, app.made.view(told.get("view"), "modal"))
        case "errors":
            return _errors(view, told.get("errors"))
        case _:
            raise SlackError("unknown_response_action", [TROUBLE])
    app.workspace.touch("views")
    return {}


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs or not all(map(_is_words, errors.values())):
        raise SlackError("invalid_errors", [TROUBLE])
    return errors


def _is_words(said: Any) -> bool:
    return isinstance(said, str) and bool(said)


def _answer(app: Installed, origin: Origin, told: dict[str, Any]) -> None:
    if told.get("delete_original"):
        _replace(app, origin, None)
        return
    made = content(app, Arguments(told)) | app.bot
    if told.get("replace_original") and origin.ts is not None:
        _replace(app, origin, made)
        return
    thread = Arguments(told).text("thread_ts", required=False) or None
    space, public = app.workspace, told.get("response_type") == "in_channel"
    if public:
        posted = space.post(origin.channel, space.bot, made, thread)
    else:
        posted = space.whisper(origin.channel, origin.user, made, thread)
    if origin.ts is None:
        origin.ts, origin.private = posted["ts"], not public


def _replace(app: Installed, origin: Origin, made: dict[str, Any] | None) -> None:
    """The message that was pressed, or that a command was answered with, becomes another or goes."""
    space = app.workspace
    if origin.ts is None:
        raise SlackError("message_not_found")
    with space.lock:
        if not origin.private and made is None:
            space.delete(origin.channel, origin.ts)
        elif not origin.private and made is not None:
            space.edit(origin.channel, origin.ts, {"blocks": None} | made)
        elif made is None:
            space.whispers.drop(origin.channel, origin.user, origin.ts)
        else:
            space.whispers.replace(origin.channel, origin.user, origin.ts, made)
        space.touch(origin.channel)


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        raise SlackError("invalid_payload", [TROUBLE]) from None
    if not isinstance(told, dict):
        raise SlackError("invalid_payload", [TROUBLE])
    return told
