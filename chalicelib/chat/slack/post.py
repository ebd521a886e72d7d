"""One HTTP call to Slack: bounded in time, never repeated, its connection kept while that is safe."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from ..wall import Unanswered

CONNECT_SECONDS = 0.5
#: A Lambda sleeps between two requests, and a connection that was idle longer may be dead without our knowing.
IDLE_SECONDS = 15.0
LARGEST_ANSWER = 8 * 1024 * 1024
#: With less than this left, a call is not begun.
SHORTEST = 0.05


class Answer(Struct, frozen=True):
    """`headers` in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Budget:
    """Seconds that several calls may take together. Time between the calls is not counted."""

    def __init__(self, seconds: float, each: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._left, self._each, self._clock = seconds, each or seconds, clock
        self._began: float | None = None

    def left(self) -> float:
        """For the next call, or for the rest of this one."""
        spent = self._clock() - self._began if self._began is not None else 0.0
        return min(self._left, self._each) - spent

    def __enter__(self) -> Budget:
        self._began = self._clock()
        return self

    def __exit__(self, *error: object) -> None:
        self._left -= self._clock() - (self._began or 0.0)
        self._began = None


class Http:
    """Connections to Slack, for a process. `now` is wall time: other clocks may stand still while a Lambda sleeps."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now, self._used = now, 0.0
        self._pool: Any = None

    def post(self, url: str, body: bytes, headers: Mapping[str, str], budget: Budget) -> Answer:
        """Raises Unanswered: also when the answer does not come in time, or breaks off."""
        import urllib3

        with budget:
            left = budget.left()
            if left < SHORTEST:
                raise Unanswered("no time is left")
            time_out = urllib3.Timeout(connect=min(CONNECT_SECONDS, left), read=left)
            options = {"timeout": time_out, "redirect": False, "retries": False, "preload_content": False}
            try:
                answer = self._fresh().request("POST", url, body=body, headers=dict(headers), **options)
                content = _content(answer, budget)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                raise Unanswered(type(error).__name__) from None  # its message has the address, which may be a secret one
            self._used = self._now()
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, content)

    def _fresh(self) -> Any:
        import urllib3

        if self._pool is None:
            self._pool = urllib3.PoolManager(num_pools=8)
        elif self._now() - self._used > IDLE_SECONDS:
            self._pool.clear()
        return self._pool


def _content(answer: Any, budget: Budget) -> bytes:
    """Read in pieces, so that an answer that trickles in cannot outlast the budget."""
    found = b""
    while piece := answer.read1(65536):
        found += piece
        if budget.left() <= 0 or len(found) > LARGEST_ANSWER:
            answer.close()
            raise Unanswered("the answer takes too long")
    answer.release_conn()
    return found
