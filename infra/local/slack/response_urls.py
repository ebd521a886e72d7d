"""Response URLs: an interaction may be answered five times within thirty minutes, privately or in its channel."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable

from msgspec import Struct

from infra.local.slack.refusing import SlackError

LIFETIME = 30 * 60.0  # seconds
USES = 5


class Origin(Struct):
    """Where the interaction came from. `ts`: the message it can replace; a slash command has none until it is answered."""

    user: str
    channel: str
    ts: str | None = None
    private: bool = False
    at: float = 0.0
    left: int = USES


class ResponseUrls:
    """Those of one workspace, below `base`."""

    def __init__(self, base: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._base, self._clock = base, clock
        self._known: dict[str, Origin] = {}
        self._lock = threading.Lock()

    def new(self, user: str, channel: str, ts: str | None = None, *, private: bool = False) -> str:
        key = secrets.token_urlsafe(24)
        self._known[key] = Origin(user, channel, ts, private, self._clock())
        return f"{self._base}/{key}"

    def use(self, key: str) -> Origin:
        """Raises SlackError: unknown, used up, or too old."""
        with self._lock:
            origin = self._known.get(key)
            if origin is None:
                raise SlackError("invalid_url")
            if self._clock() - origin.at > LIFETIME:
                raise SlackError("expired_url")
            if not origin.left:
                raise SlackError("used_url")
            origin.left -= 1
            return origin
