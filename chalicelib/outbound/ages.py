"""How long the oldest has waited: in the queue, and in our own outbox. Published each minute, for alarms and for the wall."""

from __future__ import annotations

from datetime import datetime

from ..domain.worklists import ORDINARY, PRIORITY, QUEUE
from ..service import Deps
from ..store import keys
from ..store.incidents import stored
from ..store.rows import Page


def ages(deps: Deps, force: str) -> dict[str, float]:
    """Seconds, by metric; what is empty has waited 0 seconds."""
    queue = keys.worklist(force, QUEUE)
    lanes = {"OldestPriority": PRIORITY, "OldestInQueue": ORDINARY}
    found = {name: _reported(deps, deps.table.query(queue, prefix=f"{lane}#", limit=1)) for name, lane in lanes.items()}
    outboxes = [deps.table.query(keys.outbox_list(force, shard), limit=1) for shard in range(keys.SHARDS)]
    return found | {"OldestOutbox": max(_written(deps, page) for page in outboxes)}


def _reported(deps: Deps, page: Page) -> float:
    """Since the oldest job of a lane was reported."""
    return max(((deps.now() - stored(row).incident.facts.reported_at).total_seconds() for row in page.rows), default=0.0)


def _written(deps: Deps, page: Page) -> float:
    """Since the oldest row of an outbox was written; its key begins with the time."""
    moments = (datetime.fromisoformat(row.sk.partition("#")[0]) for row in page.rows)
    return max(((deps.now() - moment).total_seconds() for moment in moments), default=0.0)
