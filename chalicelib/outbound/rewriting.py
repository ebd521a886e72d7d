"""Rows that workers keep for themselves: read, changed, and written back only if nobody else has written meanwhile."""

from __future__ import annotations

from msgspec import Struct

from ..store.incidents import text_of
from ..store.rows import ABSENT, Conflict, Key, Put, Row, Table, Test


def put(key: Key, before: Row | None, value: Struct) -> Put:
    """The write that replaces `before` with `value`, and conflicts when that is not what stands there any more."""
    version = (before.version or 0) if before else 0
    tests = (Test("version", "equal", version),) if before else ABSENT
    return Put(Row(pk=key.pk, sk=key.sk, version=version + 1, data=text_of(value)), tests)


def save(table: Table, key: Key, before: Row | None, value: Struct) -> Row | None:
    """Write it and return the new row; None when somebody else was first. Raises Unavailable: then it may have been written."""
    write = put(key, before, value)
    try:
        table.commit([write])
    except Conflict:
        return None
    return write.row
