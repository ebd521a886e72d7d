"""The worklists and jobs as the domain knows them, for callers who have been checked already (chat): what each costs is said."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from ..domain.incident import Incident
from ..domain.officer import Officer
from ..domain.team_notice import TeamNotice
from ..domain.words import Role
from ..domain.worklists import DESK, DIP_SAMPLES, QUEUE, REVIEWS, TRIAGE, of_officer
from ..store import keys, officers
from ..store.incidents import stored
from .deps import Deps
from .notices import notices

#: Jobs of a list that a home tab gets: enough for ten pages of it.
FRONT = 50


class Jobs(NamedTuple):
    """A worklist in its order, as far as it was read; `more`: it goes on behind."""

    jobs: tuple[Incident, ...] = ()
    more: bool = False


class HomeLists(Struct, frozen=True):
    """What somebody looks at first: their job, the cases that came back to them, the lists of their roles, the roster."""

    mine: Incident | None = None
    desk: tuple[Incident, ...] = ()
    queue: Jobs = Jobs()
    triage: Jobs = Jobs()
    reviews: Jobs = Jobs()
    dip_samples: Jobs = Jobs()
    officers: tuple[Officer, ...] = ()
    notices: tuple[TeamNotice, ...] = ()


def jobs_on(deps: Deps, force: str, name: str, limit: int, prefix: str = "") -> Jobs:
    """The first so many of a worklist (`domain.worklists.LISTS`): one query. Raises Unavailable."""
    page = deps.table.query(keys.worklist(force, name), prefix=prefix, limit=limit)
    return Jobs(tuple(stored(row).incident for row in page.rows), page.after is not None)


def desk_cases(deps: Deps, force: str, officer_id: str) -> tuple[Incident, ...]:
    """The cases that came back to an officer for desk work, oldest report first: one query. Raises Unavailable."""
    return jobs_on(deps, force, DESK, FRONT, of_officer(officer_id)).jobs


def job_of(deps: Deps, force: str, reference: str) -> Incident | None:
    """The incident as it stands, None when there is none: one get. Raises Unavailable."""
    key = keys.state(force, reference)
    row = deps.table.get([key]).get(key)
    return stored(row).incident if row else None


def home_lists(deps: Deps, force: str, officer: Officer, limit: int = FRONT) -> HomeLists:
    """What this member of staff's home tab shows. Raises Unavailable.

    One query each for the roster, the queue and the notices to the team; an officer's desk work one more, their job one get; a
    sergeant's lists one each.
    """
    if not officer.roles:
        return HomeLists()
    works, leads = Role.OFFICER in officer.roles, Role.SERGEANT in officer.roles
    return HomeLists(
        mine=job_of(deps, force, officer.job) if officer.job else None,
        desk=desk_cases(deps, force, officer.id) if works else (),
        queue=jobs_on(deps, force, QUEUE, limit),
        triage=jobs_on(deps, force, TRIAGE, limit) if leads else Jobs(),
        reviews=jobs_on(deps, force, REVIEWS, limit) if leads else Jobs(),
        dip_samples=jobs_on(deps, force, DIP_SAMPLES, limit) if leads else Jobs(),
        officers=tuple(officers.roster(deps.table, force)),
        notices=notices(deps, force),
    )
