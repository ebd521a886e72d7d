"""One force's workspace: who is in which channel, what stands there, and what is kept of it between runs."""

from __future__ import annotations

import threading
import time
from typing import Any

from infra.local.slack import members as who
from infra.local.slack.journal import Entry, Journal
from infra.local.slack.members import Channel, Member
from infra.local.slack.messages import Message, Messages
from infra.local.slack.refusing import SlackError
from infra.local.slack.stamps import Clock, Stamps, in_microseconds
from infra.local.slack.whispers import Whispers


class Workspace:
    """Changes are made under one lock; `revision` rises with each, and each thing that can be looked at remembers its own."""

    def __init__(self, force: str, journal: Journal, clock: Clock = time.time) -> None:
        self.force, self.members, self.channels = force, who.members(force), who.channels(force)
        self.bot, self.clock = who.bot_user(force), clock
        self.lock = threading.RLock()
        self.stamps = Stamps(clock)
        self.messages, self.whispers = Messages(), Whispers()
        self.archived: set[str] = set()
        self.homes: dict[str, dict[str, Any]] = {}
        self.read: dict[tuple[str, str], str] = {}
        # A page that outlives a restart must not take what is new for what it knows.
        self.revision = int(clock() * 1000)
        self.changed_at: dict[str, int] = {}
        self._journal = journal
        for entry in journal.entries():
            self._recall(entry)
        journal.begin_anew(list(self._everything()))

    # --- who and where ---

    def member(self, id: str) -> Member:
        """Raises SlackError."""
        if id not in self.members:
            raise SlackError("user_not_found")
        return self.members[id]

    def channel(self, id: str) -> Channel:
        """Raises SlackError."""
        if id not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[id]

    def open_channel(self, id: str) -> Channel:
        """A channel that can be written to. Raises SlackError."""
        channel = self.channel(id)
        if channel.id in self.archived:
            raise SlackError("is_archived")
        return channel

    def archive(self, channel: str, archived: bool) -> None:
        with self.lock:
            (self.archived.add if archived else self.archived.discard)(self.channel(channel).id)
            self._keep({"archived": sorted(self.archived)}, channel)

    # --- what everybody in a channel sees ---

    def post(self, channel: str, author: str, content: Message, thread: str | None = None) -> Message:
        """Hang up a message. A reply to a message that is no more stands in the channel by itself, as in Slack."""
        with self.lock:
            root = self.messages.root(self.open_channel(channel).id, thread)
            message = {"type": "message", "user": author, "ts": self.stamps.next(), **content}
            if root is not None:
                message["thread_ts"] = root
            self._put(channel, message)
            return message

    def edit(self, channel: str, ts: str, changes: Message) -> Message:
        """Put other content into a message; None takes a part away."""
        with self.lock:
            message = {**self.messages.get(self.channel(channel).id, ts), **changes}
            message = {name: value for name, value in message.items() if value is not None}
            self._put(channel, message)
            return message

    def delete(self, channel: str, ts: str) -> None:
        """Take a message away. A message with replies leaves a mark, so that its thread stands."""
        with self.lock:
            self.messages.get(self.channel(channel).id, ts)
            left = self.messages.what_is_left(channel, ts)
            if left:
                self._put(channel, left)
            else:
                self.messages.drop(channel, ts)
                self._keep({"gone": ts, "channel": channel}, channel)

    # --- what one person alone sees ---

    def whisper(self, channel: str, user: str, content: Message, thread: str | None = None) -> Message:
        """A private reply."""
        with self.lock:
            message = {"type": "message", "user": self.bot, "ts": self.stamps.next(), "is_ephemeral": True, **content}
            if thread:
                message["thread_ts"] = self.messages.root(self.open_channel(channel).id, thread) or thread
            self.whispers.put(self.open_channel(channel).id, user, message)
            self.touch(channel)
            return message

    def put_home(self, user: str, view: dict[str, Any]) -> None:
        with self.lock:
            self.homes[user] = view
            self._keep({"home": view, "user": user}, f"home:{user}")

    def put_read(self, user: str, channel: str, ts: str) -> None:
        """Somebody has seen everything in a channel up to this."""
        with self.lock:
            if in_microseconds(ts) > in_microseconds(self.read.get((user, channel), "0")):
                self.read[user, channel] = ts
                self._keep({"read": ts, "user": user, "channel": channel}, f"read:{user}")

    # --- keeping ---

    def touch(self, what: str) -> None:
        """Something has changed that whoever looks at it wants to see."""
        with self.lock:
            self.revision += 1
            self.changed_at[what] = self.revision

    def _put(self, channel: str, message: Message) -> None:
        self.messages.put(channel, message)
        self._keep({"message": message, "channel": channel}, channel)

    def _keep(self, entry: Entry, what: str) -> None:
        self._journal.note(entry)
        self.touch(what)

    def _recall(self, entry: Entry) -> None:
        match entry:
            case {"message": message, "channel": channel}:
                self.messages.put(channel, message)
                self.stamps.seen(message["ts"])
            case {"gone": ts, "channel": channel}:
                self.messages.drop(channel, ts)
            case {"home": view, "user": user}:
                self.homes[user] = view
            case {"read": ts, "user": user, "channel": channel}:
                self.read[user, channel] = ts
            case {"archived": archived}:
                self.archived = set(archived)

    def _everything(self) -> list[Entry]:
        messages = [{"message": each, "channel": channel} for channel, each in self.messages]
        homes = [{"home": view, "user": user} for user, view in self.homes.items()]
        read = [{"read": ts, "user": user, "channel": channel} for (user, channel), ts in self.read.items()]
        return [*messages, *homes, *read, {"archived": sorted(self.archived)}]
