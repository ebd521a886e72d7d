"""The worker of the metrics: brings an incident's fact to where the incident stands. Newer wins; the same again changes nothing."""

from __future__ import annotations

from typing import Any

from ..outbound.nudges import Failures, Nudge, each
from ..outbound.ports import ports
from ..service import Busy
from ..store import keys
from ..store.incidents import stored, text_of
from ..store.rows import ABSENT, Conflict, Put, Row, Table, Test
from . import fact

ATTEMPTS = 6


def on_messages(event: dict[str, Any]) -> Failures:
    wired = ports()
    return each(event, lambda nudge: bring_up(wired.deps.table, nudge), wired.queues.postpone)


def bring_up(table: Table, nudge: Nudge) -> None:
    """Write the fact of the incident as it stands now. Raises Unavailable; repeating is safe."""
    if nudge.reference is None:
        return
    for _ in range(ATTEMPTS):
        state = keys.state(nudge.force, nudge.reference)
        row = table.get([state]).get(state)
        if row is None or _written(table, nudge.force, row):
            return
    raise Busy("the fact changes too fast")


def _written(table: Table, force: str, row: Row) -> bool:
    """False when another worker wrote this fact between our two reads."""
    now = fact.fact_of(stored(row).incident)
    key = fact.key(force, now)
    there = table.get([key]).get(key)
    if there is not None and (there.version or 0) >= now.version:
        return True
    unchanged = (Test("version", "equal", there.version),) if there else ABSENT
    try:
        table.commit([Put(Row(pk=key.pk, sk=key.sk, version=now.version, data=text_of(now)), unchanged)])
    except Conflict:
        return False
    return True
