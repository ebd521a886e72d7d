"""Times as they stand in keys."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from chalicelib.domain.times import stamp, utc

PLUS_ONE = timezone(timedelta(hours=1))


def test_a_stamp_is_utc_and_of_fixed_width():
    assert stamp(datetime(2026, 7, 1, 10, 3, 5, 7, tzinfo=PLUS_ONE)) == "2026-07-01T09:03:05.000007Z"


def test_text_order_is_time_order():
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(microseconds=999_999) for n in range(50)]
    assert sorted(moments) == sorted(moments, key=stamp)


def test_utc_is_the_same_moment():
    moment = datetime(2026, 7, 1, 10, 0, tzinfo=PLUS_ONE)
    assert utc(moment) == moment
    assert utc(moment).tzinfo is UTC


@pytest.mark.parametrize(
    "moment",
    [datetime(2026, 7, 1), datetime.min.replace(tzinfo=PLUS_ONE), datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))],
    ids=["no zone", "before the first year", "after the last"],
)
def test_what_is_no_moment_is_refused(moment):
    with pytest.raises(ValueError, match="time"):
        utc(moment)
