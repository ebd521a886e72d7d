"""Uploads under way: where the bucket takes a file's parts. Rows of their own, never events, and forgotten by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from . import keys
from .rows import ABSENT, Change, Conflict, Put, Row, Table, Test

#: The bucket drops an unfinished upload after seven days.
KEPT = timedelta(days=8)


class Upload(Struct, frozen=True, omit_defaults=True):
    """`id`: the bucket's, once begun. `mark`: by which the sender's page knows the file again, a digest of its own making."""

    id: str | None = None
    mark: str | None = None


class Known(Struct, frozen=True):
    """An upload and how often its row was changed."""

    upload: Upload = Upload()
    version: int = 0


def known(row: Row | None) -> Known:
    if row is None:
        return Known()
    return Known(msgspec.json.decode(row.data or "{}", type=Upload), row.version or 0)


def find(table: Table, force: str, reference: str, number: int) -> Known:
    key = keys.upload(force, reference, number)
    return known(table.get([key]).get(key))


def marks(table: Table, force: str, reference: str) -> dict[int, str]:
    """The marks of an incident's uploads by the file's number."""
    rows = table.query(keys.uploads(force, reference), limit=1000).rows
    found = {int(row.sk): known(row).upload.mark for row in rows}
    return {number: mark for number, mark in found.items() if mark}


def keep(table: Table, force: str, reference: str, number: int, was: Known, upload: Upload, now: datetime) -> bool:
    """Write it down; False when somebody else did so first."""
    key = keys.upload(force, reference, number)
    data = msgspec.json.encode(upload).decode()
    ends = int((now + KEPT).timestamp())
    write: Put | Change = Put(Row(pk=key.pk, sk=key.sk, version=1, data=data, expires=ends), ABSENT)
    if was.version:
        changed = {"data": data, "version": was.version + 1, "expires": ends}
        write = Change(key, changed, tests=(Test("version", "equal", was.version),))
    try:
        table.commit([write])
    except Conflict:
        return False
    return True
