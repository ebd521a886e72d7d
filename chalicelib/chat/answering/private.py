"""What is only looked at, and only by the asker: a job's card, what happened, what one can do, the lists, the team, help."""

from __future__ import annotations

from collections.abc import Callable

from ...domain.incident import Incident
from ...domain.refusals import Refusal
from ...domain.worklists import QUEUE, REVIEWS, TRIAGE
from ...service import lists
from .. import listing, notices, timeline
from ..actions import ACTIONS, HELP
from ..help import help_for
from ..model import Private
from ..offering import offered
from ..pressing import Reply
from ..team import team_card
from . import looking
from .asked import Asked
from .refusing import as_it_stands


def told(asked: Asked) -> Reply:
    return _TOLD[asked.action.id](asked)


def _job(asked: Asked) -> Incident | Refusal:
    """The job that was asked for, or the asker's own where none was named: one get."""
    return looking.job(asked.deps, asked.asker.force, asked.reference or asked.asker.officer.job or "")


def _card(asked: Asked) -> Reply:
    incident = _job(asked)
    return notices.refusal(incident) if isinstance(incident, Refusal) else as_it_stands(asked, incident)


def _more(asked: Asked) -> Reply:
    """Everything that the asker may do, where a card had no room for it."""
    incident = _job(asked)
    if isinstance(incident, Refusal):
        return notices.refusal(incident)
    return notices.can_do(incident, asked.policy, offered(incident, asked.roles, asked.holds(incident)))


def _timeline(asked: Asked) -> Reply:
    """Everything that happened: one query of the incident's events."""
    reference = asked.reference or asked.asker.officer.job or ""
    history = looking.history(asked.deps, asked.asker.force, reference)
    if isinstance(history, Refusal):
        return notices.refusal(history)
    return notices.happened(reference, timeline.whole(history, asked.policy))


def _list(asked: Asked) -> Reply:
    """One query."""
    name = _LISTS[asked.action.id]
    page = listing.page_of(asked.press.value)
    found = looking.waiting(asked.deps, asked.asker.force, name, (page + 1) * listing.PAGE + 1)
    return listing.listed(ACTIONS[asked.action.id], found, asked.policy, asked.now, page)


def _mine(asked: Asked) -> Reply:
    """The asker's job and their desk work: a get and a query."""
    officer = asked.asker.officer
    job = looking.job(asked.deps, asked.asker.force, officer.job) if officer.job else None
    desk = lists.desk_cases(asked.deps, asked.asker.force, asked.id)
    return listing.mine(officer, job if isinstance(job, Incident) else None, desk, asked.policy, asked.now)


def _team(asked: Asked) -> Reply:
    """Who is on and how long the wait is: the roster and the front of the queue, two queries."""
    front = looking.waiting(asked.deps, asked.asker.force, QUEUE).jobs
    oldest = min((each.facts.reported_at for each in front), default=None)
    return Private(team_card(looking.roster(asked.deps, asked.asker.force), asked.policy, asked.now, oldest))


def _help(asked: Asked) -> Reply:
    return help_for(asked.roles)


def _doctor(asked: Asked) -> Reply:
    """The platform answers it, for whom this is not a refusal (`may_check`)."""
    return notices.refusal(DOCTORS_ONLY) if not may_check(asked.roles) else help_for(asked.roles)


def may_check(roles: frozenset[str]) -> bool:
    return "administrator" in roles


DOCTORS_ONLY = Refusal("not_permitted", "The set-up of chat is for administrators.")
_LISTS: dict[str, str] = {"list.queue": QUEUE, "list.triage": TRIAGE, "list.reviews": REVIEWS}
_TOLD: dict[str, Callable[[Asked], Reply]] = {
    "job.card": _card,
    "job.more": _more,
    "job.timeline": _timeline,
    "list.mine": _mine,
    **dict.fromkeys(_LISTS, _list),
    "team.show": _team,
    HELP.id: _help,
    "doctor": _doctor,
}
