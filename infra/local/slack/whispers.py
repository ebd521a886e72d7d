"""Private replies: what one person alone sees in a channel. Never written to disk, for they may hold a victim's details."""

from __future__ import annotations

from infra.local.slack.messages import Message
from infra.local.slack.refusing import SlackError

#: So many are kept for one person in one channel.
_KEPT = 30
_STAYS = ("type", "user", "ts", "is_ephemeral", "thread_ts")


class Whispers:
    """By channel and person, oldest first."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], dict[str, Message]] = {}

    def all(self, channel: str, user: str) -> list[Message]:
        return list(self._known.get((channel, user), {}).values())

    def get(self, channel: str, user: str, ts: str) -> Message:
        """Raises SlackError."""
        found = self._known.get((channel, user), {}).get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def put(self, channel: str, user: str, message: Message) -> None:
        kept = self._known.setdefault((channel, user), {})
        kept[message["ts"]] = message
        while len(kept) > _KEPT:
            del kept[next(iter(kept))]

    def replace(self, channel: str, user: str, ts: str, content: Message) -> None:
        """Other content in its place. Raises SlackError."""
        old = self.get(channel, user, ts)
        self._known[channel, user][ts] = {name: old[name] for name in _STAYS if name in old} | content

    def drop(self, channel: str, user: str, ts: str) -> None:
        """Raises SlackError."""
        self.get(channel, user, ts)
        del self._known[channel, user][ts]
