"""Whoever acts in the sample day asks the API through here: one connection a thread, tokens made once, failures told in full."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

from infra.local import people
from infra.local.ask import Client, NotRunning, Refused
from infra.local.issuer import Issuer
from infra.local.place import Place

_TOKEN = re.compile(r"#([1-9A-HJ-NP-Za-km-z]{22})")
_PATIENCE = 90.0
#: More calls at once than this take longer, all together, on two cores.
_AT_ONCE = 4


class SampleFailed(RuntimeError):
    """The API refused a sample; the message says which and why."""


class Asking:
    """Asks as anybody of the force; `phone` reads what the victims' phones got."""

    def __init__(self, place: Place, issuer: Issuer, force: str) -> None:
        self._base = place.base_url
        self._kept = threading.local()
        self._turn = threading.BoundedSemaphore(_AT_ONCE)
        self.broken_off = threading.Event()
        self._tokens = {
            person.id: issuer.token(force, person.id, person.scopes) for person in people.everybody() if person.force == force
        }
        self.phones = Phones(self)

    def ask(self, who: str, method: str, path: str, body: Any = None, key: str = "") -> Any:
        """Return the answer; `key` makes a repeat harmless. Raises SampleFailed with the API's sentence."""
        if self.broken_off.is_set():
            raise SampleFailed("The sample day was broken off; the next start goes on from there.")
        headers = {"Authorization": f"Bearer {self._tokens[who]}"} if who in self._tokens else {}
        if key:
            headers["Idempotency_Key"] = key
        try:
            with self._turn:
                return self._client().ask(method, path, body, **headers)
        except (Refused, NotRunning) as failure:
            if isinstance(failure, Refused) and failure.status in (429, 503):
                time.sleep(0.5)
                return self.ask(who, method, path, body, key)
            raise SampleFailed(f"The sample day stopped: {method} {path} by {who} was answered {failure}") from failure

    def _client(self) -> Client:
        if not hasattr(self._kept, "client"):
            self._kept.client = Client(self._base)
        client: Client = self._kept.client
        return client


class Phones:
    """The links that arrived as texts or emails, by incident. Many wait for theirs; one of them looks for all."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._lock = threading.Lock()
        self._found: dict[str, str] = {}
        self._looked = 0.0

    def token(self, reference: str) -> str:
        """Wait for the link of an incident. Raises SampleFailed when none comes."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            with self._lock:
                if reference not in self._found and time.monotonic() - self._looked > 0.3:
                    self._look()
                if reference in self._found:
                    return self._found[reference]
            self._asking.broken_off.wait(0.1)
            if self._asking.broken_off.is_set():
                break
        raise SampleFailed(f"The sample day stopped: no text for {reference} arrived within {_PATIENCE:.0f} s")

    def _look(self) -> None:
        for text in reversed(self._asking.ask("", "GET", "/local/texts")["texts"]):
            token = _TOKEN.search(text["body"])
            reference = re.search(r"DP-\d{6}-\d+", text["body"])
            if token and reference:
                self._found[reference[0]] = token[1]
        self._looked = time.monotonic()
