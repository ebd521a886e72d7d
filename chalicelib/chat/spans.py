"""Times and lengths of time as people say them, in London's time and always with the date."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ..domain.calendar import local

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: From here on days say more than hours; up to here a target in hours is compared in hours.
_IN_DAYS = timedelta(hours=72)
_MINUTE = timedelta(minutes=1)


def when(moment: datetime) -> str:
    """`Wed 18 Nov 2026, 10:05`. English, whatever the machine's locale."""
    shown = local(moment)
    return f"{day(shown)}, {shown:%H:%M}"


def day(of: date) -> str:
    """`Wed 18 Nov 2026`."""
    return f"{_DAYS[of.weekday()]} {of.day} {_MONTHS[of.month - 1]} {of.year}"


def clock(moment: datetime) -> str:
    return f"{local(moment):%H:%M}"


def span(length: timedelta) -> str:
    """`5 h 10 min`, `48 h`, `25 min`, `4 d 2 h`; the sign is left out."""
    minutes = abs(length) // _MINUTE
    if not minutes:
        return "less than a minute"
    if minutes * _MINUTE > _IN_DAYS:
        days, hours = divmod(minutes // 60, 24)
        return _parts((days, "d"), (hours, "h"))
    hours, rest = divmod(minutes, 60)
    return _parts((hours, "h"), (rest, "min"))


def spoken(length: timedelta) -> str:
    """The same for the middle of a sentence: `25 minutes`, `1 minute`, `5 h 10 min`."""
    minutes = abs(length) // _MINUTE
    return f"{minutes} minute{'s' if minutes > 1 else ''}" if 0 < minutes < 60 else span(length)


def until(moment: datetime, now: datetime) -> str:
    """`in 3 h 5 min`, or `3 h 5 min late`."""
    return f"in {span(moment - now)}" if moment > now else f"{span(now - moment)} late"


def _parts(*parts: tuple[int, str]) -> str:
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
