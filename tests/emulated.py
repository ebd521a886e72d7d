"""A force at work on the emulator's DynamoDB, and jobs in its queue by the thousand."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from unittest.mock import patch

from msgspec import structs
from msgspec.structs import replace

from chalicelib.store import dynamo
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.rows import Row

from . import emulator
from .fakes import FakeClock
from .faulty import Counting
from .force import Force
from .scan import scan


class RealClock:
    """The time of day, in the place of a `FakeClock`."""

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


class EmulatedForce(Force):
    """A `Force` on a fresh table of the emulator, or on the one named. `counting` knows its calls and the commits it lost."""

    def __init__(self, table: str | None = None, *, pool: int = 10, real_time: bool = False, **options: Any) -> None:
        self.table_name = table or emulator.fresh_table(stream=False)
        with patch.object(dynamo, "READ_SECONDS", 60.0):  # this machine may be busy with other things
            self.counting = Counting(DynamoTable(self.table_name, emulator.REGION, emulator.endpoint_url(), pool=pool))
        if real_time:
            options |= {"clock": RealClock(), "standing": True}
        super().__init__(self.counting, **options)
        if real_time:
            self.deps = replace(self.deps, rest=time.sleep, chance=random.random)

    def rows(self) -> list[Row]:
        return scan(_dynamodb(), self.table_name)


def with_queue(jobs: int, staff: dict[str, tuple[str, ...]], pool: int = 10, to_come: int = 0) -> tuple[EmulatedForce, list[str]]:
    """A force in real time, and the references of its jobs, the oldest first: so many in the queue, and others still in triage.

    Which is which is the same each time, and has nothing to do with their age.
    """
    prepared = Force(staff=staff, clock=FakeClock(datetime.now(UTC) - timedelta(days=30)))
    statuses = ["queued"] * jobs + ["in_triage"] * to_come
    random.Random(jobs).shuffle(statuses)
    references = [prepared.bring(status) for status in statuses]
    force = EmulatedForce(pool=pool, real_time=True, staff={})
    load(force.table_name, prepared.rows())
    force.officer(next(iter(staff)))  # makes the client, which takes as long as fifty calls
    force.counting.calls.clear()
    return force, references


@cache
def _dynamodb() -> Any:
    return emulator.client("dynamodb")


def load(table: str, rows: Iterable[Row]) -> None:
    """Write rows as they are, by the batch: histories prepared on a fake table."""
    dynamodb, requests = _dynamodb(), [{"PutRequest": {"Item": _item(row)}} for row in rows]
    for start in range(0, len(requests), 25):
        left = {table: requests[start : start + 25]}
        while left:
            left = dynamodb.batch_write_item(RequestItems=left)["UnprocessedItems"]


def empty(table: str) -> None:
    """Delete every row: quicker than another table with its own client."""
    dynamodb = _dynamodb()
    requests = [{"DeleteRequest": {"Key": {"pk": {"S": row.pk}, "sk": {"S": row.sk}}}} for row in scan(dynamodb, table)]
    for start in range(0, len(requests), 25):
        dynamodb.batch_write_item(RequestItems={table: requests[start : start + 25]})


def _item(row: Row) -> dict[str, Any]:
    return {name: _typed(value) for name, value in structs.asdict(row).items() if value is not None}


def _typed(value: Any) -> dict[str, Any]:
    match value:
        case bytes():
            return {"B": value}
        case int():
            return {"N": str(value)}
        case frozenset():
            return {"SS": sorted(value)}
    return {"S": value}


def at_once(*does: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same moment, a thread each; their answers in the same order. What one raises is raised here."""
    start = threading.Barrier(len(does))

    def one(do: Callable[[], Any]) -> Any:
        start.wait()
        return do()

    with ThreadPoolExecutor(len(does)) as pool:
        return list(pool.map(one, does))


def timed(do: Callable[[], Any]) -> tuple[Any, float]:
    """The answer, and the seconds it took."""
    start = time.perf_counter()
    answer = do()
    return answer, time.perf_counter() - start


def team(size: int) -> dict[str, tuple[str, ...]]:
    return {f"PC{number:03d}": ("officer",) for number in range(size)}
