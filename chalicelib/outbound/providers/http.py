"""One HTTP request to a provider: made once, on a connection of its own, within its time."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import msgspec

from . import NotSent, Unknown
from .once import CONNECT_SECONDS, READ_SECONDS

#: Nothing that a provider answers is longer.
LONGEST = 262_144


class Answer(NamedTuple):
    """`json` is None when the body was none."""

    status: int
    json: Any


def ask(method: str, url: str, headers: dict[str, str], body: bytes | None) -> Answer:
    """Raises NotSent when no connection came about, Unknown when the answer was lost.

    No connection is kept: one that the other side has closed meanwhile would look like a lost answer.
    """
    import urllib3
    from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

    pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS), retries=False, maxsize=1)
    try:
        found = pool.request(
            method, url, headers=headers | {"Connection": "close"}, body=body, redirect=False, preload_content=False
        )
        return Answer(int(found.status), _json(_all(found, time.monotonic() + READ_SECONDS)))
    except (ConnectTimeoutError, NewConnectionError, SSLError) as error:
        raise NotSent(type(error).__name__, passing=True) from error
    except (HTTPError, OSError) as error:
        raise Unknown(type(error).__name__) from error
    finally:
        pool.clear()


def _all(found: Any, end: float) -> bytes:
    """The body, within its time: one that comes letter by letter would hold a worker for ever. Raises Unknown."""
    raw = b""
    while part := found.read1(LONGEST):
        raw += part
        if len(raw) > LONGEST or time.monotonic() > end:
            raise Unknown("SlowAnswer")
    return raw


def _json(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
