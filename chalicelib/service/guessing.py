"""How often a link or a code may be guessed: counted for each address and in all, forgotten by itself.

Only what was wrong is counted, and a right token always works: whoever floods the page locks no victim out. A code has six digits
only, so there the count comes before the code is looked at; the victim's link, 101 and a visit remain.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from msgspec import Struct

from ..domain.refusals import Refusal
from ..store import keys
from ..store.rows import ABSENT, Change, Conflict, Key, Put, Row, Test
from .deps import Deps

TOO_MANY = Refusal("throttled", "That was tried too often. Wait a while, or call 101.")
#: How often a count is written again when somebody else counts at the same moment. A guess may go uncounted, an answer not unsaid.
_TURNS = 3


class Limit(Struct, frozen=True):
    """So many wrong ones in a stretch of time, from one address and from all."""

    each: int
    all: int
    window: timedelta


#: 2^128 tokens: this is about load and about noticing [D].
TOKENS = Limit(each=30, all=3000, window=timedelta(minutes=10))
#: 30 tries against a handful of live codes among a million: one in ten thousand for each quarter of an hour under attack [D].
CODES = Limit(each=5, all=30, window=timedelta(minutes=15))


class Guesses(Struct, frozen=True):
    """The counts that one guess belongs to. `what`: tokens, or the codes of a force."""

    deps: Deps
    what: str
    limit: Limit
    address: str

    def exceeded(self) -> bool:
        """Whether too many were wrong already: one read. Raises Unavailable."""
        return self._exceeded(self.deps.table.get(self._keys()))

    def wrong(self) -> bool:
        """Count a wrong one; or say that there were too many already, and count no further. Raises Unavailable."""
        for _ in range(_TURNS):
            rows = self.deps.table.get(self._keys())
            if self._exceeded(rows):
                return True
            try:
                self.deps.table.commit([self._one_more(key, rows.get(key)) for key in self._keys()])
            except Conflict:
                continue
            return False
        return False

    def _exceeded(self, rows: dict[Key, Row]) -> bool:
        each, all_ = (rows.get(key) for key in self._keys())
        return _count(each) >= self.limit.each or _count(all_) >= self.limit.all

    def _one_more(self, key: Key, row: Row | None) -> Put | Change:
        if row is None:
            return Put(Row(pk=key.pk, sk=key.sk, version=1, expires=self._window(1)), ABSENT)
        return Change(key, {"version": _count(row) + 1}, tests=(Test("version", "equal", row.version),))

    def _keys(self) -> tuple[Key, Key]:
        """An address is kept as a hash, for minutes; a network's many phones may share one."""
        here = hashlib.sha256(f"{self.what} {self.address}".encode()).hexdigest()[:16]
        return keys.guesses(f"{self.what}#{self._window()}#{here}"), keys.guesses(f"{self.what}#{self._window()}#all")

    def _window(self, ahead: int = 0) -> int:
        """When the present stretch began, in epoch seconds; so many stretches later."""
        now: datetime = self.deps.now()
        seconds = int(self.limit.window.total_seconds())
        return (int(now.timestamp()) // seconds + ahead) * seconds


def _count(row: Row | None) -> int:
    return (row.version or 0) if row else 0
