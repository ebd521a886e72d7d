"""Who is rostered when: the pattern, the stagger, nights, and the two days a year on which the clocks change."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.domain.calendar import next_opening
from chalicelib.domain.roster import Shift, sergeants_needed, shift_at, shift_of, teams_on

from .policy_files import FORCES, a_policy, policy_of
from .times import DAYS, MOMENTS, utc

DORSET, WESSEXSHIRE = policy_of("dorset"), policy_of("wessexshire")


def kinds(team: str, first: date, days: int) -> list[str]:
    shifts = (shift_of(team, first + timedelta(days=ahead), DORSET) for ahead in range(days))
    return [shift.kind if shift else "rest" for shift in shifts]


class TestPattern:
    def test_is_three_days_three_lates_and_four_of_rest(self) -> None:
        assert kinds("A", date(2026, 11, 2), 10) == ["day"] * 3 + ["late"] * 3 + ["rest"] * 4

    def test_of_the_next_team_starts_two_days_later(self) -> None:
        assert kinds("B", date(2026, 11, 4), 10) == kinds("A", date(2026, 11, 2), 10)

    def test_holds_before_the_anchor_too(self) -> None:
        assert kinds("A", date(2026, 10, 23), 10) == kinds("A", date(2026, 11, 2), 10)

    @given(some.sampled_from(DORSET.teams.names), DAYS)
    def test_comes_round_after_ten_days(self, team: str, day: date) -> None:
        assert kinds(team, day, 10) == kinds(team, day + timedelta(days=10), 10)

    def test_has_nothing_for_a_team_the_policy_does_not_name(self) -> None:
        assert shift_of("Z", date(2026, 11, 2), DORSET) is None


class TestShift:
    def test_starts_and_ends_at_local_time_given_in_utc(self) -> None:
        assert shift_of("A", date(2026, 11, 2), DORSET) == Shift("A", "day", utc("2026-11-02T07:00"), utc("2026-11-02T17:00"))
        assert shift_of("A", date(2026, 7, 5), DORSET) == Shift("A", "day", utc("2026-07-05T06:00"), utc("2026-07-05T16:00"))

    def test_may_end_on_the_next_day(self) -> None:
        shift = shift_of("Red", date(2026, 11, 7), WESSEXSHIRE)

        assert shift == Shift("Red", "late", utc("2026-11-07T15:00"), utc("2026-11-08T01:00"))

    @pytest.mark.parametrize(
        ("day", "hours"),
        [(date(2026, 3, 27), 8), (date(2026, 3, 28), 7), (date(2026, 10, 24), 9), (date(2026, 10, 25), 8)],
    )
    def test_of_a_night_is_an_hour_shorter_or_longer_when_the_clocks_change(self, day: date, hours: int) -> None:
        nights = a_policy(
            teams__names=["Dark", "Light"],
            teams__pattern=["night", "day"],
            teams__stagger_days=1,
            teams__anchor=day,
            teams__shifts={"night": {"starts": "22:00", "ends": "06:00"}, "day": {"starts": "06:00", "ends": "22:00"}},
        )

        shift = shift_of("Dark", day, nights)

        assert shift is not None
        assert shift.ends - shift.starts == timedelta(hours=hours)

    def test_goes_on_after_midnight(self) -> None:
        """Given a late shift that ends at one, then its team is on at half past midnight and off at one."""
        assert shift_at("Red", utc("2026-11-08T00:30"), WESSEXSHIRE) == shift_of("Red", date(2026, 11, 7), WESSEXSHIRE)
        assert shift_at("Red", utc("2026-11-09T01:00"), WESSEXSHIRE) is None

    @pytest.mark.parametrize("force", FORCES)
    @given(DAYS)
    def test_of_a_team_never_overlaps_its_next(self, force: str, day: date) -> None:
        policy = policy_of(force)
        for team in policy.teams.names:
            shifts = [shift_of(team, day + timedelta(days=ahead), policy) for ahead in range(4)]

            assert all(one.ends <= other.starts for one, other in pairwise(filter(None, shifts)))


class TestTeamsOn:
    @pytest.mark.parametrize(
        ("now", "teams"),
        [
            ("2026-11-02T06:59", ()),
            ("2026-11-02T07:00", ("A", "E")),
            ("2026-11-02T13:00", ("A", "D", "E")),
            ("2026-11-02T17:00", ("D",)),
            ("2026-11-02T23:00", ()),
        ],
    )
    def test_are_those_whose_shift_has_started_and_not_ended(self, now: str, teams: tuple[str, ...]) -> None:
        assert teams_on(utc(now), DORSET) == teams

    @pytest.mark.parametrize("force", FORCES)
    @given(MOMENTS)
    def test_are_never_none_while_the_service_is_open(self, force: str, now: datetime) -> None:
        policy = policy_of(force)

        assert teams_on(next_opening(now, policy), policy)

    @given(MOMENTS)
    def test_are_those_that_have_a_shift_at_that_moment(self, now: datetime) -> None:
        on = teams_on(now, WESSEXSHIRE)

        assert on == tuple(team for team in WESSEXSHIRE.teams.names if shift_at(team, now, WESSEXSHIRE))
        assert len(on) <= 2


class TestSupervision:
    @pytest.mark.parametrize(("constables", "sergeants"), [(0, 0), (1, 1), (7, 1), (8, 2), (14, 2), (35, 5)])
    def test_is_one_sergeant_to_seven_constables(self, constables: int, sergeants: int) -> None:
        assert sergeants_needed(constables, DORSET) == sergeants

    @pytest.mark.parametrize("force", FORCES)
    def test_is_given_within_every_team(self, force: str) -> None:
        policy = policy_of(force)

        assert sergeants_needed(policy.teams.constables_per_team, policy) <= policy.teams.sergeants_per_team
