"""Who is rostered when: each team works the policy's pattern, each next team later by the policy's stagger."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from .calendar import at, local
from .policy import Policy
from .policy.codes import REST


class Shift(Struct, frozen=True):
    """A team's shift; `kind` is the policy's code for it ("day", "late"), `starts` and `ends` are UTC."""

    team: str
    kind: str
    starts: datetime
    ends: datetime


def shift_of(team: str, day: date, policy: Policy) -> Shift | None:
    """Give the shift that a team starts on a local day, None when it rests or the policy has no such team.

    Three day shifts, three late shifts, four rest days in Dorset (College of Policing, EVR practice page).
    """
    kind = _kind(team, day, policy)
    if kind == REST:
        return None
    times = policy.teams.shifts[kind]
    next_day = times.ends <= times.starts
    return Shift(team, kind, at(day, times.starts), at(day + timedelta(days=next_day), times.ends))


def shift_at(team: str, now: datetime, policy: Policy) -> Shift | None:
    """Give the shift a team is on at a moment, which may have started the day before."""
    today = local(now).date()
    shifts = (shift_of(team, day, policy) for day in (today, today - timedelta(days=1)))
    return next((shift for shift in shifts if shift and shift.starts <= now < shift.ends), None)


def teams_on(now: datetime, policy: Policy) -> tuple[str, ...]:
    """Give the teams on shift at a moment, in the policy's order."""
    return tuple(team for team in policy.teams.names if shift_at(team, now, policy))


def sergeants_needed(constables: int, policy: Policy) -> int:
    """Give the sergeants that so many constables need, about one to seven in Dorset (College of Policing)."""
    return -(-constables // policy.teams.constables_per_sergeant)


def _kind(team: str, day: date, policy: Policy) -> str:
    teams = policy.teams
    if team not in teams.names:
        return REST
    passed = (day - teams.anchor).days - teams.names.index(team) * teams.stagger_days
    return teams.pattern[passed % len(teams.pattern)]
