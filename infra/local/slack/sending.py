"""What Slack does with a payload: signs it, posts it to the request URL, waits three seconds, and repeats an event three times."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from msgspec import Struct

PATIENCE = 3.0  # seconds
PATH = "/chat/slack"
#: An event is sent again almost at once, after a minute and after five.
AGAIN_AFTER = (1.0, 60.0, 300.0)
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


class Heard(Struct, frozen=True):
    """What the app answered. `status` 0: nothing in time (`trouble` is "http_timeout") or nobody there ("connection_failed")."""

    status: int
    body: bytes = b""
    trouble: str = ""
    no_retry: bool = False

    @property
    def well(self) -> bool:
        return 200 <= self.status < 300


def signed(secret: str, body: bytes, at: int | None = None) -> dict[str, str]:
    """The headers that prove that a body comes from Slack."""
    moment = str(int(time.time()) if at is None else at)
    digest = hmac.new(secret.encode(), b":".join((b"v0", moment.encode(), body)), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


class Sender:
    """Sends to the app that is served at `base`, in the name of one force's workspace."""

    def __init__(self, base: str, secret: str, patience: float = PATIENCE) -> None:
        self._netloc, self._secret, self._patience = urlsplit(base).netloc, secret, patience

    def interaction(self, payload: Mapping[str, Any]) -> Heard:
        return self._post(urlencode({"payload": json.dumps(payload)}).encode(), _FORM)

    def command(self, form: Mapping[str, str]) -> Heard:
        return self._post(urlencode(form).encode(), _FORM)

    def event(self, payload: Mapping[str, Any], after: tuple[float, ...] = AGAIN_AFTER) -> None:
        """Send in the background; what is not taken is sent again."""
        _later(0, lambda: self._event(json.dumps(payload).encode(), after, 0, ""))

    def _event(self, body: bytes, after: tuple[float, ...], number: int, trouble: str) -> None:
        repeated = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": trouble} if number else {}
        heard = self._post(body, _JSON, repeated)
        if not heard.well and not heard.no_retry and after:
            _later(after[0], lambda: self._event(body, after[1:], number + 1, heard.trouble or "http_error"))

    def _post(self, body: bytes, kind: str, more: Mapping[str, str] | None = None) -> Heard:
        connection = http.client.HTTPConnection(self._netloc, timeout=self._patience)
        headers = {"Content-Type": kind, "User-Agent": "Slackbot 1.0 (local)", **signed(self._secret, body), **(more or {})}
        try:
            connection.request("POST", PATH, body, headers)
            answer = connection.getresponse()
            no_retry = answer.getheader("X-Slack-No-Retry") == "1"
            return Heard(answer.status, answer.read(), no_retry=no_retry)
        except TimeoutError:
            return Heard(0, trouble="http_timeout")
        except (OSError, http.client.HTTPException):
            return Heard(0, trouble="connection_failed")
        finally:
            connection.close()


def _later(seconds: float, act: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()
