"""Slack's Web API: one call, and what its answer means for us.

Every method takes a form, of which some take JSON as well; so all are sent a form, with JSON in those fields that have a structure.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec import Struct

from ..wall import Gone, Refused, Unanswered, Wait
from .post import Answer, Budget, Http

SLACK = "https://slack.com/api/"
#: Slack's usual time, when it limits us without saying for how long.
WAIT_SECONDS = 30
#: The channel, the message or the person is not there for us. An administrator mends it (`doctor.MEND`), or nobody needs to.
GONE = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "message_not_found",
        "thread_not_found",
        "cant_update_message",
        "cant_delete_message",
        "edit_window_closed",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "user_disabled",
        "cannot_dm_bot",
        "messages_tab_disabled",
    }
)
#: Slack's own faults, told with HTTP 200.
_FAULTS = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "accesslimited"}
)


class Api:
    """One workspace, with its bot's token. `base` ends in a slash."""

    def __init__(self, token: str, http: Http, budget: Budget, base: str = SLACK) -> None:
        self._token, self._http, self._budget, self._base = token, http, budget, base

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Call a method; None leaves an argument out. Raises Wait, Gone, Unanswered and Refused."""
        return self.asked(method, **arguments).told

    def asked(self, method: str, **arguments: Any) -> Told:
        """The same, with the headers of the answer."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        form = urlencode({name: _field(value) for name, value in arguments.items() if value is not None})
        answer = self._http.post(self._base + method, form.encode(), headers, self._budget)
        return Told(_told(answer), answer.headers)

    def respond(self, url: str, message: dict[str, Any]) -> None:
        """Answer at a response_url. Raises Gone when it is no longer good, or not Slack's; Wait, Unanswered and Refused."""
        if not self.is_slacks(url):
            raise Gone("not_a_response_url")
        answer = self._http.post(url, msgspec.json.encode(message), {"Content-Type": "application/json"}, self._budget)
        if answer.status in (404, 410):
            raise Gone("used_url")
        if answer.body.strip() != b"ok":  # Slack writes "ok", or JSON with what is wrong
            _told(answer)

    def upload(self, url: str, content: bytes) -> None:
        """Raises Wait, Unanswered and Refused."""
        if urlsplit(url).scheme != "https" and not self.is_slacks(url):
            raise Refused("not_an_upload_url")
        answer = self._http.post(url, content, {"Content-Type": "application/octet-stream"}, self._budget)
        if answer.status != 200:
            _told(answer)

    def is_slacks(self, url: str) -> bool:
        """Whether an address may get what only the asker may see: hooks.slack.com, or the local chat that plays Slack."""
        ours, theirs = urlsplit(self._base), urlsplit(url)
        return theirs.scheme == ours.scheme and theirs.netloc in (ours.netloc, f"hooks.{ours.netloc}")


class Told(Struct, frozen=True):
    """The answer of a method."""

    told: dict[str, Any]
    headers: dict[str, str]


def _field(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _told(answer: Answer) -> dict[str, Any]:
    """The answer's JSON when it says that all is well."""
    if answer.status == 429:
        raise Wait(_seconds(answer))
    try:
        told = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        told = None
    if answer.status >= 500 or not isinstance(told, dict):
        raise Unanswered(f"HTTP {answer.status}")
    if told.get("ok") is not True:
        _refused(str(told.get("error") or f"http_{answer.status}"), answer)
    return told


def _refused(code: str, answer: Answer) -> None:
    if code in ("ratelimited", "rate_limited"):
        raise Wait(_seconds(answer))
    if code in _FAULTS:
        raise Unanswered(code)
    raise Gone(code) if code in GONE else Refused(code[:100])


def _seconds(answer: Answer) -> int:
    said = answer.headers.get("retry-after", "")
    return min(max(1, int(said)), 900) if said.isascii() and said.isdigit() else WAIT_SECONDS
