"""Lists and capacity: what waits, what is mine, who is on and how long the wait is."""

from __future__ import annotations

from ...domain.incident import Incident
from ...domain.worklists import DIP_SAMPLES, QUEUE, REVIEWS, TRIAGE
from ...service.lists import desk_cases
from .. import listing
from ..actions import ACTIONS
from ..model import Private
from ..pressing import Reply
from ..team import team_card
from . import looking
from .asked import Asked

LISTS: dict[str, str] = {
    "list.queue": QUEUE,
    "list.triage": TRIAGE,
    "list.reviews": REVIEWS,
    "list.dip_samples": DIP_SAMPLES,
}


def listed(asked: Asked) -> Reply:
    """A page of a worklist: one query."""
    page = listing.page_of(asked.press.value)
    found = looking.waiting(asked.deps, asked.asker.force, LISTS[asked.action.id], (page + 1) * listing.PAGE + 1)
    return listing.listed(ACTIONS[asked.action.id], found, asked.policy, asked.now, page)


def mine(asked: Asked) -> Reply:
    """The asker's job and their desk work: a get and a query."""
    officer = asked.asker.officer
    job = looking.job(asked.deps, asked.asker.force, officer.job) if officer.job else None
    desk = desk_cases(asked.deps, asked.asker.force, asked.id)
    return listing.mine(officer, job if isinstance(job, Incident) else None, desk, asked.policy, asked.now)


def capacity(asked: Asked) -> Reply:
    """Who is on, what they hold, how many wait and for how long: the roster and the front of the queue, two queries."""
    front = looking.waiting(asked.deps, asked.asker.force, QUEUE)
    return Private(team_card(looking.roster(asked.deps, asked.asker.force), asked.policy, asked.now, front))
