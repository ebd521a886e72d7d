"""Claiming: with a long queue and a short one, and with many officers at once."""

from __future__ import annotations

import threading
import time
from typing import Any

from chalicelib.domain.refusals import Refusal
from chalicelib.service import claim_next
from chalicelib.store import incidents, keys
from chalicelib.store.rows import Conflict
from tests import emulator

from . import world

LATENCY_BUDGET = 1.1
SLOWEST_BUDGET = {16: 1.5, 64: 6.0}
SHORT, LONG, CLAIMS = 100, 100_000, 60


def latency() -> dict[str, Any]:
    """Milliseconds a claim from a queue of 100, in turns with 100 and with 100,000 jobs stored; the ratio is of the medians."""
    short, long = _queue(SHORT), _queue(SHORT)
    _store_more(long.name, LONG - SHORT)
    took: dict[str, list[float]] = {"short": [], "long": []}
    for number in range(CLAIMS):
        for name, table in (("short", short), ("long", long)):
            start = time.perf_counter()
            claimed = claim_next(world.deps(table), world.staff(f"PC{number}"))
            took[name].append((time.perf_counter() - start) * 1000)
            if isinstance(claimed, Refusal):
                raise AssertionError(claimed.says)
    ratio = world.median(took["long"]) / world.median(took["short"])
    return {
        "jobs": [SHORT, LONG],
        "short_ms": round(world.median(took["short"]), 2),
        "long_ms": round(world.median(took["long"]), 2),
        "ratio": round(ratio, 2),
        "budget": LATENCY_BUDGET,
        "met": ratio <= LATENCY_BUDGET,
    }


def _queue(jobs: int) -> Any:
    table = world.table()
    world.add_officers(table, [f"PC{number}" for number in range(CLAIMS)])
    world.fill_queue(table, jobs)
    return table


def _store_more(table: str, more: int) -> None:
    """Jobs of other days: their STATE rows, in batches. (A queue that long would measure the emulator's own sorting.)"""
    client = emulator.client("dynamodb")
    sample = incidents.text_of(incidents.Stored(world.queued("X", world.now()).after))
    for start in range(0, more, 25):
        requests = [_state(f"OLD-{number:07d}", sample) for number in range(start, min(start + 25, more))]
        client.batch_write_item(RequestItems={table: requests})


def _state(reference: str, data: str) -> dict[str, Any]:
    key = keys.state(world.FORCE, reference)
    return {"PutRequest": {"Item": {"pk": {"S": key.pk}, "sk": {"S": key.sk}, "data": {"S": data}, "version": {"N": "3"}}}}


class Losing:
    """A table that counts the claims that were lost to somebody else."""

    def __init__(self, table: Any) -> None:
        self._table, self.lost, self._lock = table, 0, threading.Lock()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def commit(self, writes: Any) -> None:
        try:
            self._table.commit(writes)
        except Conflict:
            with self._lock:
                self.lost += 1
            raise


def race(officers: int) -> dict[str, Any]:
    """Everybody presses at the same moment, with as many jobs as officers and half as many again left over."""
    table = world.table(pool=officers)
    names = [f"PC{number}" for number in range(officers)]
    world.add_officers(table, names)
    world.fill_queue(table, officers + officers // 2)
    losing = Losing(table)
    deps, start = world.with_table(world.deps(table), losing), threading.Barrier(officers)
    answers: dict[str, tuple[Any, float]] = {}

    def press(name: str) -> None:
        start.wait()
        began = time.perf_counter()
        answers[name] = (claim_next(deps, world.staff(name)), time.perf_counter() - began)

    threads = [threading.Thread(target=press, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _judge(officers, answers, losing.lost)


def _judge(officers: int, answers: dict[str, tuple[Any, float]], lost: int) -> dict[str, Any]:
    given = sorted(done.reference for done, _ in answers.values() if not isinstance(done, Refusal))
    oldest = [f"B-{number:07d}" for number in range(officers)]
    slowest, budget = max(took for _, took in answers.values()), SLOWEST_BUDGET[officers]
    return {
        "each_job_once": len(set(given)) == len(given) == officers,
        "none_left_behind": given == oldest,
        "lost_attempts_a_job": round(lost / officers, 1),
        "slowest_s": round(slowest, 2),
        "budget_s": budget,
        "met": given == oldest and slowest <= budget,
    }
