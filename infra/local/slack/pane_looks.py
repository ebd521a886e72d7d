"""What the chat pane shows somebody: their channels with what is unread, a channel, a thread, a home tab, open forms."""

from __future__ import annotations

from typing import Any

from infra.local.slack.installed import Installed
from infra.local.slack.manifest import manifest
from infra.local.slack.members import Channel, im_id
from infra.local.slack.messages import Message
from infra.local.slack.refusing import SlackError
from infra.local.slack.replies import SLACKBOT
from infra.local.slack.stamps import in_microseconds

Shown = dict[str, Any]
_AT_MOST = 400


def now(app: Installed, user: str, client: str, cursor: int) -> Shown:
    """Everything but the messages themselves; only the cursor when nothing has changed since it was handed out."""
    space = app.workspace
    with space.lock:
        if cursor == space.revision:
            return {"cursor": cursor}
        return {
            "cursor": space.revision,
            "me": user,
            "bot": space.bot,
            "health": app.health,
            "command": manifest().command,
            "shortcuts": manifest().shortcuts,
            "channels": [_about(app, user, channel) for channel in _mine(app, user)],
            "home": space.changed_at.get(f"home:{user}", 0),
            "views": app.views.shown(user, client),
            "people": {each.id: _person(each) for each in space.members.values()} | {SLACKBOT: {"name": "Slackbot", "does": "app"}},
        }


def channel(app: Installed, user: str, id: str, limit: int) -> Shown:
    """The newest so many messages, oldest first, with the private replies among them. Raises SlackError."""
    inside(app, user, id)
    with app.workspace.lock:
        history = app.workspace.messages.history(id)
        shown = history[: min(limit, _AT_MOST)]
        since = in_microseconds(shown[-1]["ts"]) if shown and len(history) > len(shown) else 0
        private = [each for each in app.workspace.whispers.all(id, user) if "thread_ts" not in each]
        late = [each for each in private if in_microseconds(each["ts"]) >= since]
        read = app.workspace.read.get((user, id), "0")
    return {"messages": _in_order([*shown, *late]), "more": len(history) > len(shown), "read": read}


def thread(app: Installed, user: str, id: str, ts: str) -> Shown:
    """A message and its replies, oldest first. Raises SlackError."""
    inside(app, user, id)
    with app.workspace.lock:
        shown = app.workspace.messages.thread(id, ts)
        private = [each for each in app.workspace.whispers.all(id, user) if each.get("thread_ts") == shown[0]["ts"]]
    return {"messages": [_shown(shown[0]), *_in_order([*shown[1:], *private])]}


def home(app: Installed, user: str) -> Shown:
    return {"view": app.workspace.homes.get(user)}


def inside(app: Installed, user: str, id: str) -> Channel:
    """A channel that somebody is in. Raises SlackError."""
    found = app.workspace.channel(id)
    if user not in found.members:
        raise SlackError("not_in_channel")
    return found


def _mine(app: Installed, user: str) -> list[Channel]:
    return [each for each in app.workspace.channels.values() if user in each.members]


def _about(app: Installed, user: str, channel: Channel) -> Shown:
    space = app.workspace
    unread = _unread(app, user, channel.id)
    return {
        "id": channel.id,
        "name": channel.name,
        "purpose": channel.purpose,
        "members": len(channel.members) - 1,
        "im": channel.id == im_id(user),
        "archived": channel.id in space.archived,
        "reads_only": channel.im and manifest().reads_only,
        "unread": len(unread),
        "mentioned": sum(f"<@{user}>" in str(each) for each in unread),
        "changed": space.changed_at.get(channel.id, 0),
    }


def _unread(app: Installed, user: str, id: str) -> list[Message]:
    """What others have written since somebody last looked."""
    read = in_microseconds(app.workspace.read.get((user, id), "0"))
    found = []
    for each in app.workspace.messages.history(id):
        if in_microseconds(each["ts"]) <= read:
            break
        if each["user"] != user:
            found.append(each)
    return found


def _person(member: Any) -> Shown:
    return {"name": member.name, "staff": member.staff, "does": member.does}


def _in_order(messages: list[Message]) -> list[Message]:
    return [_shown(each) for each in sorted(messages, key=lambda each: in_microseconds(each["ts"]))]


def _shown(message: Message) -> Message:
    """Without what the app keeps with it unseen."""
    return {name: value for name, value in message.items() if name != "metadata"}
