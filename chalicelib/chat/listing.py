"""A worklist as a private reply: a page of it, each job a button."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..domain.policy import Policy
from .actions import ACTIONS, Action
from .cards import one_line
from .home import Waiting, counted
from .model import Button, Fact, Notice

#: Jobs on a page of a private reply.
PAGE = 10
#: The last page that is read to: whoever looks further down works from the front, or looks in the control room's own log.
LAST = 9

TITLES = {
    "list.queue": "The queue",
    "list.triage": "Suitability reviews",
    "list.reviews": "Evidential reviews, by what is due",
}


def page_of(value: str) -> int:
    """The page that a button of such a list asks for."""
    return min(int(value), LAST) if value.isascii() and value.isdigit() else 0


def listed(action: Action, waiting: Waiting, policy: Policy, now: datetime, page: int = 0) -> Notice:
    """The page; `waiting` was read to one further than its end."""
    shown = waiting.jobs[page * PAGE : (page + 1) * PAGE]
    text = f"{TITLES[action.id]}. {counted(waiting)}"
    facts = tuple(Fact(each.reference, one_line(each, policy, now).partition(", ")[2]) for each in shown)
    jobs = tuple(ACTIONS["job.card"].button(each.reference, each.reference) for each in shown)
    return Notice(text=text, facts=facts, buttons=(*jobs, *_turns(action, page, len(waiting.jobs) > (page + 1) * PAGE)))


def _turns(action: Action, page: int, more: bool) -> Iterator[Button]:
    if page:
        yield action.button(str(page - 1), "Earlier in the list")
    if more and page < LAST:
        yield action.button(str(page + 1), "Further down the list")
