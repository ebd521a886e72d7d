"""The room as a page of either side sees it: who is there, what the other page signals, what was said.

An exchange costs the reads of the door (two for the victim, one for the officer), at most one query, and one write only when
something was sent or nobody has heard of the page for four seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from ..domain.incident import Incident
from ..domain.refusals import Refusal
from ..domain.seat import Page, Quality, Seat, Side, said, seated, seen
from ..store import keys, rooms
from ..store.personal import context
from ..store.rooms import Number, RoomLine, Signal, SignalKind
from ..store.rows import Conflict, Write
from .deps import Busy, Deps
from .performing import pause
from .room_door import Inside

Door = Callable[[], Inside | Refusal]
#: Until the victim is let in, their browser's addresses are nobody's business.
NOT_LET_IN = Refusal("not_let_in", "The call has not begun; signals can be sent once the officer has let the victim in.")
#: How often an exchange is tried again when the other page of the same side writes at the same moment.
TURNS = 6
#: Signals, or lines, of one answer: far below what a Lambda may answer.
SIGNALS_AT_ONCE, LINES_AT_ONCE = 10, 50
#: Milliseconds until the next exchange [D]: at once while there is more, often in a call, seldom while one waits or was replaced.
AGAIN_AT_ONCE, AGAIN_CALL, AGAIN_WAITING, AGAIN_ALONE, AGAIN_REPLACED = 50, 800, 1500, 2500, 5000


class SignalOut(Struct, frozen=True, forbid_unknown_fields=True):
    """A signal to the other side's page. `n` rises with each that a page sends; one sent again has the number it had."""

    to: Page
    n: Number
    kind: SignalKind
    data: Annotated[str, Meta(max_length=16000)]


class Exchange(Struct, frozen=True, kw_only=True):
    """What a page tells and asks. `after`: the last signal it has had, from the page `of`; `said_after`: the last line.

    `arrive`: the page takes the seat, also from another page. `leaving`: it is being closed.
    """

    page: Page
    arrive: bool = False
    after: int = 0
    of: Page | None = None
    send: tuple[SignalOut, ...] = ()
    leaving: bool = False
    quality: Quality | None = None
    said_after: int = 0


class Other(Struct, frozen=True):
    """The other side's page: there when it was heard of within 15 seconds."""

    page: Page
    there: bool
    quality: Quality | None


class StatementToRead(Struct, frozen=True):
    """The statement that the victim may read."""

    number: int
    edition: int
    status: str


class RoomNews(Struct, frozen=True, kw_only=True):
    """The room now. `after`: the number of the last signal that the page has had now; `again_in`: milliseconds until the next call.

    `you`: `replaced` when a newer page of the same side has taken over; then there is nothing else for it here.
    """

    status: Literal["waiting", "in_call", "paused"]
    paused_by: Side | None
    you: Literal["seated", "replaced"]
    other: Other | None
    signals: tuple[Signal, ...]
    after: int
    again_in: int
    provider: Literal["p2p", "chime", "external"]
    said: tuple[RoomLine, ...]
    joined: bool
    statement: StatementToRead | None
    files: int


def exchange(deps: Deps, door: Door, asked: Exchange) -> RoomNews | Refusal:
    """Tell and ask. Raises Busy, Unavailable; both are safe to repeat with the same numbers."""
    for turn in range(TURNS):
        inside = door()
        if isinstance(inside, Refusal):
            return inside
        if asked.send and inside.incident.room == "waiting":
            return NOT_LET_IN
        now = deps.now()
        seat = seated(inside.seat, asked.page, now, arrives=asked.arrive)
        if seat is None:
            return _replaced(deps, inside, asked)
        writes, seat = _told(inside, asked, seat, now)
        if not writes or _written(deps, writes):
            return _news(deps, inside, seat, asked, now)
        deps.rest(pause(turn, deps.chance()))
    raise Busy("room")


def _told(inside: Inside, asked: Exchange, seat: Seat, now: datetime) -> tuple[list[Write], Seat]:
    """The writes that keep what the page told, if it is news, and the seat after them."""
    there = inside.other
    fresh = _fresh(there, asked, seat) if there else []
    before = seat.sent_to(there) if there else 0
    if there and fresh:
        seat = replace(seat, to=there.taken, sent=fresh[-1].n)
    after = seen(inside.seat, seat, now, asked.quality, leaving=asked.leaving)
    if after == inside.seat:
        return [], after
    writes: list[Write] = [rooms.take(inside.key, inside.row, after, now)]
    if fresh:
        sent = rooms.Sent(before, tuple(Signal(each.n, each.kind, each.data) for each in fresh))
        writes.append(rooms.send(inside.incident.force, inside.incident.reference, after, sent, now))
    return writes, after


