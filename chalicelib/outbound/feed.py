"""The feed: what command and control must show, one numbered list a force. It is the truth; the webhooks only walk along it.

Appending is one transaction: the updates, the force's counter, and the incident's mark of how far it has been told. The mark makes
an event that comes twice appear once; and as everything past the mark is read from the incident itself, in its order, an event that
comes early brings the missing ones along, and they are skipped when they come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ..domain.events import Recorded
from ..service import Busy
from ..store import keys
from ..store.incidents import recorded, text_of
from ..store.rows import ABSENT, Conflict, Key, Put, Row, Table, Write
from .rewriting import put
from .updates import Update, updates

DIGITS = 12
START = "0" * DIGITS
#: Updates in one transaction (it takes 100 writes), and attempts when another worker appends at the same moment.
TOGETHER, ATTEMPTS = 80, 8
_CURSOR = re.compile(rf"[0-9]{{{DIGITS}}}\Z")
_PREFIX = "upd-"

_decode = msgspec.json.Decoder(Update).decode


class FeedPage(Struct, frozen=True):
    """The body of `GET /v1/updates`. `cursor` is what to ask after next, also when there was nothing new."""

    items: tuple[Update, ...]
    cursor: str


class BadCursor(ValueError):
    """`after` is not a cursor that a page gave."""


class _Head(Struct, frozen=True):
    """The last number given out."""

    last: int = 0


class _Mark(Struct, frozen=True):
    """The last version of an incident that has been told."""

    told: int = 0


_head = msgspec.json.Decoder(_Head).decode
_mark = msgspec.json.Decoder(_Mark).decode


def feed_list(force: str) -> str:
    return f"FEED#{force}"


def _head_key(force: str) -> Key:
    return Key(f"FEED#{force}#HEAD", "HEAD")


def _mark_key(force: str, reference: str) -> Key:
    return Key(keys.incident(force, reference), "FEED")


def read(table: Table, force: str, after: str | None = None, limit: int = 100) -> FeedPage:
    """The updates past a cursor, oldest first. Raises BadCursor and Unavailable."""
    since = START if after is None else after
    if not _CURSOR.match(since):
        raise BadCursor
    page = table.query(feed_list(force), after=since, limit=limit)
    if not page.rows and since != START and find(table, force, since) is None:
        # A cursor past the end (of another system, or from before a restore) would find nothing for ever.
        raise BadCursor
    return FeedPage(tuple(map(update, page.rows)), page.rows[-1].sk if page.rows else since)


def update(row: Row) -> Update:
    return _decode(row.data or "")


def find(table: Table, force: str, number: str) -> Update | None:
    """One update by its number."""
    key = Key(feed_list(force), number)
    row = table.get([key]).get(key)
    return update(row) if row else None


def number_of(update: Update) -> str:
    """The cursor that stands on this update."""
    return update.id.removeprefix(_PREFIX)


def catch_up(table: Table, force: str, reference: str) -> list[Update]:
    """Bring the feed up to where the incident stands; return what was added. Raises Unavailable; repeating is safe."""
    added: list[Update] = []
    for _ in range(ATTEMPTS):
        before = _before(table, force, reference)
        new = _some(table, before)
        if not new:
            return added
        try:
            table.commit(_writes(before, new))
        except Conflict:
            continue
        added += new
    raise Busy("the feed changes too fast")


class _Before(Struct, frozen=True):
    """Where the feed and the incident stand."""

    force: str
    reference: str
    head: Row | None
    mark: Row | None
    version: int

    @property
    def last(self) -> int:
        return _head(self.head.data or "").last if self.head else 0

    @property
    def told(self) -> int:
        return _mark(self.mark.data or "").told if self.mark else 0


def _before(table: Table, force: str, reference: str) -> _Before:
    head, mark, state = _head_key(force), _mark_key(force, reference), keys.state(force, reference)
    rows = table.get([head, mark, state])
    version = rows[state].version if state in rows else 0
    return _Before(force, reference, rows.get(head), rows.get(mark), version or 0)


def _some(table: Table, before: _Before) -> list[Update]:
    """The next updates with their numbers: as many as one transaction takes, and never a part of a version."""
    if before.version <= before.told:
        return []
    found = list(islice(updates(before.force, _history(table, before), before.told), TOGETHER + 1))
    if len(found) > TOGETHER:
        found = [each for each in found if each.version < found[-1].version]
    return [replace(each, id=f"{_PREFIX}{n:0{DIGITS}d}") for n, each in enumerate(found, before.last + 1)]


def _history(table: Table, before: _Before) -> Iterator[Recorded]:
    pk, after = keys.incident(before.force, before.reference), None
    while True:
        page = table.query(pk, prefix="EVENT#", after=after)
        yield from map(recorded, page.rows)
        after = page.after
        if after is None:
            return


def _writes(before: _Before, new: Sequence[Update]) -> list[Write]:
    lines = [Put(Row(pk=feed_list(before.force), sk=number_of(each), data=text_of(each)), ABSENT) for each in new]
    head = put(_head_key(before.force), before.head, _Head(before.last + len(new)))
    mark = put(_mark_key(before.force, before.reference), before.mark, _Mark(new[-1].version))
    return [*lines, head, mark]
