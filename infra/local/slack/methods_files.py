"""files.*: a file is announced, uploaded to an address of its own, then completed, and shared where that is wanted."""

from __future__ import annotations

from typing import Any

from infra.local.slack.arguments import Arguments
from infra.local.slack.content import checked
from infra.local.slack.installed import Installed
from infra.local.slack.refusing import SlackError

Answered = dict[str, Any]
_LARGEST = 10_000_000


def get_upload_url(app: Installed, given: Arguments) -> Answered:
    name, length = given.text("filename"), given.number("length", 0, _LARGEST + 1)
    if length > _LARGEST:
        raise SlackError("file_upload_size_restricted")
    id, key = app.files.announce(name, length, given.text("alt_txt", required=False))
    return {"upload_url": f"{app.upload_url}/{key}", "file_id": id}


def complete_upload(app: Installed, given: Arguments) -> Answered:
    """Without a channel the file is the bot's own, and can be shown in a block a moment later."""
    wanted = given.structure("files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(each, dict) and "id" in each for each in wanted):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    channel = given.text("channel_id", required=False)
    if channel:
        app.workspace.open_channel(channel)
    done = [app.files.complete(str(each["id"]), str(each.get("title") or "")) for each in wanted]
    if channel:
        blocks = given.structure("blocks", "invalid_blocks_format")
        text = given.text("initial_comment", required=False)
        shared = {"text": text, "files": done, **app.bot} | ({"blocks": checked(app, blocks)} if blocks and not text else {})
        app.workspace.post(channel, app.workspace.bot, shared, given.text("thread_ts", required=False) or None)
    return {"files": [{"id": each["id"], "title": each["title"]} for each in done]}
