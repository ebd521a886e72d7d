"""A side's seat in the room: which page sits there now, and how far it has got. The newest page takes over (several devices, [D]).

What happens here many times a minute is no event: seats are rows of their own, forgotten some time after the room is closed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

Side = Literal["victim", "police"]
Quality = Literal["good", "fair", "poor"]
#: One load of a page, made by the page itself.
Page = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{22}\Z", examples=["q1W2e3R4t5Y6u7I8o9P0-_"])]

#: Whoever was seen within this time is there.
THERE = timedelta(seconds=15)
#: Of so many other pages it is known what they have said last.
PAGES_KNOWN = 20
#: A page that does nothing else says so often that it is there.
SEEN_EVERY = timedelta(seconds=4)


class Seat(Struct, frozen=True, omit_defaults=True):
    """`turn`: how often the seat has been taken; a page that takes it back begins anew. `lines`: the last chat line of each
    of the side's newest pages: a line that is sent again after the seat was lost and taken back is still the same line.

    `to`, `sent`: to whom the last signals went (`taken`), and the number of the last. `said`: how many lines had been said in the
    room when this side said its last one.
    """

    page: str
    since: datetime
    seen: datetime
    turn: int = 1
    quality: Quality | None = None
    left: bool = False
    to: str = ""
    sent: int = 0
    lines: dict[str, int] = {}
    said: int = 0

    @property
    def taken(self) -> str:
        """The page and how often the seat has been taken: a page that takes it back is another one to whoever signals."""
        return f"{self.page}#{self.turn:06d}"

    def sent_to(self, there: Seat) -> int:
        """The number of the last signal that went from here to whoever sits there."""
        return self.sent if self.to == there.taken else 0

    def line(self, n: int, said: int) -> Seat:
        """The seat after its page has said its n-th line, which is the room's `said`-th."""
        others = [each for each in self.lines.items() if each[0] != self.page][-PAGES_KNOWN:]
        return replace(self, lines={**dict(others), self.page: n}, said=said)

    def there(self, now: datetime) -> bool:
        return not self.left and now - self.seen <= THERE


def other(side: Side) -> Side:
    return "police" if side == "victim" else "victim"


def seated(seat: Seat | None, page: str, now: datetime, *, arrives: bool) -> Seat | None:
    """The seat with this page in it; None when it is another's. An empty seat is for whoever comes."""
    if seat is None or (arrives and seat.page != page):
        return Seat(page, now, now, turn=seat.turn + 1, lines=seat.lines, said=seat.said) if seat else Seat(page, now, now)
    return seat if seat.page == page else None


def seen(before: Seat | None, seat: Seat, now: datetime, quality: Quality | None, *, leaving: bool) -> Seat:
    """The seat after its page was heard of; the same as before when that says nothing new."""
    news = seat != before or leaving or seat.left or now - seat.seen >= SEEN_EVERY
    return replace(seat, seen=now, quality=quality or seat.quality, left=leaving) if news else seat


def said(*seats: Seat | None) -> int:
    """How many lines have been said in the room."""
    return max((each.said for each in seats if each), default=0)
