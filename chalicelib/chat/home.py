"""The home tab of one person: my job, my desk work, the queue, the reviews, who is on. Long lists come page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from ..domain.incident import Incident
from ..domain.officer import Officer
from ..domain.policy import Policy
from ..domain.team_notice import TeamNotice
from ..domain.words import Role
from . import words
from .actions import ACTIONS, parts, value
from .cards import job_card, row_card
from .matters import review_card
from .model import Button, Card, Home, Section
from .offering import buttons
from .team import team_card
from .team_notices import line, new_to, read_button
from .waiting import Waiting, counted

#: Those whom chat tells of things while they are on.
_ON_SHIFT = frozenset({Role.SERGEANT.value, Role.SPOC.value})
#: Jobs of one list on a page: with every section there, a platform's limit of 100 blocks is far away.
PAGE = 5


class Lists(Struct, frozen=True):
    """What a home tab is made of. `desk`: cases that came back to this officer. `officers`: the whole roster."""

    mine: Incident | None = None
    desk: tuple[Incident, ...] = ()
    queue: Waiting = Waiting()
    triage: Waiting = Waiting()
    reviews: Waiting = Waiting()
    officers: tuple[Officer, ...] = ()
    dip_samples: Waiting = Waiting()
    notices: tuple[TeamNotice, ...] = ()


def home(officer: Officer, lists: Lists, policy: Policy, now: datetime, pages: Mapping[str, int] | None = None) -> Home:
    """`pages` says which page of which list is shown (`page_of`)."""
    at = pages or {}
    sections = _news(officer, lists.notices)
    if officer.roles & _ON_SHIFT and Role.OFFICER not in officer.roles:
        sections.append(Section("My shift", lines=(f"You are {words.DUTY[officer.duty]}.",), buttons=shift_buttons(officer)))
    if Role.OFFICER in officer.roles:
        sections.append(_mine(officer, lists.mine, policy, now))
        if lists.desk:
            sections.append(
                Section(
                    "My desk work", tuple(job_card(each, policy, now, buttons=_own(officer, each)) for each in lists.desk[:PAGE])
                )
            )
    if Role.SERGEANT in officer.roles:
        sections.append(_list("triage", "Suitability reviews", lists.triage, at, _triage_row(policy, now)))
        sections.append(
            _list("reviews", "Evidential reviews, by what is due", _by_due(lists.reviews), at, _review_row(policy, now))
        )
        if lists.dip_samples.jobs:
            sections.append(_list("dip_samples", "Dip samples", lists.dip_samples, at, _sample_row(policy, now)))
    if officer.roles:
        sections.append(_list("queue", "The queue", lists.queue, at, _queue_row(policy, now)))
        sections.append(Section("The team", cards=(team_card(lists.officers, policy, now, lists.queue),)))
    else:
        sections.append(Section("EVR", lines=("You are not on this force's roster; ask an administrator to add you.",)))
    return Home(f"{officer.id} {officer.record.name}: {words.DUTY[officer.duty]}", tuple(sections))


def page_of(pressed: str) -> dict[str, int]:
    """The list and the page of a pressed `home.page`; an unreadable one is the first."""
    name, more = parts(pressed)
    number = more[0] if more else ""
    return {name: int(number) if number.isascii() and number.isdigit() else 0}


def shift_buttons(officer: Officer) -> tuple[Button, ...]:
    """The moves that the officer's shift has now."""
    moves = {"off": ("shift.start",), "on": ("shift.break", "shift.end"), "break": ("shift.back", "shift.end")}
    return tuple(ACTIONS[id].button() for id in moves[officer.duty])


def _news(officer: Officer, notices: tuple[TeamNotice, ...]) -> list[Section]:
    """Notices that somebody has not taken note of stand above everything else."""
    new = new_to(officer.id, notices)[:PAGE] if officer.roles else ()
    if not new:
        return []
    return [
        Section("Notices to the team", lines=tuple(line(each, officer.id) for each in new), buttons=tuple(map(read_button, new)))
    ]


def _own(officer: Officer, incident: Incident) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    return buttons(incident, officer.roles, is_holder=incident.officer == officer.id)


def _mine(officer: Officer, mine: Incident | None, policy: Policy, now: datetime) -> Section:
    if mine:
        return Section("My job", (job_card(mine, policy, now, buttons=_own(officer, mine)),), buttons=shift_buttons(officer)[:1])
    free = officer.duty == "on"
    next_ = (ACTIONS["queue.claim_next"].button(),) if free else ()
    said = "You have no job." if free else f"You are {words.DUTY[officer.duty]}."
    return Section("My job", lines=(said,), buttons=(*next_, *shift_buttons(officer)))


_Row = Callable[[Incident], Card]


def _queue_row(policy: Policy, now: datetime) -> _Row:
    return lambda job: row_card(job, policy, now)


def _triage_row(policy: Policy, now: datetime) -> _Row:
    return lambda job: row_card(
        job, policy, now, ACTIONS["job.triage"].button(job.reference), ACTIONS["job.card"].button(job.reference)
    )


def _sample_row(policy: Policy, now: datetime) -> _Row:
    return lambda job: row_card(
        job, policy, now, ACTIONS["job.dip_sample"].button(job.reference), ACTIONS["job.card"].button(job.reference)
    )


def _review_row(policy: Policy, now: datetime) -> _Row:
    return lambda job: review_card(job, policy, now)


def _by_due(reviews: Waiting) -> Waiting:
    """As the worklist stands already; whoever passes them in another order gets them right all the same."""
    return Waiting(
        tuple(sorted(reviews.jobs, key=lambda each: (each.case is None, each.case and each.case.due, each.reference))), reviews.more
    )


def _list(name: str, title: str, waiting: Waiting, pages: Mapping[str, int], row: _Row) -> Section:
    last = max(0, -(-len(waiting.jobs) // PAGE) - 1)
    page = min(max(0, pages.get(name, 0)), last)
    shown = waiting.jobs[page * PAGE : (page + 1) * PAGE]
    return Section(
        title,
        cards=tuple(map(row, shown)),
        lines=(counted(waiting),),
        buttons=tuple(_pager(name, page, last)),
    )


def _pager(name: str, page: int, last: int) -> Iterator[Button]:
    turn = ACTIONS["home.page"]
    if page > 0:
        yield turn.button(value(name, str(page - 1)), "Earlier in the list")
    if page < last:
        yield turn.button(value(name, str(page + 1)), "Further down the list")
