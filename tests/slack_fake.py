"""Slack's Web API in memory, as far as EVR uses it: strict about tokens, scopes, channels and triggers. It delivers no clicks.

slack = FakeSlack()
api = Api(slack.token, slack, Budget(2), slack.base)      # stands in the place of `post.Http`
slack.fails["chat.update"] = rate_limited(7)              # or an exception; slack.down = True for everything
slack.calls                                               # every call, in order, with what was sent
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from chalicelib.chat.slack.post import Answer, Budget
from chalicelib.chat.wall import Unanswered
from tests.slack_fake_methods import Channel, SlackMethods, SlackSays

TOKEN = "xoxb-test"
#: What each method needs of the token: one of these scopes (Slack's reference of its Web API). None needed: ().
SCOPES: dict[str, tuple[str, ...]] = {
    "auth.test": (),
    "bots.info": ("users:read",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.unfurl": ("links:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read", "im:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.update": (),
}
ALL_SCOPES = frozenset(
    {
        "chat:write", "channels:history", "channels:read", "groups:history", "groups:read", "im:history", "im:write",
        "files:write", "links:write", "links:read", "users:read", "commands",
    }
)  # fmt: skip


def says(code: str, status: int = 200, **headers: str) -> Answer:
    return Answer(status, headers, json.dumps({"ok": False, "error": code}).encode())


def rate_limited(seconds: int) -> Answer:
    return Answer(429, {"retry-after": str(seconds)}, b'{"ok":false,"error":"ratelimited"}')


def broken(status: int = 503) -> Answer:
    return Answer(status, {}, b"<html>upstream connect error</html>")


@dataclass
class Call:
    """`method` of the Web API, or "response_url", or "upload"."""

    method: str
    sent: dict[str, Any]


class FakeSlack(SlackMethods):
    """One workspace, with our app installed."""

    base = "https://slack.com/api/"

    def __init__(self, team: str = "T0DORSET1", token: str = TOKEN, app_id: str = "A0EVR0001", **options: Any) -> None:
        super().__init__()
        self.team, self.token, self.app_id = team, token, app_id
        self.scopes: set[str] = set(options.get("scopes", ALL_SCOPES))
        self.calls: list[Call] = []
        self.journal: list[str] = []
        self.fails: dict[str, Answer | Exception | Callable[[], Answer | None]] = {}
        self.down = False
        for id in ("C0QUEUE01", "C0SERGS01", "C0FCR0001", "C0TEAM001"):
            self.add_channel(id)

    # --- what a test prepares -------------------------------------------------------------------------------------------------

    def add_channel(self, id: str, **how: Any) -> Channel:
        self.channels[id] = Channel(id, **how)
        return self.channels[id]

    def add_user(self, id: str, **how: Any) -> str:
        self.users[id] = {"id": id, "team_id": self.team, "deleted": False, "is_bot": False, **how}
        return id

    def trigger(self, user: str) -> str:
        """A press's trigger_id: good for one form."""
        id = f"{next(self._numbers)}.9.trigger"
        self._triggers[id] = user
        return id

    def response_url(self, user: str, channel: str = "C0QUEUE01", message: str | None = None) -> str:
        """Good for five answers."""
        url = f"https://hooks.slack.com/actions/{self.team}/{next(self._numbers)}/secret"
        self._response_urls[url] = {"user": user, "channel": channel, "message": message, "left": 5}
        return url

    def expire(self, url: str) -> None:
        self._response_urls.pop(url)

    # --- what a test looks at -------------------------------------------------------------------------------------------------

    def methods(self) -> list[str]:
        return [call.method for call in self.calls]

    def sent(self, method: str) -> list[dict[str, Any]]:
        return [call.sent for call in self.calls if call.method == method]

    def told(self, user: str) -> list[dict[str, Any]]:
        """Private replies to one person."""
        return [message for who, message in self.private if who == user]

    def in_channels(self) -> str:
        """Everything that stands in channels, as text."""
        return json.dumps([message.sent for channel in self.channels.values() for message in channel.messages])

    # --- Http -----------------------------------------------------------------------------------------------------------------

    def post(self, url: str, body: bytes, headers: dict[str, str], budget: Budget) -> Answer:
        with budget:
            if budget.left() <= 0:
                raise Unanswered("no time is left")
            return self._post(url, body, headers)

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        if url.startswith("https://files.slack.com/"):
            return self._taken("upload", {"url": url, "bytes": len(body)}, lambda sent: self._received(url, body))
        if not url.startswith(self.base):
            return self._taken("response_url", {"url": url, **json.loads(body)}, self._responded)
        method = url.removeprefix(self.base)
        sent = {name: _structured(value) for name, value in parse_qsl(body.decode(), keep_blank_values=True)}
        assert headers["Content-Type"].startswith("application/x-www-form-urlencoded")
        return self._taken(method, sent, lambda sent: self._method(method, sent, headers.get("Authorization")))

    def _taken(self, method: str, sent: dict[str, Any], do: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Answer:
        self.calls.append(Call(method, sent))
        self.journal.append(method)
        fault = self.fails.get(method, Unanswered("down") if self.down else None)
        if callable(fault) and not isinstance(fault, Exception):
            fault = fault()
        if isinstance(fault, Exception):
            raise fault
        if fault is not None:
            return fault
        try:
            told = do(sent)
        except SlackSays as error:
            return says(str(error), 404 if method == "response_url" else 200)
        headers = {"x-oauth-scopes": ",".join(sorted(self.scopes))}
        return Answer(200, headers, b"ok" if told is None else json.dumps({"ok": True, **told}).encode())

    def _method(self, method: str, sent: dict[str, Any], authorization: str | None) -> dict[str, Any]:
        if method not in SCOPES:
            raise SlackSays("unknown_method")
        if authorization != f"Bearer {self.token}":
            raise SlackSays("invalid_auth")
        if SCOPES[method] and not self.scopes & set(SCOPES[method]):
            raise SlackSays("missing_scope")
        answer: dict[str, Any] = getattr(self, "_" + method.replace(".", "_").lower())(sent)
        return answer


def _structured(value: str) -> Any:
    return json.loads(value) if value[:1] in ("{", "[") else value
