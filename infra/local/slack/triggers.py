"""Trigger ids: what somebody has just pressed lets the app open one form for them, within three seconds, once."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from msgspec import Struct

from infra.local.slack.refusing import SlackError

LIFETIME = 3.0  # seconds


class Trigger(Struct, frozen=True):
    """`client` is the page in which it was pressed: the form opens there."""

    user: str
    client: str
    at: float


class Triggers:
    """Those of one workspace."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[str, Trigger] = {}
        self._exchanged: set[str] = set()

    def new(self, user: str, client: str) -> str:
        id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self._open[id] = Trigger(user, client, self._clock())
        return id

    def exchange(self, id: str) -> Trigger:
        """Raises SlackError: never seen, used before, or too old."""
        if id in self._exchanged:
            raise SlackError("exchanged_trigger_id")
        trigger = self._open.pop(id, None)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        self._exchanged.add(id)
        if self._clock() - trigger.at > LIFETIME:
            raise SlackError("expired_trigger_id")
        return trigger
