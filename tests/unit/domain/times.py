"""Moments and days for tests of the calendar and the roster."""

from datetime import UTC, date, datetime

from hypothesis import strategies as some

MOMENTS = some.integers(int(datetime(2024, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2035, 1, 1, tzinfo=UTC).timestamp())).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
DAYS = some.dates(date(2024, 1, 1), date(2035, 1, 1))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
