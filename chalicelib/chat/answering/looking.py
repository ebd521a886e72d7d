"""What chat reads of the table to answer a press, each with what it costs."""

from __future__ import annotations

from ...domain.events import Recorded
from ...domain.incident import Incident
from ...domain.officer import Officer
from ...domain.refusals import Refusal
from ...service import Deps, lists
from ...service.performing import UNKNOWN
from ...store import keys, officers
from ...store.incidents import recorded
from ..answers import is_reference
from ..home import Lists
from ..waiting import Waiting


def job(deps: Deps, force: str, reference: str) -> Incident | Refusal:
    """The incident as it stands, without its person: one get. Raises Unavailable."""
    return (lists.job_of(deps, force, reference) if is_reference(reference) else None) or UNKNOWN


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


def waiting(deps: Deps, force: str, name: str, limit: int = lists.FRONT) -> Waiting:
    """The first so many of a worklist: one query. Raises Unavailable."""
    return Waiting(*lists.jobs_on(deps, force, name, limit))


def home(deps: Deps, force: str, officer: Officer) -> Lists:
    """What a home tab shows: roster, queue, notices, one query each; an officer's job and desk work, a sergeant's three lists."""
    found = lists.home_lists(deps, force, officer)
    return Lists(
        mine=found.mine,
        desk=found.desk,
        queue=Waiting(*found.queue),
        triage=Waiting(*found.triage),
        reviews=Waiting(*found.reviews),
        dip_samples=Waiting(*found.dip_samples),
        notices=found.notices,
        officers=found.officers,
    )
