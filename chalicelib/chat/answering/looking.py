"""What chat reads of the table to answer a press, each with what it costs."""

from __future__ import annotations

from ...domain.events import Recorded
from ...domain.incident import Incident
from ...domain.officer import Officer
from ...domain.refusals import Refusal
from ...service import Deps
from ...service.performing import UNKNOWN
from ...store import keys, officers
from ...store.incidents import recorded, stored
from ..answers import is_reference
from ..home import Waiting

#: Jobs of a list that are read at most: enough to see past the priority lane, and for ten pages of the home tab.
FRONT = 50


def job(deps: Deps, force: str, reference: str) -> Incident | Refusal:
    """The incident as it stands, without its person: one get. Raises Unavailable."""
    if not is_reference(reference):
        return UNKNOWN
    key = keys.state(force, reference)
    row = deps.table.get([key]).get(key)
    return stored(row).incident if row else UNKNOWN


def history(deps: Deps, force: str, reference: str) -> tuple[Recorded, ...] | Refusal:
    """Everything that happened to an incident, oldest first: one query, more only after a hundred events. Raises Unavailable."""
    found: list[Recorded] = []
    after: str | None = None
    while is_reference(reference):
        page = deps.table.query(keys.incident(force, reference), prefix="EVENT#", after=after)
        found += map(recorded, page.rows)
        after = page.after
        if after is None:
            break
    return tuple(found) or UNKNOWN


def roster(deps: Deps, force: str) -> tuple[Officer, ...]:
    """Everybody of the force: one query. Raises Unavailable."""
    return tuple(officers.roster(deps.table, force))


def waiting(deps: Deps, force: str, name: str, limit: int) -> Waiting:
    """The first so many of a worklist: one query. Raises Unavailable."""
    page = deps.table.query(keys.worklist(force, name), limit=limit)
    return Waiting(tuple(stored(row).incident for row in page.rows), more=page.after is not None)
