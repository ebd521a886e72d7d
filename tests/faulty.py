"""Ports that fail when told to: at the n-th call, before it took effect or after it; and tables that somebody else gets in at."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from chalicelib.store.rows import Conflict, Key, Lost, Row, Table, Unavailable, Write


class Faults:
    """Counts the calls to all ports it is put around, and answers one of them, and all later ones if `for_good`, with Unavailable.

    faults = Faults(at=2, after=True)
    deps = replace(deps, table=faults.around(deps.table), keyring=faults.around(deps.keyring))
    """

    def __init__(self, at: int = 0, *, after: bool = False, for_good: bool = False) -> None:
        self.at, self.after, self.for_good = at, after, for_good
        self.calls: list[str] = []

    def around(self, port: Any) -> Any:
        return _Around(port, self)

    def call(self, name: str, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.calls.append(name)
        number = len(self.calls)
        fails = self.at and (number >= self.at if self.for_good else number == self.at)
        if fails and not self.after:
            raise Unavailable(f"before {name}, call {number}")
        answer = method(*args, **kwargs)
        if fails:
            raise Unavailable(f"after {name}, call {number}")
        return answer


class _Around:
    def __init__(self, port: Any, faults: Faults) -> None:
        self._port, self._faults = port, faults

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found
        return lambda *args, **kwargs: self._faults.call(name, found, *args, **kwargs)


class Meanwhile:
    """A table where something happens between the decision and the commit, for the first commits: a race, made certain."""

    def __init__(self, table: Table, *happen: Callable[[], object]) -> None:
        self._table, self._happen = table, list(happen)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def commit(self, writes: Sequence[Write]) -> None:
        if self._happen:
            self._happen.pop(0)()
        self._table.commit(writes)


class Torn:
    """A table whose read of several rows is not one moment: something happens after the rows of `first` were read."""

    def __init__(self, table: Table, first: str, happen: Callable[[], object]) -> None:
        self._table, self._first, self._happen = table, first, [happen]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def get(self, keys: Iterable[Key]) -> dict[Key, Row]:
        wanted = list(keys)
        early = [key for key in wanted if key.pk.startswith(self._first)]
        rows = self._table.get(early)
        if self._happen:
            self._happen.pop()()
        return rows | self._table.get([key for key in wanted if key not in early])


class UnderWay:
    """A table that answers its first commits like DynamoDB while another transaction on the row is under way: no row is told."""

    def __init__(self, table: Table, times: int, partition: str = "INC#") -> None:
        self._table, self.times, self._partition = table, times, partition

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def commit(self, writes: Sequence[Write]) -> None:
        if self.times:
            self.times -= 1
            raise Conflict(
                [Lost(write, "TransactionConflict", None) for write in writes if write.key.pk.startswith(self._partition)]
            )
        self._table.commit(writes)


class Counting:
    """A table that counts, under threads, its calls by name and the commits that lost."""

    def __init__(self, table: Table) -> None:
        self._table, self._lock = table, threading.Lock()
        self.calls: dict[str, int] = {}

    def get(self, keys: Iterable[Key]) -> dict[Key, Row]:
        self.count("get")
        return self._table.get(keys)

    def query(self, pk: str, **options: Any) -> Any:
        self.count("query")
        return self._table.query(pk, **options)

    def commit(self, writes: Sequence[Write]) -> None:
        self.count("commit")
        try:
            self._table.commit(writes)
        except Conflict:
            self.count("lost")
            raise

    def count(self, name: str) -> None:
        with self._lock:
            self.calls[name] = self.calls.get(name, 0) + 1
