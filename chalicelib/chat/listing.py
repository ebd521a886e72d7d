"""A worklist as a private reply: a page of it, each job a button."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..domain.incident import Incident
from ..domain.officer import Officer
from ..domain.policy import Policy
from .actions import ACTIONS, Action
from .cards import one_line
from .model import Button, Fact, Notice
from .spans import until, when
from .waiting import Waiting, counted

#: Jobs on a page of a private reply.
PAGE = 10
#: The last page that is read to: whoever looks further down works from the front, or looks in the control room's own log.
LAST = 9

TITLES = {
    "list.queue": "The queue",
    "list.triage": "Suitability reviews",
    "list.reviews": "Evidential reviews, by what is due",
    "list.dip_samples": "Dip samples: calls drawn by lot for a second look",
}


def page_of(value: str) -> int:
    """The page that a button of such a list asks for."""
    return min(int(value), LAST) if value.isascii() and value.isdigit() else 0


def listed(action: Action, waiting: Waiting, policy: Policy, now: datetime, page: int = 0) -> Notice:
    """The page; `waiting` was read to one further than its end."""
    shown = waiting.jobs[page * PAGE : (page + 1) * PAGE]
    text = f"{TITLES[action.id]}. {counted(waiting)}"
    turns = _turns(action, page, more=len(waiting.jobs) > (page + 1) * PAGE)
    lines = _reviews(shown, now) if action.id == "list.reviews" else _lines(shown, policy, now)
    return Notice(text=text, facts=lines, buttons=(*_cards(shown), *turns))


def mine(officer: Officer, job: Incident | None, desk: tuple[Incident, ...], policy: Policy, now: datetime) -> Notice:
    """The officer's one job and their desk work."""
    held = (job,) if job else ()
    shown = (*held, *desk[:PAGE])
    said = ["You have a job." if job else "You have no job."]
    if desk:
        said.append(f"Cases that came back to you: {len(desk)}.")
    free = (ACTIONS["queue.claim_next"].button(),) if officer.available and not job else ()
    return Notice(text=" ".join(said), facts=_lines(shown, policy, now), buttons=(*_cards(shown), *free))


def _lines(jobs: tuple[Incident, ...], policy: Policy, now: datetime) -> tuple[Fact, ...]:
    return tuple(Fact(each.reference, one_line(each, policy, now).partition(", ")[2]) for each in jobs)


def _reviews(jobs: tuple[Incident, ...], now: datetime) -> tuple[Fact, ...]:
    """By what is due, so that is what each line says."""
    return tuple(Fact(each.reference, _due(each, now)) for each in jobs)


def _due(job: Incident, now: datetime) -> str:
    case = job.case
    if case is None:
        return "no review is due"
    return f"due {when(case.due)} ({until(case.due, now)}){'; paused' if case.paused else ''}"


def _cards(jobs: tuple[Incident, ...]) -> tuple[Button, ...]:
    return tuple(ACTIONS["job.card"].button(each.reference, each.reference) for each in jobs)


def _turns(action: Action, page: int, more: bool) -> Iterator[Button]:
    if page:
        yield action.button(str(page - 1), "Earlier in the list")
    if more and page < LAST:
        yield action.button(str(page + 1), "Further down the list")
