"""What each method of Slack's Web API does in memory: see slack_fake.py."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any


class SlackSays(Exception):
    """An error of Slack's, by its code."""


@dataclass
class Message:
    channel: str
    ts: str
    sent: dict[str, Any]
    thread: str | None = None


@dataclass
class Channel:
    id: str
    member: bool = True
    archived: bool = False
    private: bool = False
    messages: list[Message] = field(default_factory=list)


class SlackMethods:
    """One workspace's channels, people, forms and files, and the methods that read and change them."""

    team: str
    app_id: str

    def __init__(self) -> None:
        self.channels: dict[str, Channel] = {}
        self.users: dict[str, dict[str, Any]] = {}
        self.private: list[tuple[str, dict[str, Any]]] = []
        self.views: dict[str, dict[str, Any]] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, dict[str, Any]] = {}
        self._triggers: dict[str, str] = {}
        self._response_urls: dict[str, dict[str, Any]] = {}
        self._numbers = itertools.count(1)

    def _auth_test(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {"team_id": self.team, "user_id": "U0EVRBOT1", "bot_id": "B0EVR0001"}

    def _bots_info(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {"bot": {"id": sent["bot"], "app_id": self.app_id}}

    def _users_info(self, sent: dict[str, Any]) -> dict[str, Any]:
        if sent["user"] not in self.users:
            raise SlackSays("user_not_found")
        return {"user": self.users[sent["user"]]}

    def _conversations_info(self, sent: dict[str, Any]) -> dict[str, Any]:
        channel = self.channels.get(sent["channel"])
        if channel is None or (channel.private and not channel.member):
            raise SlackSays("channel_not_found")
        return {"channel": {"id": channel.id, "is_archived": channel.archived, "is_member": channel.member}}

    def _conversations_open(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": self._direct(sent["users"]).id}}

    def _direct(self, user: str) -> Channel:
        if self.users.get(user, {"deleted": True})["deleted"]:
            raise SlackSays("user_not_found")
        return self.channels.setdefault(f"D{user}", Channel(f"D{user}"))

    def _open(self, id: str) -> Channel:
        channel = self._direct(id) if id.startswith(("U", "W")) else self.channels.get(id)
        if channel is None:
            raise SlackSays("channel_not_found")
        if channel.archived:
            raise SlackSays("is_archived")
        if not channel.member:
            raise SlackSays("not_in_channel")
        return channel

    def _chat_postmessage(self, sent: dict[str, Any]) -> dict[str, Any]:
        channel = self._open(sent["channel"])
        _valid(sent)
        ts = f"{1_795_000_000 + next(self._numbers)}.000100"
        channel.messages.append(Message(channel.id, ts, sent, sent.get("thread_ts")))
        return {"channel": channel.id, "ts": ts, "message": {}}

    def _message(self, sent: dict[str, Any]) -> tuple[Channel, Message]:
        if sent["channel"].startswith(("U", "W")):
            raise SlackSays("channel_not_found")  # only chat.postMessage takes a person
        channel = self._open(sent["channel"])
        found = next((each for each in channel.messages if each.ts == sent["ts"]), None)
        if found is None:
            raise SlackSays("message_not_found")
        return channel, found

    def _chat_update(self, sent: dict[str, Any]) -> dict[str, Any]:
        _valid(sent)
        message = self._message(sent)[1]
        message.sent = {**message.sent, **sent}
        return {"channel": message.channel, "ts": message.ts}

    def _chat_delete(self, sent: dict[str, Any]) -> dict[str, Any]:
        channel, message = self._message(sent)
        channel.messages.remove(message)
        return {}

    def _chat_postephemeral(self, sent: dict[str, Any]) -> dict[str, Any]:
        self._open(sent["channel"])
        _valid(sent)
        self.private.append((sent["user"], sent))
        return {"message_ts": "1795000000.000001"}

    def _chat_unfurl(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {}

    def _conversations_history(self, sent: dict[str, Any]) -> dict[str, Any]:
        return self._page([each for each in self._open(sent["channel"]).messages if each.thread is None], sent)

    def _conversations_replies(self, sent: dict[str, Any]) -> dict[str, Any]:
        channel = self._open(sent["channel"])
        return self._page([each for each in channel.messages if sent["ts"] in (each.ts, each.thread)], sent)

    def _page(self, messages: list[Message], sent: dict[str, Any]) -> dict[str, Any]:
        newest_first = [each for each in reversed(messages) if float(each.ts) >= float(sent.get("oldest", 0))]
        start, limit = int(sent.get("cursor") or 0), int(sent.get("limit", 100))
        page = newest_first[start : start + limit]
        more = str(start + limit) if start + limit < len(newest_first) else ""
        return {"messages": [self._shown(each, sent) for each in page], "response_metadata": {"next_cursor": more}}

    def _shown(self, message: Message, sent: dict[str, Any]) -> dict[str, Any]:
        shown = {"type": "message", "ts": message.ts, "text": message.sent.get("text", "")}
        if sent.get("include_all_metadata") == "true" and "metadata" in message.sent:
            shown["metadata"] = message.sent["metadata"]
        by = {
            "user": message.sent.get("user", "U0EVRBOT1"),
            "app_id": message.sent.get("app_id", self.app_id),
            "bot_id": "B0EVR0001",
        }
        return shown | {name: value for name, value in by.items() if value}

    def _views_open(self, sent: dict[str, Any]) -> dict[str, Any]:
        if self._triggers.pop(sent["trigger_id"], None) is None:
            raise SlackSays("expired_trigger_id")
        return self._view(f"V{next(self._numbers):07d}", sent["view"])

    def _views_update(self, sent: dict[str, Any]) -> dict[str, Any]:
        if sent["view_id"] not in self.views:
            raise SlackSays("not_found")
        return self._view(sent["view_id"], sent["view"])

    def _view(self, id: str, view: dict[str, Any]) -> dict[str, Any]:
        assert view["type"] == "modal"
        assert len(view["title"]["text"]) <= 24
        assert len(view.get("private_metadata", "")) <= 3000
        self.views[id] = view
        return {"view": {"id": id, "hash": "1.a", **view}}

    def _views_publish(self, sent: dict[str, Any]) -> dict[str, Any]:
        assert sent["view"]["type"] == "home"
        assert len(sent["view"]["blocks"]) <= 100
        self.homes[sent["user_id"]] = sent["view"]
        return {"view": {"id": f"VH{sent['user_id']}"}}

    def _files_getuploadurlexternal(self, sent: dict[str, Any]) -> dict[str, Any]:
        id = f"F{next(self._numbers):07d}"
        self.uploads[id] = {**sent, "url": f"https://files.slack.com/upload/v1/{id}"}
        return {"file_id": id, "upload_url": self.uploads[id]["url"]}

    def _files_completeuploadexternal(self, sent: dict[str, Any]) -> dict[str, Any]:
        for each in sent["files"]:
            upload = self.uploads.get(each["id"])
            if upload is None or "content" not in upload:
                raise SlackSays("file_not_found")
            upload["shared"] = {"channel": self._open(sent["channel_id"]).id, "thread": sent.get("thread_ts")}
        return {"files": sent["files"]}

    def _received(self, url: str, body: bytes) -> None:
        found = next((each for each in self.uploads.values() if each["url"] == url), None)
        if found is None or int(found["length"]) != len(body):
            raise SlackSays("upload_failed")
        found["content"] = body

    def _responded(self, sent: dict[str, Any]) -> None:
        at = self._response_urls.get(sent["url"])
        if at is None or not at["left"]:
            raise SlackSays("used_url")
        at["left"] -= 1
        if not sent.get("delete_original"):
            _valid(sent)
            assert sent.get("response_type", "ephemeral") == "ephemeral"
        self.private.append((at["user"], sent))


def _valid(sent: dict[str, Any]) -> None:
    """A little of what Slack checks; the rest is checked where blocks are made."""
    if not sent.get("text"):
        raise SlackSays("no_text")
    if len(sent.get("blocks", ())) > 50:
        raise SlackSays("invalid_blocks")
