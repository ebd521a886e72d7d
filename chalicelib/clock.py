"""The clock: every minute, do what is due, relay what the stream missed, push what is held, allocate what waits, wake the chat.

Everything here is done again next minute if it is not finished, and doing it twice changes nothing. One bad incident or one force
in trouble never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec.structs import replace

from .domain import deadlines
from .domain.commands import NoteDue
from .domain.refusals import Refusal
from .domain.times import stamp
from .domain.words import Role
from .outbound import held, noting, relay, summary
from .outbound.ages import ages
from .outbound.allocations import allocate_waiting
from .outbound.nudges import Nudge
from .outbound.ports import Ports, Within, ports
from .outbound.queues import Message
from .service import Caller, Deps, perform
from .store import keys
from .store.incidents import stored
from .store.rows import Delete, Put, Row, Write

#: The worker has 55 s, and the next minute's clock starts after 60.
SECONDS = 40.0
PAGE = 50


def tick() -> None:
    """Once around all forces. Each has its share of the time, and what one leaves over is the next one's."""
    wired = ports()
    forces = sorted(wired.deps.policies)
    budget = Within(SECONDS)
    for left, force in zip(range(len(forces), 0, -1), forces, strict=True):
        turn(wired, force, budget.left() / left)


def turn(ports: Ports, force: str, seconds: float = SECONDS) -> None:
    """Everything of one force. Each step is tried whatever became of the one before; the two long ones have half the time each."""
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("sweep", lambda: relay.sweep(replace(ports, time_is_up=Within(seconds / 2)), force)),
        ("due", lambda: note_due(replace(ports, time_is_up=Within(seconds / 2)), force)),
        ("allocate", lambda: allocate_waiting(ports.deps, force)),
        ("push", lambda: _push(ports, force)),
        ("held", lambda: _held(replace(ports, time_is_up=Within(seconds / 2)), force)),
        ("day", lambda: summary.announce(ports, force)),
        ("measure", lambda: noting.measure(force, ages(ports.deps, force), unit="Seconds")),
    )
    for name, step in steps:
        try:
            step()
        except Exception as error:  # noqa: BLE001 - the other steps and forces go on; this one is tried again in a minute
            noting.failed("clock step failed", error, step=name, force=force)
            noting.measure(force, {"ClockStepFailed": 1})


def _push(ports: Ports, force: str) -> None:
    """Wake the worker for command and control: it alone pushes, so there is one pusher a force, and a slow one costs us no time."""
    if ports.deps.policies[force].cad.push:
        ports.queues.send([Message("cad", f"{force}/clock/{ports.deps.new_id()}", Nudge(force))])


def _held(ports: Ports, force: str) -> None:
    """Wake the chat worker for what waited for this time: cards that grow old or do not hang yet, what was quiet overnight."""
    if ports.deps.policies[force].chat:
        held.release(ports, force)


def note_due(ports: Ports, force: str) -> int:
    """Take note of every deadline that has passed, oldest first; return how many were looked at."""
    looked = 0
    # '$' comes right after '#': a deadline of this very moment is within.
    upto = stamp(ports.deps.now()) + "$"
    for shard in range(keys.SHARDS):
        after: str | None = None
        while not ports.time_is_up():
            page = ports.deps.table.query(keys.due_list(force, shard), after=after, upto=upto, limit=PAGE)
            looked += _each(ports, force, page.rows)
            after = page.after
            if after is None:
                break
    return looked


def _each(ports: Ports, force: str, rows: Iterable[Row]) -> int:
    looked = 0
    for row in rows:
        if ports.time_is_up():
            break
        looked += 1
        try:
            _note(ports.deps, force, row)
        except Exception as error:  # noqa: BLE001 - one bad incident must not hold up the others; it is tried again in a minute
            noting.failed("deadline not noted", error, force=force, row=row.sk)
            noting.measure(force, {"DeadlineFailed": 1})
    return looked


def _note(deps: Deps, force: str, row: Row) -> None:
    when, kind, reference = row.sk.split("#", 2)
    system = Caller(force=force, id="system", roles=frozenset({Role.SYSTEM.value}), command_id=f"due/{reference}/{kind}/{when}")
    done = perform(deps, system, reference, NoteDue(kind, datetime.fromisoformat(when)))
    if isinstance(done, Refusal):
        _mend(deps, force, row, kind, reference)


def _mend(deps: Deps, force: str, row: Row, kind: str, reference: str) -> None:
    """Remove a row that stands for nothing any more. If a new policy moved the deadline, one for the new moment takes its place."""
    state = keys.state(force, reference)
    there = deps.table.get([state]).get(state)
    incident = stored(there).incident if there else None
    due = deadlines.due(incident, deps.policies[force]).get(kind) if incident and incident.live else None
    writes: list[Write] = [Delete(row.key)]
    if due is not None:
        key = keys.due(force, reference, kind, due)
        if key == row.key:
            return
        writes.append(Put(Row(pk=key.pk, sk=key.sk)))
    deps.table.commit(writes)
