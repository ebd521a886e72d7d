"""Opening hours and working days, in the local time of England and Wales; what goes in and out is UTC."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from .bank_holidays import SATURDAY, bank_holidays
from .policy import Policy
from .policy.codes import WEEKDAYS

LONDON = ZoneInfo("Europe/London")


def local(moment: datetime) -> datetime:
    """Give a moment in London's time; ValueError when it has no zone, for then nobody knows what it means."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone: pass UTC")
    return moment.astimezone(LONDON)


def at(day: date, clock: str) -> datetime:
    """Give the UTC moment at which London's clocks show "HH:MM" on a day; "24:00" is the midnight that ends it."""
    hours, minutes = map(int, clock.split(":"))
    days, hours = divmod(hours, 24)
    shown = datetime.combine(day + timedelta(days=days), time(hours, minutes), LONDON)
    return shown.astimezone(UTC)


def is_open(now: datetime, policy: Policy) -> bool:
    """Say whether the EVR service is open, from the minute it opens until just before it closes."""
    day = local(now).date()
    return _is_opening_day(day, policy) and at(day, policy.hours.opens) <= now < at(day, policy.hours.closes)


def next_opening(now: datetime, policy: Policy) -> datetime:
    """Give the first moment from `now` on at which the service is open: `now` itself when it is."""
    today = local(now).date()
    days = (today + timedelta(days=ahead) for ahead in range(9))
    day = next(day for day in days if _is_opening_day(day, policy) and now < at(day, policy.hours.closes))
    return max(now.astimezone(UTC), at(day, policy.hours.opens))


def is_working_day(day: date, policy: Policy) -> bool:
    """Say whether a day is neither at a weekend nor a bank holiday, as the policy corrects them."""
    if day.weekday() >= SATURDAY or day in policy.holidays.extra:
        return False
    return day not in bank_holidays(day.year) or day in policy.holidays.dropped


def add_working_days(moment: datetime, n: int, policy: Policy) -> datetime:
    """Give the end, 23:59:59 local time, of the n-th working day after the local day of `moment` (Victims' Code)."""
    if n < 1:
        raise ValueError(f"expected 1 working day or more, got {n}")
    first = local(moment).date()
    days = (first + timedelta(days=ahead) for ahead in count(1))
    working = (day for day in days if is_working_day(day, policy))
    last = next(day for passed, day in enumerate(working, 1) if passed == n)
    return at(last, "24:00") - timedelta(seconds=1)


def _is_opening_day(day: date, policy: Policy) -> bool:
    return WEEKDAYS[day.weekday()] in policy.hours.days
