"""Checks of the roster: its teams, their supervision, and that somebody is on shift whenever the service is open."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import lcm

from .checking import Check, Mistakes, empty, repeated, unknown
from .codes import REST, WEEKDAYS
from .intake import Hours
from .work import ShiftTimes, Teams

DAY = 24 * 60


def _teams(teams: Teams) -> Mistakes:
    yield from empty("teams.names", teams.names, "team")
    yield from repeated("teams.names", teams.names)
    yield from unknown("teams.pattern", dict.fromkeys(teams.pattern), (*teams.shifts, REST), "shift")
    if all(kind == REST for kind in teams.pattern):
        yield "teams.pattern", "expected at least one day with a shift"
    if REST in teams.shifts:
        yield f"teams.shifts.{REST}", "is the day without a shift and has no times"
    for kind, times in teams.shifts.items():
        if times.starts in (times.ends, "24:00"):
            yield f"teams.shifts.{kind}", "expected a start before 24:00 and an end at another time"


def _supervision(teams: Teams) -> Mistakes:
    needed = -(-teams.constables_per_team // teams.constables_per_sergeant)
    if teams.sergeants_per_team < needed:
        words = f"expected at least {needed} for {teams.constables_per_team} constables, got {teams.sergeants_per_team}"
        yield "teams.sergeants_per_team", words


def _cover(teams: Teams, hours: Hours) -> Mistakes:
    """Somebody is on shift in every minute that the service is open, on every day of the roster's cycle."""
    if any(True for _ in _teams(teams)) or hours.opens >= hours.closes:
        return
    gaps = list(_gaps(teams, hours))
    for day, minute in gaps[:1]:
        clock, others = f"{minute // 60:02}:{minute % 60:02}", len(gaps) - 1
        words = f"nobody is on shift at {clock} on {WEEKDAYS[day.weekday()]} {day}, when the service is open"
        yield "teams.pattern", words + (f", and on {others} other days of the cycle" if others else "")


def _gaps(teams: Teams, hours: Hours) -> Iterator[tuple[date, int]]:
    """Give the open days on which nobody is on shift, each with the first minute of that."""
    for ahead in range(lcm(len(teams.pattern), len(WEEKDAYS))):
        day = teams.anchor + timedelta(days=ahead)
        if WEEKDAYS[day.weekday()] in hours.days:
            gap = _first_gap(_on_duty(teams, ahead), _minute(hours.opens), _minute(hours.closes))
            if gap is not None:
                yield day, gap


def _on_duty(teams: Teams, day: int) -> list[tuple[int, int]]:
    """Give the shifts of a day of the cycle, in minutes, with those that run on from the day before."""
    shifts = []
    for team in range(len(teams.names)):
        for began in (0, -1):
            kind = teams.pattern[(day + began - team * teams.stagger_days) % len(teams.pattern)]
            if kind != REST:
                starts, ends = _span(teams.shifts[kind])
                shifts.append((starts + began * DAY, ends + began * DAY))
    return sorted(shifts)


def _first_gap(shifts: list[tuple[int, int]], opens: int, closes: int) -> int | None:
    covered = opens
    for starts, ends in shifts:
        if starts <= covered:
            covered = max(covered, ends)
    return None if covered >= closes else covered


def _span(times: ShiftTimes) -> tuple[int, int]:
    starts, ends = _minute(times.starts), _minute(times.ends)
    return starts, ends if starts < ends else ends + DAY


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


CHECKS: tuple[Check, ...] = (
    (("teams",), _teams),
    (("teams",), _supervision),
    (("teams", "hours"), _cover),
)
