"""Rows, writes and the port to the table. The rest of the store speaks these; `dynamo.py` alone speaks pynamodb."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from msgspec import Struct


class Key(NamedTuple):
    pk: str
    sk: str


class Row(Struct, omit_defaults=True, kw_only=True):
    """One item. `data` is JSON of a domain type, `sealed` is ciphertext, the others are what conditions look at.

    `expires` is the table's time to live, in epoch seconds; `fingerprint` tells a repeat from a different request.
    """

    pk: str
    sk: str
    version: int | None = None
    data: str | None = None
    sealed: bytes | None = None
    fingerprint: str | None = None
    duty: str | None = None
    job: str | None = None
    duty_since: str | None = None
    idle_since: str | None = None
    roles: frozenset[str] | None = None
    expires: int | None = None

    @property
    def key(self) -> Key:
        return Key(self.pk, self.sk)


class Test(NamedTuple):
    """One condition on one attribute of the row as it stands."""

    attribute: str
    must: Literal["be_absent", "equal", "contain"]
    value: Any = None


class Put(Struct, frozen=True):
    """Write a whole row. With tests, only if the row that stands passes them (`ABSENT`: if there is none)."""

    row: Row
    tests: tuple[Test, ...] = ()

    @property
    def key(self) -> Key:
        return self.row.key


class Change(Struct, frozen=True):
    """Set and remove attributes of a row that must exist and pass the tests."""

    key: Key
    set: dict[str, Any]
    remove: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()


class Delete(Struct, frozen=True):
    key: Key


Write = Put | Change | Delete
ABSENT = (Test("pk", "be_absent"),)


class Lost(NamedTuple):
    """One write that stopped a transaction, and the row that stood in its way (None when there was none, or it was not told)."""

    write: Write
    code: str
    row: Row | None


class Conflict(Exception):
    """The transaction was cancelled, and nothing was written. `lost` names the writes that stopped it."""

    def __init__(self, lost: Sequence[Lost]) -> None:
        super().__init__("transaction cancelled: " + ", ".join(f"{each.code} {type(each.write).__name__}" for each in lost))
        self.lost = tuple(lost)

    def on(self, key: Key) -> Lost | None:
        """What stopped the write to this key, if that was among the reasons."""
        return next((each for each in self.lost if each.write.key == key), None)


class Unavailable(Exception):
    """The table did not answer, or asked to come back later. Whether a write took effect is unknown."""


class Page(NamedTuple):
    """Rows in key order; `after` is the sort key to go on from, None at the end."""

    rows: tuple[Row, ...]
    after: str | None


class Table(Protocol):
    """The port. Every read is strongly consistent. Raises Unavailable."""

    def get(self, keys: Iterable[Key]) -> dict[Key, Row]: ...

    def query(self, pk: str, *, prefix: str = "", after: str | None = None, upto: str | None = None, limit: int = 100) -> Page:
        """Rows of a partition whose sort key begins with `prefix`, or lies in (`after`, `upto`], oldest first."""
        ...

    def commit(self, writes: Sequence[Write]) -> None:
        """All or nothing, at most 100 writes. Raises Conflict."""
        ...
