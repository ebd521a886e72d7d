"""Who is on shift when the sample day is loaded, and when an appointment may be."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domain.calendar import is_open, local
from chalicelib.domain.roster import shift_of, teams_on
from chalicelib.policies import load_policies
from infra.local.people import DORSET
from infra.local.sample.routes import HELD

#: Of those on shift, so many have a break.
ON_BREAK = 2
_FREE = 3


def teams_working(now: datetime) -> list[str]:
    """The teams on shift, and at times when there are too few for the jobs that are held, those who come next."""
    policy = load_policies()[DORSET]
    working = list(teams_on(now, policy))
    days = (local(now).date() + timedelta(days=n) for n in range(3))
    coming = sorted(
        (shift.starts, team)
        for day in days
        for team in policy.teams.names
        if (shift := shift_of(team, day, policy)) and shift.starts > now
    )
    for _, team in coming:
        if len(working) * policy.teams.constables_per_team >= len(HELD) + ON_BREAK + _FREE:
            break
        if team not in working:
            working.append(team)
    return working


def next_appointment(now: datetime) -> datetime:
    """The first full hour, two hours or more from now, with EVR open for the rest of the appointments too."""
    policy = load_policies()[DORSET]
    hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)
    while not (is_open(hour, policy) and is_open(hour + timedelta(hours=1), policy)):
        hour += timedelta(hours=1)
    return hour
