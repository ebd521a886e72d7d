"""Timestamps as Slack makes them: seconds and microseconds as text, unique in a workspace, always rising. They name messages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

Clock = Callable[[], float]


class Stamps:
    """Makes timestamps; two at the same moment differ in their last digits."""

    def __init__(self, clock: Clock = time.time) -> None:
        self._clock = clock
        self._last = 0
        self._lock = threading.Lock()

    def next(self) -> str:
        with self._lock:
            self._last = max(int(self._clock() * 1_000_000), self._last + 1)
            return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"

    def seen(self, stamp: str) -> None:
        """One of an earlier run: the next is later."""
        with self._lock:
            self._last = max(self._last, in_microseconds(stamp))


def in_microseconds(stamp: str) -> int:
    """A number to compare by. Raises ValueError for what is no timestamp."""
    seconds, dot, rest = stamp.partition(".")
    if not (seconds.isascii() and seconds.isdigit() and (not dot or (rest.isascii() and rest.isdigit() and len(rest) <= 6))):
        raise ValueError(f"not a timestamp: {stamp}")
    return int(seconds) * 1_000_000 + int(rest.ljust(6, "0"))
