"""Who is on, what they hold, and how long the wait is. In order of identifier: nobody is ranked by the number of jobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from ..domain.officer import Officer
from ..domain.policy import Policy
from ..domain.roster import sergeants_needed, teams_on
from ..domain.words import Role
from . import words
from .actions import ACTIONS
from .model import Card, Fact
from .spans import span
from .waiting import Waiting, counted

_EMPTY = Waiting()


def team_card(officers: Iterable[Officer], policy: Policy, now: datetime, queue: Waiting = _EMPTY) -> Card:
    """Capacity at a glance; `queue` as far as it was read."""
    on = sorted((each for each in officers if each.roles and each.duty != "off"), key=lambda each: each.id)
    constables = [each for each in on if Role.OFFICER in each.roles]
    sergeants = [each for each in on if Role.SERGEANT in each.roles]
    free = sum(each.available for each in constables)
    wait = span(now - queue.oldest) if queue.oldest else "nobody waits"
    enough = len(sergeants) >= sergeants_needed(len(constables), policy)
    return Card(
        id="team",
        title="Who is on",
        summary=f"{_count(len(constables), 'officer')} on, {free} free; longest wait: {wait}",
        facts=(
            Fact("Officers on", f"{len(constables)}, {free} free"),
            Fact("Sergeants on", ratio(len(constables), len(sergeants), policy)),
            Fact("Queue", counted(queue)),
            Fact("Longest wait in the queue", wait),
            Fact("Teams on by the roster", ", ".join(teams_on(now, policy)) or "none"),
        ),
        lines=tuple(map(_line, on)) or ("Nobody is on shift.",),
        tone="plain" if enough else "warning",
        leading=(ACTIONS["list.queue"].button(),),
    )


def ratio(constables: int, sergeants: int, policy: Policy) -> str:
    """`2 for 14 officers`, and how many there should be when that is more."""
    needed = sergeants_needed(constables, policy)
    said = f"{sergeants} for {_count(constables, 'officer')}"
    return said if sergeants >= needed else f"{said}: {needed} needed, 1 to {policy.teams.constables_per_sergeant}"


def names(officers: Iterable[Officer], mention: Mapping[str, str] | None = None) -> dict[str, str]:
    """How cards show members of staff: as the platform mentions them, else by identifier and name."""
    known = mention or {}
    return {each.id: known.get(each.id, f"{each.id} {each.record.name}") for each in officers}


def _line(officer: Officer) -> str:
    state = f"holds {officer.job}" if officer.job else "free" if officer.available else ""
    parts = (words.DUTY[officer.duty], state if officer.duty == "on" or officer.job else "")
    return f"{officer.id} {officer.record.name}{_rank(officer)}: {', '.join(filter(None, parts))}"


def _rank(officer: Officer) -> str:
    others = [words.lower(words.plain(each)) for each in officer.record.roles if each != Role.OFFICER.value]
    return f" ({', '.join('FCR SPOC' if each == 'spoc' else each for each in others)})" if others else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
