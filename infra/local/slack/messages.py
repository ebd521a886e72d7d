"""The messages of all channels of a workspace, and their threads. In memory, in Slack's own shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from infra.local.slack.refusing import SlackError

Message = dict[str, Any]
_LEFT = ("type", "ts", "user")


class Messages:
    """By channel and timestamp, in the order in which they were written."""

    def __init__(self) -> None:
        self._by_channel: dict[str, dict[str, Message]] = {}

    def __iter__(self) -> Iterator[tuple[str, Message]]:
        return ((channel, each) for channel, known in self._by_channel.items() for each in known.values())

    def put(self, channel: str, message: Message) -> None:
        self._in(channel)[message["ts"]] = message

    def drop(self, channel: str, ts: str) -> None:
        self._in(channel).pop(ts, None)

    def get(self, channel: str, ts: str) -> Message:
        """Raises SlackError."""
        found = self._in(channel).get(ts)
        if found is None or found.get("subtype") == "tombstone":
            raise SlackError("message_not_found")
        return found

    def root(self, channel: str, ts: str | None) -> str | None:
        """The message at the head of the thread in which this one stands; nothing when it is no more."""
        found = self._in(channel).get(ts or "")
        return None if found is None else str(found.get("thread_ts", found["ts"]))

    def what_is_left(self, channel: str, ts: str) -> Message | None:
        """What stands in the place of a message that is taken away: a mark at the head of its thread, else nothing."""
        if not self._replies(channel).get(ts):
            return None
        left = {name: self._in(channel)[ts][name] for name in _LEFT}
        return left | {"thread_ts": ts, "subtype": "tombstone", "hidden": True, "text": "This message was deleted."}

    def history(self, channel: str) -> list[Message]:
        """What stands in the channel itself, newest first."""
        replies = self._replies(channel)
        return [_counted(each, replies.get(each["ts"], [])) for each in reversed(self._in(channel).values()) if _is_top(each)]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A message and its replies, oldest first. Raises SlackError."""
        root = self.root(channel, ts)
        if root is None:
            raise SlackError("thread_not_found")
        replies = self._replies(channel).get(root, [])
        return [_counted(self._in(channel)[root], replies), *replies]

    def _in(self, channel: str) -> dict[str, Message]:
        return self._by_channel.setdefault(channel, {})

    def _replies(self, channel: str) -> dict[str, list[Message]]:
        return _by_thread(self._in(channel).values())


def _is_top(message: Message) -> bool:
    return bool(message.get("thread_ts", message["ts"]) == message["ts"])


def _by_thread(messages: Iterable[Message]) -> dict[str, list[Message]]:
    found: dict[str, list[Message]] = {}
    for each in messages:
        if not _is_top(each):
            found.setdefault(each["thread_ts"], []).append(each)
    return found


def _counted(message: Message, replies: list[Message]) -> Message:
    """A message as Slack hands it out: with what it says of its thread."""
    if not replies:
        return message
    users = list(dict.fromkeys(each["user"] for each in replies))
    about = {"reply_count": len(replies), "reply_users": users, "latest_reply": replies[-1]["ts"]}
    return {**message, "thread_ts": message["ts"], **about}
