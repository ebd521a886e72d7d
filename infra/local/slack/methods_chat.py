"""chat.*: messages, private replies, what a link unfolds to."""

from __future__ import annotations

from typing import Any

from infra.local.slack.arguments import Arguments
from infra.local.slack.content import checked, content, metadata
from infra.local.slack.installed import Installed
from infra.local.slack.members import Channel, im_id
from infra.local.slack.refusing import SlackError

Answered = dict[str, Any]


def post_message(app: Installed, given: Arguments) -> Answered:
    """A person's identifier as the channel means their direct messages with the bot."""
    channel = _writable(app, given.text("channel"))
    made = content(app, given)
    kept = metadata(given)
    thread = given.text("thread_ts", required=False) or None
    message = app.workspace.post(channel.id, app.workspace.bot, made | app.bot | ({"metadata": kept} if kept else {}), thread)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def update(app: Installed, given: Arguments) -> Answered:
    """Only what is given changes; text without blocks takes the blocks away."""
    channel, ts = _our_channel(app, given.text("channel")), given.text("ts")
    if channel.id in app.workspace.archived:
        raise SlackError("is_inactive")
    if app.workspace.messages.get(channel.id, ts)["user"] != app.workspace.bot:
        raise SlackError("cant_update_message")
    made = content(app, given)
    changes = {name: value for name, value in made.items() if value} | ({} if made.get("blocks") else {"blocks": None})
    if given.has("metadata"):
        changes["metadata"] = metadata(given) or None
    message = app.workspace.edit(channel.id, ts, changes)
    return {"channel": channel.id, "ts": ts, "text": message["text"], "message": message}


def delete(app: Installed, given: Arguments) -> Answered:
    channel, ts = _our_channel(app, given.text("channel")), given.text("ts")
    if app.workspace.messages.get(channel.id, ts)["user"] != app.workspace.bot:
        raise SlackError("cant_delete_message")
    app.workspace.delete(channel.id, ts)
    return {"channel": channel.id, "ts": ts}


def post_ephemeral(app: Installed, given: Arguments) -> Answered:
    """Seen by one person of the channel; it is no message that could be updated or deleted."""
    channel, user = _writable(app, given.text("channel")), given.text("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = app.workspace.whisper(channel.id, user, content(app, given), given.text("thread_ts", required=False) or None)
    return {"message_ts": message["ts"]}


def unfurl(app: Installed, given: Arguments) -> Answered:
    """Put something below the links of somebody's message: blocks, by address."""
    channel, ts = _our_channel(app, given.text("channel")), given.text("ts")
    unfurls = given.structure("unfurls", "invalid_unfurls_format")
    if not isinstance(unfurls, dict) or not unfurls:
        raise SlackError("missing_unfurls")
    message = app.workspace.messages.get(channel.id, ts)
    made = []
    for address, shown in unfurls.items():
        if address not in message.get("links", ()):
            raise SlackError("cannot_unfurl_url")
        if not isinstance(shown, dict) or "blocks" not in shown:
            raise SlackError("missing_unfurls")
        made.append({"from_url": address, "app_unfurl_url": address, "blocks": checked(app, shown["blocks"]), **app.bot})
    app.workspace.edit(channel.id, ts, {"attachments": made})
    return {}


def _writable(app: Installed, id: str) -> Channel:
    if id.startswith(("U", "W")):
        if id not in app.workspace.members:
            raise SlackError("channel_not_found")
        id = im_id(app.someone(id))
    return app.workspace.open_channel(_our_channel(app, id).id)


def _our_channel(app: Installed, id: str) -> Channel:
    """A channel that the bot is in. Raises SlackError."""
    channel = app.workspace.channel(id)
    if app.workspace.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel
