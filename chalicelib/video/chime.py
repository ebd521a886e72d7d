"""Amazon Chime SDK: a meeting in London for each call, an attendee for each page, and a recording into our bucket.

A meeting ends by itself after five minutes without sound, so a pause may end it: whoever joins then makes a new one behind the same
link. Names there are random; nothing says whose meeting it is. One capture pipeline a meeting; what each wrote is put together once
the room is closed.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from ..domain.policy.video import Chime as Section
from ..domain.seat import Side
from ..store.rooms import Venue
from .chime_calls import Chimes
from .port import Name, Pass, Recording


class Chime:
    """`Provider`. `kept`: {"turn": the how-manieth meeting, "meeting": as Chime gave it, "captures": [ARN, ...]}."""

    name: Name = "chime"
    three = True

    def __init__(self, section: Section, chimes: Chimes, force: str) -> None:
        self._section, self._chimes, self._force = section, chimes, force

    def open(self, venue: Venue) -> Venue:
        """The meeting as it is, or a new one. Told twice at once it is the same one: the request's token says so."""
        kept = venue.kept
        if kept and self._chimes.goes_on(_id(kept)):
            return venue
        turn = kept.get("turn", 0) + 1
        token = f"{venue.name}-{turn}"
        meeting = self._chimes.create(token, venue.name)
        captures = [*kept.get("captures", ())]
        if self._section.record:
            captures.append(self._chimes.capture(token, meeting["MeetingArn"], f"{self._place(venue)}/{turn:02d}"))
        return replace(venue, kept={"turn": turn, "meeting": meeting, "captures": captures})

    def join(self, venue: Venue, side: Side, person: str) -> Pass:
        attendee = self._chimes.attendee(_id(venue.kept), f"{side}-{person}")
        return Pass("chime", meeting=venue.kept["meeting"], attendee=attendee)

    def end(self, venue: Venue) -> None:
        """Everybody is put out, and what was recorded is put together. Again does no harm: every request has its token."""
        if not venue.kept:
            return
        self._chimes.delete(_id(venue.kept))
        for turn, capture in enumerate(venue.kept["captures"], start=1):
            self._chimes.put_together(f"{venue.name}-{turn}-whole", capture, f"{self._place(venue)}/{turn:02d}-whole")

    def recording(self, venue: Venue) -> Recording | None:
        return Recording(self._place(venue)) if self._section.record else None

    def _place(self, venue: Venue) -> str:
        """Where in the bucket it is recorded to. An ARN takes no letter that a quoted reference may have."""
        return f"{self._force}/rooms/{venue.name}"


def _id(kept: dict[str, Any]) -> str:
    return str(kept["meeting"]["MeetingId"])
