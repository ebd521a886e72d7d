"""Database calls a command: counted at the client, not believed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain import commands as c
from chalicelib.domain.worklists import QUEUE
from chalicelib.service import Caller, claim_next, perform, report
from chalicelib.store import keys

from . import rooms, world


class Counted:
    """A table that counts its calls."""

    def __init__(self, table: Any) -> None:
        self._table, self.calls = table, dict.fromkeys(("get", "query", "commit"), 0)

    def __getattr__(self, name: str) -> Any:
        whole = getattr(self._table, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            self.calls[name] += 1
            return whole(*args, **kwargs)

        return counted


BUDGET = {
    "report": {"get": 0, "query": 0, "commit": 1},
    "claim next": {"get": 0, "query": 1, "commit": 1},
    "another command": {"get": 1, "query": 0, "commit": 1},
    "a queue page": {"get": 0, "query": 1, "commit": 0},
    "a room, quiet": {"get": 2, "query": 0, "commit": 0},
    "a room, signals": {"get": 2, "query": 1, "commit": 1},
}


def measure() -> dict[str, Any]:
    """Count the calls of each kind of request."""
    table = world.table()
    world.add_officers(table, ["PC1"])
    world.fill_queue(table, 30)
    deps = world.deps(table)
    cad = Caller(force=world.FORCE, id="cad", roles=frozenset({"call_handler"}))
    steps: dict[str, Callable[[Any], Any]] = {
        "report": lambda d: report(d, cad, world.a_body("BENCH-1")),
        "claim next": lambda d: claim_next(d, world.staff("PC1")),
        "another command": lambda d: perform(d, world.staff("PC1"), "B-0000000", c.SendLink(times_checked=True)),
        "a queue page": lambda d: d.table.query(keys.worklist(world.FORCE, QUEUE), limit=25),
        **rooms.steps(deps),
    }
    found = {name: _count(deps, step) for name, step in steps.items()}
    return {"calls": found, "budget": BUDGET, "met": found == BUDGET}


def _count(deps: Any, step: Callable[[Any], Any]) -> dict[str, int]:
    counted = Counted(deps.table)
    step(world.with_table(deps, counted))
    return counted.calls
