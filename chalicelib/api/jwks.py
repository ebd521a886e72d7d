"""The public keys of a force's identity provider, kept in the process and fetched again with restraint."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from ..store.rows import Unavailable

#: A key that the provider withdraws is believed for so long at most.
KEPT_SECONDS = 15 * 60
#: A token with an unknown key may make us ask again, but not more often than this: or anybody could make us hammer the provider.
REFETCH_SECONDS = 60
#: While the provider does not answer, the last keys go on working for so long.
STALE_SECONDS = 4 * 3600
LARGEST = 64_000
_ALGORITHMS = {"RSA": "RS256", "EC P-256": "ES256"}
_SMALLEST_RSA = 2048


class Keys:
    """The keys behind one JWKS address. `fetch` and `clock` are for tests."""

    def __init__(self, fetch: Callable[[], bytes], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._keys: dict[str, Any] = {}
        self._fetched = self._asked = float("-inf")

    def find(self, kid: str) -> Any | None:
        """The key of this id as a PyJWK, None when the provider has none. Raises Unavailable before the first answer."""
        age = self._clock() - self._fetched
        if age > KEPT_SECONDS or kid not in self._keys:
            self._refresh(age)
        return self._keys.get(kid)

    def _refresh(self, age: float) -> None:
        now = self._clock()
        if now - self._asked < REFETCH_SECONDS and age < STALE_SECONDS:
            return
        self._asked = now
        try:
            self._keys = usable(self._fetch())
            self._fetched = now
        except Unavailable:
            if age > STALE_SECONDS:
                self._keys = {}
                raise


def usable(document: bytes) -> dict[str, Any]:
    """The signing keys of a JWKS by id: RSA of 2048 bits or more for RS256, P-256 for ES256. Others are left out."""
    try:
        listed = json.loads(document)["keys"]
    except (ValueError, LookupError, TypeError) as error:
        raise Unavailable("the identity provider's keys cannot be read") from error
    found = {}
    for each in listed if isinstance(listed, list) else ():
        key = _key(each) if isinstance(each, dict) else None
        if key is not None:
            found[str(each["kid"])] = key
    return found


def _key(raw: dict[str, Any]) -> Any | None:
    from .pyjwt import jwt

    algorithm = _ALGORITHMS.get(f"{raw.get('kty')} {raw.get('crv', '')}".strip())
    if algorithm is None or raw.get("alg", algorithm) != algorithm or raw.get("use", "sig") != "sig":
        return None
    if not isinstance(raw.get("kid"), str):
        return None
    try:
        key = jwt.PyJWK(raw, algorithm)
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    return key if getattr(key.key, "key_size", _SMALLEST_RSA) >= _SMALLEST_RSA or algorithm == "ES256" else None


def fetcher(url: str) -> Callable[[], bytes]:
    """Fetch over HTTPS (plainly only from this machine), with time-outs far below API Gateway's. Raises Unavailable."""

    def fetch() -> bytes:
        import urllib3

        local = url.startswith(("http://127.0.0.1:", "http://localhost:"))
        if not (local or url.startswith("https://")):
            raise Unavailable("the identity provider's keys are not behind HTTPS")
        try:
            with urllib3.PoolManager(timeout=urllib3.Timeout(connect=1, read=2)) as pool:
                answer = pool.request("GET", url, preload_content=False, retries=False, redirect=False)
                document = answer.read(LARGEST + 1)
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable("the identity provider did not answer") from error
        if answer.status != 200 or len(document) > LARGEST:
            raise Unavailable("the identity provider did not give its keys")
        return bytes(document)

    return fetch
