"""What the measurements share: a table in the emulator, deps over it, and jobs written as fast as the table takes them."""

from __future__ import annotations

import os
import statistics
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import convert, structs

from chalicelib.domain import commands as c
from chalicelib.domain.officer import Officer, OfficerRecord
from chalicelib.domain.report import Report
from chalicelib.service import Caller, Deps
from chalicelib.store import incidents, officers
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.incidents import Commit
from chalicelib.store.personal import context
from chalicelib.store.rows import Put
from tests import emulator
from tests.builders import Life, a_report, by, policy
from tests.fakes import FakeKeyring

FORCE = "dorset"


def table(pool: int = 10) -> DynamoTable:
    """A fresh table, and a client of its own for it."""
    os.environ.update(emulator.env())
    return another_client(emulator.fresh_table(stream=False), pool)


def another_client(name: str, pool: int = 10) -> DynamoTable:
    made = DynamoTable(name, emulator.REGION, emulator.endpoint_url(), pool=pool)
    made.name = name  # so that other processes can be pointed at it
    return made


def deps(of: DynamoTable) -> Deps:
    return Deps(table=of, keyring=FakeKeyring(), policies={FORCE: policy(FORCE)})


def staff(id: str) -> Caller:
    return Caller(force=FORCE, id=id, staff=True)


def add_officers(to: DynamoTable, ids: list[str]) -> None:
    """Officers on shift and free."""
    now = datetime.now(UTC)
    for start in range(0, len(ids), 50):
        rows = [
            officers.row(FORCE, Officer(id, OfficerRecord(f"PC {id}", ("officer",)), "on", None, now))
            for id in ids[start : start + 50]
        ]
        to.commit([Put(row) for row in rows])


def queued(reference: str, reported: datetime) -> Commit:
    """The commit that leaves this incident in the queue, its whole history in one."""
    life = Life(at=reported, reference=reference)
    yes = c.Answers(*[True] * len(c.Answers.__struct_fields__))
    life.do(c.Offer(True, accepted=True, answers=yes), by("call_handler")).do(c.Triage(True), by("sergeant"))
    wrapped = FakeKeyring().new(context(FORCE, reference)).wrapped
    recorded = tuple(life.events)
    return Commit(before=None, after=life.incident, recorded=recorded, policy=life.policy, now=life.now, wrapped=wrapped)


def fill_queue(to: DynamoTable, count: int, offset: int = 0) -> None:
    """`count` jobs, reported a second apart, the oldest first by number."""
    start = datetime.now(UTC) - timedelta(hours=24)

    def one(number: int) -> None:
        to.commit(incidents.writes(queued(f"B-{number:07d}", start + timedelta(seconds=number / 10))))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(offset, offset + count)))


def now() -> datetime:
    return datetime.now(UTC)


def median(values: list[float]) -> float:
    return statistics.median(values)


def with_table(of: Deps, other: Any) -> Deps:
    return structs.replace(of, table=other)


def a_body(reference: str) -> Report:
    """A report of two minutes ago."""
    reported = (now() - timedelta(minutes=2)).isoformat()
    return convert(a_report(reference=reference, reported_at=reported), Report)