def _fresh(there: Seat, asked: Exchange, seat: Seat) -> list[SignalOut]:
    """What is new of what was sent, for the page that is there now: a page that is gone gets nothing any more.

    Whoever takes the seat begins anew: what was sent before it was lost may have arrived, and nobody could tell.
    """
    if asked.arrive:
        return []
    known = seat.sent_to(there)
    new = {each.n: each for each in asked.send if each.to == there.page and each.n > known}
    return [new[n] for n in sorted(new)]


def _written(deps: Deps, writes: list[Write]) -> bool:
    """False when the seat has changed meanwhile."""
    try:
        deps.table.commit(writes)
    except Conflict:
        return False
    return True


def _news(deps: Deps, inside: Inside, seat: Seat, asked: Exchange, now: datetime) -> RoomNews:
    there = inside.other
    after = asked.after if there and asked.of in (None, there.page) else 0
    signals, more = _signals(deps, inside, seat, after)
    # One query an answer: the lines come with the next one
    waiting = said(inside.seat, there) > asked.said_after
    lines = _lines(deps, inside, asked.said_after) if waiting and not more else ()
    return _room(
        deps,
        inside,
        you="seated",
        other=Other(there.page, there.there(now), there.quality) if there else None,
        signals=signals,
        after=signals[-1].n if signals else after,
        said=lines,
        again_in=AGAIN_AT_ONCE if waiting and (more or len(lines) == LINES_AT_ONCE) else _pace(inside.incident, there, now),
    )


def _signals(deps: Deps, inside: Inside, seat: Seat, after: int) -> tuple[tuple[Signal, ...], bool]:
    """What the other page has sent to this one, in order; and whether it had to be asked for."""
    there = inside.other
    if there is None or there.sent_to(seat) <= after:
        return (), False
    force, reference = inside.incident.force, inside.incident.reference
    prefix = keys.signals_to(seat.taken, there.taken)
    last = keys.signals(force, reference, seat.taken, there.taken, after)
    page = deps.table.query(last.pk, prefix=prefix, after=last.sk, limit=SIGNALS_AT_ONCE)
    return tuple(rooms.received(page.rows, after)), True


def _lines(deps: Deps, inside: Inside, after: int) -> tuple[RoomLine, ...]:
    """What was said since; nothing any more once the incident's key was disposed of."""
    force, reference = inside.incident.force, inside.incident.reference
    last = keys.said(force, reference, after)
    rows = deps.table.query(last.pk, prefix="SAID#", after=last.sk, limit=LINES_AT_ONCE).rows
    if not rows or not inside.wrapped:
        return ()
    key = deps.keyring.unwrap(inside.wrapped, context(force, reference))
    return tuple(rooms.line(key, row) for row in rows)


def _pace(incident: Incident, there: Seat | None, now: datetime) -> int:
    if incident.room != "waiting":
        return AGAIN_CALL
    return AGAIN_WAITING if there and there.there(now) else AGAIN_ALONE


def _replaced(deps: Deps, inside: Inside, asked: Exchange) -> RoomNews:
    """Another page has the seat: this one learns that, and nothing else."""
    return _room(deps, inside, you="replaced", other=None, signals=(), after=asked.after, said=(), again_in=AGAIN_REPLACED)


def _room(
    deps: Deps,
    inside: Inside,
    *,
    you: Literal["seated", "replaced"],
    other: Other | None,
    signals: tuple[Signal, ...],
    after: int,
    said: tuple[RoomLine, ...],
    again_in: int,
) -> RoomNews:
    incident = inside.incident
    by = incident.call.paused_by
    return RoomNews(
        status=incident.room or "waiting",  # type: ignore[arg-type]  # the words of Incident.room
        paused_by=("victim" if by == "victim" else "police") if by else None,
        you=you,
        other=other,
        signals=signals,
        after=after,
        again_in=again_in,
        provider=deps.policies[incident.force].video.provider,
        said=said,
        joined=incident.call.victim_joined_at is not None,
        statement=_to_read(incident),
        files=sum(each.state != "sending" for each in incident.files),
    )


def _to_read(incident: Incident) -> StatementToRead | None:
    """The newest statement that was shown to the victim."""
    shown = [each for each in incident.statements if each.state != "written"]
    return StatementToRead(shown[-1].number, shown[-1].edition, shown[-1].state) if shown else None
