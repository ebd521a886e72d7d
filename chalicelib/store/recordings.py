"""Rows of what a browser has announced while it records: one an object, and one a take that says how far it has come.

They are many and small, and no events: what they come to is the event `RecordingJoined`. Times are milliseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec import Struct

from . import keys
from .incidents import text_of
from .objects import place
from .rows import ABSENT, Key, Put, Row, Table, Test, Write


class TakeRow(Struct, frozen=True):
    """How far a take has come: `last` is the number announced last. `by`: the officer whose browser records."""

    kind: str
    by: str
    last: int


class ObjectRow(Struct, frozen=True):
    """One announced object, by the browser's clock; `at` by ours. `sha256` in base64."""

    sha256: str
    size: int
    began: int
    ended: int
    at: datetime


class Announced(Struct, frozen=True):
    """An object as the media worker finds it."""

    take: str
    n: int
    row: ObjectRow


_PREFIX = "REC#"
_take = msgspec.json.Decoder(TakeRow).decode
_object = msgspec.json.Decoder(ObjectRow).decode


def take_key(force: str, reference: str, take: str) -> Key:
    return Key(keys.incident(force, reference), f"TAKE#{take}")


def object_key(force: str, reference: str, take: str, n: int) -> Key:
    return Key(keys.incident(force, reference), f"{_PREFIX}{take}#{n:06d}")


def where(force: str, reference: str, take: str, n: int) -> str:
    """Where the object lies in the bucket."""
    return place(force, reference, "recording", take, f"{n:06d}.webm")


def folder(force: str, reference: str, number: int) -> str:
    """Below which everything lies that was made of a recording."""
    return place(force, reference, "recordings", str(number), "")


def take_of(row: Row | None) -> TakeRow | None:
    return _take(row.data or "") if row else None


def object_of(row: Row | None) -> ObjectRow | None:
    return _object(row.data or "") if row else None


def announce(key: Key, row: ObjectRow, take: Key, before: Row | None, after: TakeRow) -> list[Write]:
    """The object and how far its take has come, in one transaction: of two at once one has to look again."""
    tests = ABSENT if before is None else (Test("version", "equal", before.version),)
    version = (before.version or 0) + 1 if before else 1
    return [
        Put(Row(pk=key.pk, sk=key.sk, data=text_of(row)), ABSENT),
        Put(Row(pk=take.pk, sk=take.sk, version=version, data=text_of(after)), tests),
    ]


def announced(table: Table, force: str, reference: str) -> Iterator[Announced]:
    """Every object that was announced, by take and number. Raises Unavailable."""
    pk, after = keys.incident(force, reference), None
    while True:
        page = table.query(pk, prefix=_PREFIX, after=after, limit=1000)
        for row in page.rows:
            _, take, n = row.sk.split("#")
            yield Announced(take, int(n), _object(row.data or ""))
        after = page.after
        if after is None:
            return


def takes(table: Table, force: str, reference: str) -> dict[str, TakeRow]:
    """Every take by its id. Raises Unavailable."""
    found: dict[str, TakeRow] = {}
    pk, after = keys.incident(force, reference), None
    while True:
        page = table.query(pk, prefix="TAKE#", after=after, limit=1000)
        found |= {row.sk.removeprefix("TAKE#"): _take(row.data or "") for row in page.rows}
        after = page.after
        if after is None:
            return found
