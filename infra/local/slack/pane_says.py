"""What somebody writes in the chat pane: a message of their own, with links that unfold, or a slash command."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from chalicelib.policies import load_policies
from infra.local.slack import payloads, replies
from infra.local.slack.arguments import Arguments
from infra.local.slack.installed import Installed
from infra.local.slack.manifest import manifest
from infra.local.slack.members import Channel
from infra.local.slack.messages import Message
from infra.local.slack.pane_looks import inside
from infra.local.slack.refusing import SlackError
from infra.local.slack.sending import Sender

_LINK = re.compile(r"https?://[^\s<>|]+")


def say(app: Installed, sender: Sender, user: str, given: Arguments) -> dict[str, Any]:
    """Write in a channel or a thread. Raises SlackError."""
    channel, text = inside(app, user, given.text("channel")), given.text("text", required=False).strip()
    if not text:
        raise SlackError("no_text", ["Write something first."])
    if text.startswith("/"):
        _command(app, sender, user, channel, text, given.text("client"))
        return {"ok": True}
    if channel.im and manifest().reads_only:
        raise SlackError("messages_tab_read_only", ["Only EVR writes here."])
    links = _links(app, text)
    message = _post(app, user, channel, text, links, given.text("thread", required=False) or None)
    if links and "link_shared" in manifest().events:
        sender.event(payloads.link_shared(app, user, channel.id, message, links))
    app.workspace.put_read(user, channel.id, message["ts"])
    return {"ok": True, "ts": message["ts"]}


def _command(app: Installed, sender: Sender, user: str, channel: Channel, text: str, client: str) -> None:
    name, _, rest = text.partition(" ")
    command = manifest().command
    if name == command:
        heard = sender.command(payloads.slash_command(app, user, channel, rest.strip(), client))
        replies.after_command(app, user, channel.id, heard)
        return
    said = f"`{html.escape(name, quote=False)}` is not a command here. Try `{command} help`."
    app.workspace.whisper(channel.id, user, {"text": said, "user": replies.SLACKBOT})


def _post(app: Installed, user: str, channel: Channel, text: str, links: list[dict[str, str]], thread: str | None) -> Message:
    escaped = _LINK.sub(lambda found: f"<{found[0]}>", html.escape(text, quote=False))
    content: Message = {"text": escaped, "client_msg_id": str(uuid.uuid4()), "team": app.team}
    return app.workspace.post(channel.id, user, content | ({"links": [link["url"] for link in links]} if links else {}), thread)


def _links(app: Installed, text: str) -> list[dict[str, str]]:
    """The addresses that our app unfolds: those of the force's own domain, and of this machine."""
    ours = (load_policies()[app.force].link.domain, "127.0.0.1", "localhost")
    found = [(urlsplit(address).hostname or "", address) for address in _LINK.findall(text)]
    return [{"domain": host, "url": address} for host, address in found if f".{host}".endswith(tuple(f".{each}" for each in ours))]
