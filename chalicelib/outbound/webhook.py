"""One signed webhook to command and control (Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

CONNECT_SECONDS, READ_SECONDS = 2.0, 5.0
#: An address and its key are asked for again after so long: a changed key works without a deployment.
KEPT_SECONDS = 300.0
READ_AT_MOST = 65536
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class NotConfigured(Exception):
    """The secret is missing or malformed, or its address is not one that may be posted to; the text says what to correct."""


class Address(Struct, frozen=True):
    """Where to post, and the key to sign with (`whsec_...`): what the secret named in the policy holds, as JSON."""

    url: str
    secret: str


class Post(Protocol):
    """Post a body; return the HTTP status, None when there was no answer."""

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> int | None: ...


_address = msgspec.json.Decoder(Address).decode


class Addresses:
    """Addresses by the secret's name, kept for five minutes."""

    def __init__(self, fetch: Callable[[str], str], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._kept: dict[str, tuple[float, Address]] = {}

    def find(self, name: str) -> Address:
        """Raises NotConfigured."""
        kept = self._kept.get(name)
        if kept and self._clock() - kept[0] < KEPT_SECONDS:
            return kept[1]
        address = self._read(name)
        self._kept[name] = (self._clock(), address)
        return address

    def _read(self, name: str) -> Address:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return allowed(_address(self._fetch(name)))
        except (BotoCoreError, ClientError) as error:
            raise NotConfigured(f"secret {name} cannot be read: {type(error).__name__}") from error
        except msgspec.MsgspecError as error:
            raise NotConfigured(f'secret {name}: expected {{"url": ..., "secret": ...}}') from error


def allowed(address: Address) -> Address:
    """Only https may be posted to, but for this machine itself; and the key must be one. Raises NotConfigured."""
    from standardwebhooks import Webhook

    parts = urlsplit(address.url)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise NotConfigured("the address of command and control must begin with https://")
    try:
        Webhook(address.secret)
    except Exception as error:
        raise NotConfigured("the signing key must be whsec_ and base64") from error
    return address


def headers(address: Address, id: str, now: datetime, body: bytes) -> dict[str, str]:
    """Sign the body. The id is the update's, so that command and control can drop one that comes twice."""
    from standardwebhooks import Webhook

    return {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(address.secret).sign(id, now, body.decode()),
    }


def post(url: str, body: bytes, headers: dict[str, str]) -> int | None:
    """`Post` over urllib3: no redirects, no retries of its own, the answer's body is not read."""
    import urllib3

    time_out = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    options = {"timeout": time_out, "redirect": False, "retries": False, "preload_content": False}
    try:
        answer = _pool().request("POST", url, body=body, headers=headers, **options)
        _put_back(answer)
    except (urllib3.exceptions.HTTPError, OSError):
        return None
    return int(answer.status)


def _put_back(answer: Any) -> None:
    """Keep the connection only when the answer is short: command and control must not be able to keep us reading."""
    length = answer.headers.get("content-length", "")
    if answer.status == 204 or (length.isdigit() and int(length) <= READ_AT_MOST):
        answer.drain_conn()
        answer.release_conn()
    else:
        answer.close()


@cache
def _pool() -> Any:
    import urllib3

    return urllib3.PoolManager(num_pools=50)
