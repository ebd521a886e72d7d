"""What changes in a room many times a minute: who sits there, the signals between two pages, and the lines of the text chat.

Seats and signals hold nothing about a person and are forgotten by the table's time to live; the lines are sealed and stay with
the incident. Signals that were sent together are one row, so that whoever reads them has all of them or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from ..domain.seat import Seat, Side
from . import keys
from .incidents import text_of
from .personal import seal, unseal
from .rows import ABSENT, Change, Key, Put, Row, Test, Write

#: No call takes so long; a signal is of use for seconds.
SIGNALS_KEPT = timedelta(hours=1)
#: Longer than any link lives.
ROOM_KEPT = timedelta(days=90)
#: More than two pages ever have to say to each other.
MOST_SIGNALS = 99_999
MOST_LINES = 99_999

SignalKind = Literal["offer", "answer", "candidates", "bye"]
Number = Annotated[int, Meta(ge=1, le=MOST_SIGNALS)]


class Signal(Struct, frozen=True):
    """What a page says to the page on the other side, so that their browsers find each other. `n` rises with each."""

    n: Number
    kind: SignalKind
    data: Annotated[str, Meta(max_length=16000)]


class Sent(Struct, frozen=True):
    """Signals that were sent together. `before`: the number of the last one before them."""

    before: int
    signals: tuple[Signal, ...]


class RoomLine(Struct, frozen=True):
    """One line of the text chat, by its number within the room."""

    n: int
    by: Side
    at: datetime
    text: str


class Venue(Struct, frozen=True, omit_defaults=True):
    """Where both sides meet. `name` is random: it says nothing about the incident. `kept`: what the provider has to remember.

    `ended`: nobody is left there, and nobody comes back.
    """

    provider: str
    name: str
    kept: dict[str, Any] = {}
    ended: bool = False


class _Spoken(Struct, frozen=True):
    by: Side
    at: datetime


_seat = msgspec.json.Decoder(Seat).decode
_sent = msgspec.json.Decoder(Sent).decode
_venue = msgspec.json.Decoder(Venue).decode
_spoken = msgspec.json.Decoder(_Spoken).decode


def seat(row: Row | None) -> Seat | None:
    return _seat(row.data or "") if row else None


def take(key: Key, before: Row | None, after: Seat, now: datetime) -> Write:
    """Write a seat, unless it has changed meanwhile."""
    return _written(key, before, text_of(after), int((now + ROOM_KEPT).timestamp()))


def venue(row: Row | None) -> Venue | None:
    return _venue(row.data or "") if row else None


def meet(key: Key, before: Row | None, after: Venue) -> Write:
    """Write where both sides meet, unless that has changed meanwhile. It stays: a recording may lie under its name."""
    return _written(key, before, text_of(after), None)


def _written(key: Key, before: Row | None, data: str, forget: int | None) -> Write:
    if before is None:
        return Put(Row(pk=key.pk, sk=key.sk, version=1, data=data, expires=forget), ABSENT)
    version = before.version or 0
    changes: dict[str, Any] = {"version": version + 1, "data": data}
    if forget:
        changes["expires"] = forget
    return Change(key, changes, tests=(Test("version", "equal", version),))


def send(force: str, reference: str, frm: Seat, sent: Sent, now: datetime) -> Put:
    key = keys.signals(force, reference, frm.to, frm.taken, sent.signals[-1].n)
    return Put(Row(pk=key.pk, sk=key.sk, data=text_of(sent), expires=int((now + SIGNALS_KEPT).timestamp())))


def received(rows: Sequence[Row], after: int) -> Iterator[Signal]:
    """What follows `after` without a gap: a transaction's rows are not all seen at the same moment."""
    for each in (_sent(row.data or "") for row in rows):
        if each.before > after:
            return
        for signal in each.signals:
            if signal.n > after:
                after = signal.n
                yield signal


def say(force: str, reference: str, key: bytes, line: RoomLine) -> Put:
    """Nobody can have said a line of this number before."""
    where = keys.said(force, reference, line.n)
    sealed = seal(key, "/".join(where), line.text.encode())
    return Put(Row(pk=where.pk, sk=where.sk, data=text_of(_Spoken(line.by, line.at)), sealed=sealed), ABSENT)


def line(key: bytes, row: Row) -> RoomLine:
    spoken = _spoken(row.data or "")
    text = unseal(key, "/".join(row.key), row.sealed or b"").decode()
    return RoomLine(keys.number_said(row.sk), spoken.by, spoken.at, text)
