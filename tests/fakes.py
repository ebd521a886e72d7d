"""Fakes for the ports: a table in memory with the conditions of the real one, a keyring without KMS, a clock that stands still."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.store.personal import DataKey
from chalicelib.store.rows import Change, Conflict, Delete, Key, Lost, Page, Put, Row, Test, Write


class FakeTable:
    """`Table` in memory. Atomic under threads, and as strict as DynamoDB about writing one item twice in a transaction."""

    def __init__(self) -> None:
        self.rows: dict[Key, Row] = {}
        self.calls: list[str] = []
        self._lock = threading.Lock()

    def get(self, keys: Iterable[Key]) -> dict[Key, Row]:
        self.calls.append("get")
        with self._lock:
            return {key: replace(self.rows[key]) for key in keys if key in self.rows}

    def query(self, pk: str, *, prefix: str = "", after: str | None = None, upto: str | None = None, limit: int = 100) -> Page:
        self.calls.append("query")
        with self._lock:
            found = sorted(
                [row for (at, sk), row in self.rows.items() if at == pk and _within(sk, prefix, after, upto)],
                key=lambda row: row.sk,
            )
        page = tuple(replace(row) for row in found[:limit])
        return Page(page, page[-1].sk if len(found) > limit else None)

    def commit(self, writes: Sequence[Write]) -> None:
        self.calls.append("commit")
        assert 0 < len(writes) <= 100
        assert len({write.key for write in writes}) == len(writes), "an item may be written once in a transaction"
        with self._lock:
            lost = [each for each in (self._stops(write) for write in writes) if each]
            if lost:
                raise Conflict(lost)
            for write in writes:
                self._apply(write)

    def _stops(self, write: Write) -> Lost | None:
        row = self.rows.get(write.key)
        missing = isinstance(write, Change) and row is None
        tests = () if isinstance(write, Delete) else write.tests
        if missing or not all(_passes(row, test) for test in tests):
            return Lost(write, "ConditionalCheckFailed", replace(row) if row else None)
        return None

    def _apply(self, write: Write) -> None:
        match write:
            case Put(row):
                self.rows[write.key] = replace(row)
            case Change(key, set_, remove):
                values: dict[str, Any] = dict(set_)
                if "roles" in values:
                    values["roles"] = frozenset(values["roles"])
                self.rows[key] = replace(self.rows[key], **values, **dict.fromkeys(remove))
            case Delete(key):
                self.rows.pop(key, None)

    def all(self, prefix: str) -> list[Row]:
        """Every row whose partition key begins so, in key order."""
        return [self.rows[key] for key in sorted(self.rows) if key.pk.startswith(prefix)]


def _within(sk: str, prefix: str, after: str | None, upto: str | None) -> bool:
    return sk.startswith(prefix) and (after is None or sk > after) and (upto is None or sk <= upto)


def _passes(row: Row | None, test: Test) -> bool:
    value = getattr(row, test.attribute) if row is not None else None
    match test.must:
        case "be_absent":
            return value is None
        case "contain":
            return value is not None and test.value in value
        case _:
            return value is not None and bool(value == test.value)


class FakeKeyring:
    """`Keyring` that wraps a key by writing its context in front of it."""

    def new(self, context: dict[str, str]) -> DataKey:
        plain = os.urandom(32)
        return DataKey(plain, self._context(context) + plain)

    def unwrap(self, wrapped: bytes, context: dict[str, str]) -> bytes:
        front = self._context(context)
        assert wrapped.startswith(front), "a data key of another incident"
        return wrapped[len(front) :]

    def _context(self, context: dict[str, str]) -> bytes:
        return repr(sorted(context.items())).encode()


class FakeClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by
