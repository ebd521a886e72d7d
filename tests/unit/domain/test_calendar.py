"""Opening hours and working days, in London's time, whatever the clocks do."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.domain.bank_holidays import bank_holidays, easter_sunday
from chalicelib.domain.calendar import (
    LONDON,
    add_working_days,
    at,
    is_open,
    is_working_day,
    local,
    next_opening,
)

from .policy_files import FORCES, a_policy, policy_of
from .times import MOMENTS, utc

DORSET = policy_of("dorset")
WEEKDAYS_ONLY = a_policy(hours__days=["mon", "tue", "wed", "thu", "fri"])
ALL_DAY = a_policy(
    hours__opens="00:00",
    hours__closes="24:00",
    teams__shifts={"day": {"starts": "00:00", "ends": "12:00"}, "late": {"starts": "12:00", "ends": "24:00"}},
)


class TestBankHolidays:
    """As published on www.gov.uk/bank-holidays for England and Wales."""

    @pytest.mark.parametrize(
        ("year", "days"),
        [
            (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
            (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
            (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
            (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
            (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
            (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
            (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
            (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        ],
    )
    def test_are_those_that_were_published(self, year: int, days: str) -> None:
        assert bank_holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in days.split()}

    @given(some.integers(2024, 2150))
    def test_are_eight_weekdays_a_year(self, year: int) -> None:
        days = bank_holidays(year)

        assert len(days) == 8
        assert all(day.year == year and day.weekday() < 5 for day in days)

    @pytest.mark.parametrize(
        "day", ["1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2038-04-25", "2049-04-18", "2285-03-22"]
    )
    def test_easter_is_where_the_tables_have_it(self, day: str) -> None:
        """Given years in which the moon is corrected, the earliest and the latest Easter, then it is a Sunday all the same."""
        assert easter_sunday(int(day[:4])) == date.fromisoformat(day)


class TestLocalTime:
    def test_of_a_moment_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="2026-11-22T12:00:00 has no time zone: pass UTC"):
            local(datetime.fromisoformat("2026-11-22T12:00"))

    @pytest.mark.parametrize(
        ("day", "clock", "expected"),
        [
            ("2026-01-15", "08:00", "2026-01-15T08:00"),
            ("2026-07-15", "08:00", "2026-07-15T07:00"),
            ("2026-07-15", "24:00", "2026-07-15T23:00"),
            ("2026-03-28", "24:00", "2026-03-29T00:00"),  # the clocks go forward an hour later
            ("2026-03-29", "24:00", "2026-03-29T23:00"),
            ("2026-10-25", "24:00", "2026-10-26T00:00"),  # a day of 25 hours
            ("2026-12-31", "24:00", "2027-01-01T00:00"),
        ],
    )
    def test_is_turned_into_utc(self, day: str, clock: str, expected: str) -> None:
        assert at(date.fromisoformat(day), clock) == utc(expected)


class TestOpeningHours:
    @pytest.mark.parametrize(
        ("now", "opened"),
        [
            ("2026-01-15T07:59:59", False),
            ("2026-01-15T08:00", True),
            ("2026-01-15T21:59:59", True),
            ("2026-01-15T22:00", False),
            ("2026-07-15T07:00", True),
            ("2026-07-15T21:00", False),
            ("2026-12-25T12:00", True),  # every day
        ],
    )
    def test_are_from_the_opening_until_just_before_the_closing(self, now: str, opened: bool) -> None:
        assert is_open(utc(now), DORSET) is opened

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            ("2026-01-15T12:00", "2026-01-15T12:00"),
            ("2026-01-15T03:00", "2026-01-15T08:00"),
            ("2026-01-15T22:00", "2026-01-16T08:00"),
            ("2026-03-28T22:30", "2026-03-29T07:00"),
            ("2026-10-24T21:30", "2026-10-25T08:00"),
        ],
    )
    def test_open_next(self, now: str, expected: str) -> None:
        assert next_opening(utc(now), DORSET) == utc(expected)

    def test_open_next_after_the_weekend(self) -> None:
        friday_evening, saturday = utc("2026-11-20T22:00"), utc("2026-11-21T12:00")

        assert next_opening(friday_evening, WEEKDAYS_ONLY) == next_opening(saturday, WEEKDAYS_ONLY) == utc("2026-11-23T08:00")
        assert not is_open(saturday, WEEKDAYS_ONLY)

    def test_of_one_day_a_week_come_round(self) -> None:
        mondays = a_policy(hours__days=["mon"])

        assert next_opening(utc("2026-11-23T22:00"), mondays) == utc("2026-11-30T08:00")

    @given(MOMENTS)
    def test_all_day_never_close(self, now: datetime) -> None:
        assert is_open(now, ALL_DAY)
        assert next_opening(now, ALL_DAY) == now

    @pytest.mark.parametrize("force", FORCES)
    @given(MOMENTS)
    def test_are_open_at_the_next_opening_and_closed_until_then(self, force: str, now: datetime) -> None:
        policy = policy_of(force)

        opening = next_opening(now, policy)

        assert is_open(opening, policy)
        assert (opening == now) is is_open(now, policy)
        assert opening == now or not is_open(opening - timedelta(seconds=1), policy)

    @given(MOMENTS)
    def test_are_the_same_for_a_moment_in_any_zone(self, now: datetime) -> None:
        elsewhere = now.astimezone(LONDON)

        assert is_open(elsewhere, DORSET) is is_open(now, DORSET)
        assert next_opening(elsewhere, DORSET) == next_opening(now, DORSET)


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("moment", "n", "expected"),
        [
            ("2026-11-23T10:00", 1, "2026-11-24T23:59:59"),  # Monday to Tuesday
            ("2026-11-20T10:00", 1, "2026-11-23T23:59:59"),  # over the weekend
            ("2026-11-22T10:00", 5, "2026-11-27T23:59:59"),  # from a Sunday
            ("2026-12-24T10:00", 1, "2026-12-29T23:59:59"),  # Christmas, weekend, Boxing Day's substitute
            ("2026-12-23T10:00", 5, "2027-01-04T23:59:59"),
            ("2027-03-25T10:00", 1, "2027-03-30T22:59:59"),  # Easter, and the clocks go forward
            ("2026-07-15T23:30", 1, "2026-07-17T22:59:59"),  # in London it is the 16th already
            ("2026-10-23T10:00", 1, "2026-10-26T23:59:59"),  # the clocks go back
        ],
    )
    def test_end_at_the_end_of_the_local_day(self, moment: str, n: int, expected: str) -> None:
        assert add_working_days(utc(moment), n, DORSET) == utc(expected)

    def test_leave_out_the_policys_extra_holidays(self) -> None:
        extra = a_policy(holidays={"extra": [date(2026, 11, 24)]})

        assert add_working_days(utc("2026-11-23T10:00"), 1, extra) == utc("2026-11-25T23:59:59")

    def test_include_a_holiday_that_was_moved_away(self) -> None:
        moved = a_policy(holidays={"dropped": [date(2027, 5, 3)], "extra": [date(2027, 5, 7)]})

        assert is_working_day(date(2027, 5, 3), moved)
        assert not is_working_day(date(2027, 5, 7), moved)

    def test_are_not_at_the_weekend_even_when_no_holiday(self) -> None:
        assert not is_working_day(date(2026, 11, 22), a_policy(holidays={"dropped": [date(2026, 11, 22)]}))

    @pytest.mark.parametrize("n", [0, -1])
    def test_are_at_least_one(self, n: int) -> None:
        with pytest.raises(ValueError, match=f"expected 1 working day or more, got {n}"):
            add_working_days(utc("2026-11-23T10:00"), n, DORSET)

    @given(MOMENTS, some.integers(1, 30))
    def test_are_counted_one_by_one(self, moment: datetime, n: int) -> None:
        """Given n days, then the deadline is a working day with n working days after the moment's day up to it."""
        deadline = local(add_working_days(moment, n, DORSET))
        first = local(moment).date()

        between = [first + timedelta(days=ahead) for ahead in range(1, (deadline.date() - first).days + 1)]

        assert sum(is_working_day(day, DORSET) for day in between) == n
        assert is_working_day(deadline.date(), DORSET)
        assert deadline.time().isoformat() == "23:59:59"
