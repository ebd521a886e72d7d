"""What all counting shares: a rate that says what it was made of, and the rows of some days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from ..store.rows import Row, Table

PAGE = 1000


class Share(Struct, frozen=True):
    """A rate, never without what it was made of; `rate` is null when there was nothing to divide by."""

    numerator: int
    denominator: int
    rate: float | None
    means: str


def share(numerator: int, denominator: int, means: str) -> Share:
    return Share(numerator, denominator, round(numerator / denominator, 4) if denominator else None, means)


def days(first: date, last: date) -> Iterator[date]:
    """Both included."""
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def rows_of(table: Table, pk: str) -> Iterator[Row]:
    """Every row of a partition, page by page. Raises Unavailable."""
    after: str | None = None
    while True:
        page = table.query(pk, after=after, limit=PAGE)
        yield from page.rows
        if page.after is None:
            return
        after = page.after
