"""The bank holidays of England and Wales, computed (Banking and Financial Dealings Act 1971, proclamations)."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

MONDAY, SATURDAY = 0, 5

_ADDED = (date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8))
_MOVED_AWAY = (date(2020, 5, 4), date(2022, 5, 30))
"""By proclamation since 2020. Later ones go into a force's policy (`[holidays]`), which needs no release."""


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Give the days of a year that are bank holidays, substitute days instead of those that fall on a weekend.

    Right from 2013 on, as far as holidays have been proclaimed.
    """
    easter = easter_sunday(year)
    days = {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
        *_substituted(date(year, 1, 1)),
        *_substituted(date(year, 12, 25), date(year, 12, 26)),
        *(day for day in _ADDED if day.year == year),
    }
    return frozenset(days.difference(_MOVED_AWAY))


def easter_sunday(year: int) -> date:
    """Compute the Gregorian Easter by Oudin's algorithm (1940)."""
    century = year // 100
    golden = year % 19
    skipped_leaps = century - century // 4 - (8 * century + 13) // 25
    moon = (19 * golden + skipped_leaps + 15) % 30
    moon -= moon > 28 or (moon == 28 and golden > 10)
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - weekday)


def _monday_from(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def _substituted(*days: date) -> Iterator[date]:
    """Move each day that falls on a weekend, or on one already taken, to the next that is free."""
    taken: set[date] = set()
    for day in days:
        free = day
        while free.weekday() >= SATURDAY or free in taken:
            free += timedelta(days=1)
        taken.add(free)
        yield free
