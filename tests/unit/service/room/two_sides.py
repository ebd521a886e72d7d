"""Two sides of a room, their pages and whatever goes wrong between a page and us: for the state machine.

Each page is a small model of the real one: it numbers its signals, sends what is not confirmed again, and keeps what it has had.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from chalicelib.domain.seat import Side
from chalicelib.service import room, room_door, room_said
from chalicelib.service.deps import Deps
from chalicelib.service.room import Exchange, RoomNews, SignalOut

Lost = Literal["nothing", "request", "answer"]


class PageModel(Struct, kw_only=True):
    """`waiting`: sent and not confirmed; `had`: signals by the page that they came from; `read`: lines."""

    id: str
    side: Side
    arrives: bool = True
    n: int = 0
    line: int = 0
    waiting: list[SignalOut] = []
    unsaid: list[tuple[int, str]] = []
    sent: dict[str, list[str]] = {}
    had: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    after: int = 0
    of: str | None = None
    read: list[tuple[int, str]] = []
    other: str | None = None
    replaced: bool = False


class Sides:
    """Two doors into one room, and the pages that ever were."""

    def __init__(self, deps: Deps, doors: dict[Side, room.Door]) -> None:
        self.deps, self.doors = deps, doors
        self.pages: dict[str, PageModel] = {}
        self.now: dict[Side, PageModel] = {}
        self.said: list[str] = []
        #: What must arrive, by the pages from and to; and who sits where, as it has to be.
        self.taken: dict[tuple[str, str], list[str]] = {}
        self.seats: dict[Side, str] = {}

    def load(self, side: Side) -> PageModel:
        page = PageModel(id=f"{side[0]}{len(self.pages):021d}", side=side)
        self.pages[page.id] = self.now[side] = page
        return page

    def meet(self) -> None:
        """Both present pages come and learn of each other."""
        for _ in range(2):
            for page in self.now.values():
                self.ask(page, "nothing")

    def signal(self, page: PageModel) -> None:
        """The page has something to say to the page on the other side, as far as it knows it."""
        if page.other is None:
            return
        page.n += 1
        data = f"{page.id}/{page.n}"
        page.waiting.append(SignalOut(page.other, page.n, "candidates", data))
        page.sent.setdefault(page.other, []).append(data)

    def ask(self, page: PageModel, lost: Lost, *, leaving: bool = False) -> None:
        """One exchange; what is lost on the way is sent again with the next one."""
        asked = Exchange(
            page=page.id,
            arrive=page.arrives,
            after=page.after,
            of=page.of,
            send=tuple(page.waiting[:20]),
            leaving=leaving,
            said_after=page.read[-1][0] if page.read else 0,
        )
        if lost == "request":
            return
        self._arrived(page, asked)
        news = room.exchange(self.deps, self.doors[page.side], asked)
        assert isinstance(news, RoomNews), news
        assert news.you == ("seated" if self.seats[page.side] == page.id else "replaced")
        if lost == "nothing":
            self._take(page, news)

    def _arrived(self, page: PageModel, asked: Exchange) -> None:
        """What has to come of a request: the seat, and the signals to whoever sits on the other side."""
        if self.seats.get(page.side) != page.id and (asked.arrive or page.side not in self.seats):
            self.seats[page.side] = page.id
            page.last = {}
            for id, other in self.pages.items():
                # What was under way to or from a page when it was replaced is of no use any more
                self.taken[page.id, id] = list(other.had.get(page.id, []))
                self.taken[id, page.id] = list(page.had.get(id, []))
                other.last.pop(page.id, None)
        there = self.seats.get("police" if page.side == "victim" else "victim")
        if self.seats[page.side] != page.id or there is None:
            return
        for each in () if asked.arrive else asked.send:
            if each.to == there and each.n > page.last.get(there, 0):
                page.last = {there: each.n}
                if each.data not in self.taken.setdefault((page.id, there), []):
                    self.taken[page.id, there].append(each.data)

    def _take(self, page: PageModel, news: RoomNews) -> None:
        page.arrives = False
        page.waiting = page.waiting[20:]
        page.replaced = news.you == "replaced"
        if page.replaced:
            assert (news.other, news.signals, news.said) == (None, (), ())
            return
        page.other = news.other.page if news.other else None
        if page.other:
            page.had.setdefault(page.other, []).extend(each.data for each in news.signals)
        page.of, page.after = page.other, news.after
        page.read.extend((each.n, each.text) for each in news.said)

    def say(self, page: PageModel, lost: Lost) -> None:
        """The page says what it has not been able to say, or something new."""
        if not page.unsaid:
            page.line += 1
            page.unsaid.append((page.line, f"{page.id} says {page.line}"))
        n, text = page.unsaid[0]
        if lost == "request":
            return
        refusal = room_said.say(self.deps, self.doors[page.side], page.id, n, text)
        if refusal is None:
            if text not in self.said:
                self.said.append(text)
            if lost == "nothing":
                page.unsaid.pop(0)
        else:
            assert refusal == room_said.REPLACED
            page.unsaid.clear()


def doors(deps: Deps, token: str, caller: Any, reference: str) -> dict[Side, room.Door]:
    return {"victim": lambda: room_door.victim(deps, token), "police": lambda: room_door.police(deps, caller, reference)}
