"""A platform that the force already has: an address to open and, where the platform wants it, a call to create and one to close.

Our landing page, safety check, pause, files, closing and record stay; the platform shows picture and sound, and may record.
What the platform answers only ever fills gaps: it leads nobody to another host than the policy's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec

from ..domain.policy.templates import filled, gaps, host
from ..domain.policy.video import External as Section
from ..domain.policy.video import Request
from ..domain.seat import Side
from ..store.rooms import Venue
from ..store.rows import Unavailable
from .port import Name, NotSetUp, Pass, Recording

#: How often a call is made before the page, or the worker, has to come again.
TRIES = 2
LONGEST_VALUE = 500


class Answer(NamedTuple):
    """`json` is None when the body was none."""

    status: int
    json: Any


class Silent(Exception):
    """No answer came, or none that is whole."""


#: Makes one HTTP request within its time: method, address, headers, body. Raises Silent. Follows no redirect.
Ask = Callable[[str, str, dict[str, str], bytes | None], Answer]


class External:
    """`Provider` for one force. `secret` gives the bearer token; asked for only where the policy names one."""

    name: Name = "external"
    #: What the platform allows is the platform's to say: the address can be opened on any device.
    three = True

    def __init__(self, section: Section, secret: Callable[[], str], ask: Ask) -> None:
        self._section, self._secret, self._ask = section, secret, ask

    def open(self, venue: Venue) -> Venue:
        """Create once what the platform wants created."""
        if not self._section.create.url or "fills" in venue.kept:
            return venue
        answer = self._call(self._section.create, {"room": venue.name}, venue.name)
        if not 200 <= answer.status < 300:
            raise _wrong("create", answer.status)
        fills = {name: _value(answer.json, path) for name, path in self._section.fills.items()}
        return msgspec.structs.replace(venue, kept={"fills": fills})

    def join(self, venue: Venue, side: Side, person: str) -> Pass:
        role = self._section.victim if side == "victim" else self._section.police
        return Pass("external", url=self._address({**_fills(venue), "room": venue.name, "role": role}))

    def end(self, venue: Venue) -> None:
        """Close at the platform; what it does not know any more is closed."""
        close = self._section.close
        if not close.url or not gaps(close.url + close.body) <= {"room", *_fills(venue)}:
            return
        answer = self._call(close, {**_fills(venue), "room": venue.name}, f"{venue.name}-close")
        if not 200 <= answer.status < 300 and answer.status not in (404, 410):
            raise _wrong("close", answer.status)

    def recording(self, venue: Venue) -> Recording | None:
        """Whatever the platform records it keeps."""
        return None

    def _address(self, values: Mapping[str, str]) -> str:
        """A whole address of the platform's own may fill the only gap behind the host; of another host it may not."""
        front = f"https://{host(self._section.url)}/"
        alone = gaps(self._section.url.removeprefix(front)) if self._section.url.count("{") == 1 else set()
        for name in alone:
            value = values.get(name, "")
            if self._section.url == f"{front}{{{name}}}" and value.startswith("https://"):
                return _same_host(value, front)
        try:
            return filled(self._section.url, values, lambda value: quote(value, safe=""))
        except KeyError as gap:
            raise NotSetUp(f"video.external.url: nothing fills {gap}") from None

    def _call(self, request: Request, values: Mapping[str, str], key: str) -> Answer:
        """Raises NotSetUp, Unavailable."""
        url = filled(request.url, values, lambda value: quote(value, safe=""))
        body = filled(request.body, values, lambda value: msgspec.json.encode(value).decode()[1:-1]).encode() or None
        headers = {"Accept": "application/json", "Content-Type": "application/json", "Idempotency-Key": key}
        if self._section.secret:
            headers["Authorization"] = f"Bearer {self._secret()}"
        for last in (False,) * (TRIES - 1) + (True,):
            try:
                answer = self._ask(request.method, url, headers, body)
            except Silent as silence:
                if last:
                    raise Unavailable(f"video platform: {silence}") from silence
                continue
            if answer.status < 500 or last:
                return answer
        raise AssertionError("the last try returns or raises")


def _fills(venue: Venue) -> dict[str, str]:
    found: dict[str, str] = venue.kept.get("fills", {})
    return found


def _value(json: Any, path: str) -> str:
    """Raises NotSetUp when the answer has no such text or number there."""
    for step in path.split("."):
        json = json.get(step) if isinstance(json, dict) else None
    value = str(json) if isinstance(json, str | int) and not isinstance(json, bool) else ""
    if not 1 <= len(value) <= LONGEST_VALUE or not value.isprintable():
        raise NotSetUp(f"video.external.fills: the platform's answer has nothing usable at {path}")
    return value


def _same_host(value: str, front: str) -> str:
    if not value.lower().startswith(front) or any(letter.isspace() or letter in "\"'<>\\" for letter in value):
        raise NotSetUp("video.external.url: the platform answered with an address of another host")
    return value


def _wrong(what: str, status: int) -> Exception:
    """A platform that is down comes back; one that says no has to be asked differently."""
    if status >= 500 or status in (408, 425, 429):
        return Unavailable(f"video platform: {what} {status}")
    return NotSetUp(f"video.external.{what}: the platform answered {status}")
