"""A line of the room's text chat: sealed under the incident's key, numbered within the room, shown to both sides."""

from __future__ import annotations

from ..domain.refusals import Refusal
from ..domain.seat import Page, said, seen
from ..store import rooms
from ..store.personal import context
from ..store.rows import Conflict
from .deps import Busy, Deps
from .performing import pause
from .room import TURNS, Door
from .room_door import Inside

REPLACED = Refusal("replaced", "This page is not the one in the call any more; another page or device has taken over.")
#: A chat beside a call has a hundred lines; this is against a page that has run wild.
MOST = 2000
TOO_MUCH_SAID = Refusal("too_much_said", "No more can be written in this room. Talk, or close it and send a new link.")


def say(deps: Deps, door: Door, page: Page, n: int, text: str) -> Refusal | None:
    """Say it once, however often it is sent under the same number; None when it was said.

    Raises Busy, Unavailable; both are safe to repeat.
    """
    for turn in range(TURNS):
        inside = door()
        if isinstance(inside, Refusal):
            return inside
        seat = inside.seat
        if seat is None or seat.page != page:
            return REPLACED
        if n <= seat.lines.get(page, 0):
            return None
        number = said(seat, inside.other) + 1
        if number > MOST:
            return TOO_MUCH_SAID
        if _written(deps, inside, number, n, text):
            return None
        deps.rest(pause(turn, deps.chance()))
    raise Busy("say")


def _written(deps: Deps, inside: Inside, number: int, n: int, text: str) -> bool:
    """False when something else was written meanwhile: a line of the same number, or the seat."""
    incident, now, seat = inside.incident, deps.now(), inside.seat
    if seat is None:
        raise ValueError("whoever says something has a seat")
    key = deps.keyring.unwrap(inside.wrapped, context(incident.force, incident.reference))
    after = seen(seat, seat.line(n, number), now, None, leaving=False)
    line = rooms.RoomLine(number, inside.side, now, text)
    try:
        deps.table.commit(
            [rooms.take(inside.key, inside.row, after, now), rooms.say(incident.force, incident.reference, key, line)]
        )
    except Conflict:
        return False
    return True
