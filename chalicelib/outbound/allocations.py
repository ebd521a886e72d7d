"""Allocated jobs meet available officers: the oldest such job goes to the officer idle longest (the flow, step 6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ..domain.commands import Allocate
from ..domain.incident import Incident
from ..domain.officer import Officer
from ..domain.refusals import Refusal
from ..domain.words import Role
from ..domain.worklists import PRIORITY, QUEUE
from ..service import Caller, Deps, perform
from ..store import keys
from ..store.incidents import stored
from ..store.officers import roster
from . import noting
from .nudges import Failures, each
from .ports import ports

#: Jobs looked at in one go; the next event or minute goes on.
PAGE, MOST = 25, 200
#: What a refusal says about the officer; anything else is about the job.
_OFFICER_TAKEN = frozenset({"unknown_officer", "not_an_officer", "officer_busy", "on_break", "off_shift"})
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def on_messages(event: dict[str, Any]) -> Failures:
    wired = ports()
    return each(event, lambda nudge: _allocate(wired.deps, nudge.force), wired.queues.postpone)


def _allocate(deps: Deps, force: str) -> None:
    allocate_waiting(deps, force)


def allocate_waiting(deps: Deps, force: str) -> int:
    """Give waiting allocations to available officers; return how many were given. Raises Unavailable; repeating is safe.

    An officer may be lost to another job, and a job to another officer, at any moment: then the next one is tried.
    """
    officers: list[Officer] | None = None
    given = 0
    for incident in _waiting(deps, force):
        if officers is None:
            officers = _available(deps, force)
        if not officers:
            break
        given += _give(deps, incident, officers)
    return given


def _waiting(deps: Deps, force: str) -> Iterator[Incident]:
    """Jobs of the priority lane whose level is "allocate", oldest first; the lane is copied before anything is given away."""
    found: list[Incident] = []
    after: str | None = None
    while len(found) < MOST:
        page = deps.table.query(keys.worklist(force, QUEUE), prefix=f"{PRIORITY}#", after=after, limit=PAGE)
        found += [incident for row in page.rows if (incident := stored(row).incident).level == "allocate"]
        after = page.after
        if after is None:
            break
    yield from found


def _available(deps: Deps, force: str) -> list[Officer]:
    """Who is on shift, not on a break and free, idle longest first."""
    free = [officer for officer in roster(deps.table, force) if officer.available]
    return sorted(free, key=lambda officer: (officer.idle_since or _EARLIEST, officer.id))


def _give(deps: Deps, incident: Incident, officers: list[Officer]) -> bool:
    """Try the officers in turn, but not the one who gave this very job back. Who is not free after all is left out from now on."""
    system = Caller(force=incident.force, id="system", roles=frozenset({Role.SYSTEM.value}))
    for officer in [free for free in officers if free.id != incident.released_by]:
        done = perform(deps, system, incident.reference, Allocate(officer.id))
        if not isinstance(done, Refusal):
            officers.remove(officer)
            noting.log("job allocated", force=incident.force, reference=incident.reference, officer=officer.id)
            return True
        if done.code not in _OFFICER_TAKEN:
            return False
        officers.remove(officer)
    return False
