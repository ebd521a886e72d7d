"""Officers: one row each, whose attributes the claim transaction looks at."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from ..domain.officer import Duty, Officer, OfficerRecord
from ..domain.times import stamp
from . import keys
from .rows import Page, Row, Table


class OfficerEvent(Struct, frozen=True, omit_defaults=True):
    """Something that happened to a member of staff: roster changed, shift started, break taken."""

    officer: str
    action: str
    at: datetime
    by: str
    command: str
    duty: Duty = "off"


_record = msgspec.json.Decoder(OfficerRecord).decode


def officer(row: Row) -> Officer:
    """The row as the domain knows it. Shift, break and job are attributes of their own because conditions look at them."""
    duty: Duty = row.duty if row.duty in ("on", "break") else "off"  # type: ignore[assignment]  # narrowed by the test
    return Officer(
        id=row.sk,
        record=_record(row.data or ""),
        duty=duty,
        job=row.job,
        idle_since=_moment(row.idle_since),
        duty_since=_moment(row.duty_since),
    )


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def row(force: str, officer: Officer) -> Row:
    key = keys.officer(force, officer.id)
    return Row(
        pk=key.pk,
        sk=key.sk,
        data=msgspec.json.encode(officer.record).decode(),
        duty=officer.duty,
        job=officer.job,
        idle_since=stamp(officer.idle_since) if officer.idle_since else None,
        duty_since=stamp(officer.duty_since) if officer.duty_since else None,
        roles=officer.roles or None,
    )


def roster(table: Table, force: str) -> list[Officer]:
    """Everybody of a force, in order of identifier: some forty rows, one query."""
    found: list[Officer] = []
    after: str | None = None
    while True:
        page: Page = table.query(keys.officers(force), after=after)
        found += [officer(each) for each in page.rows]
        if page.after is None:
            return found
        after = page.after
