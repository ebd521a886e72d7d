"""A force's policy is read into types, and every mistake in its file is named with its path."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.domain.policy import PolicyError, parse
from chalicelib.domain.policy.codes import CHECKLIST, ELIGIBILITY_QUESTIONS, TEMPLATES
from chalicelib.domain.policy.reading import read

from .policy_files import FORCES, GONE, a_policy, changed, mistakes_in, paths_in, policy_of, raw_of

DIFFERENT = (
    "scope",
    "hours",
    "trial",
    "response",
    "risk",
    "review",
    "link",
    "texts",
    "teams",
    "outcomes",
    "languages",
    "cad",
    "retention",
)
PATHS = paths_in(raw_of("wessexshire"))
TEXT = some.text(some.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
WRONG_VALUES = some.one_of(
    some.none().map(lambda _: GONE),
    some.booleans(),
    some.integers(-(10**9), 10**9),
    some.floats(),
    TEXT,
    some.dates(),
    some.lists(TEXT, max_size=3),
    some.dictionaries(TEXT, TEXT, max_size=2),
)


def never_called(path: str, words: str) -> None:
    raise AssertionError(f"{path}: {words}")


class TestTheForcesFiles:
    @pytest.mark.parametrize("force", FORCES)
    def test_have_all_that_the_program_counts_on(self, force: str) -> None:
        policy = policy_of(force)

        assert policy.force == force
        assert tuple(policy.prompt.questions) == ELIGIBILITY_QUESTIONS
        assert set(CHECKLIST) <= set(policy.checklist)
        assert set(policy.texts.templates) == set(policy.languages)
        assert all(set(texts) == set(TEMPLATES) for texts in policy.texts.templates.values())

    @pytest.mark.parametrize("force", FORCES)
    def test_have_texts_that_can_be_filled_in(self, force: str) -> None:
        policy = policy_of(force)
        values = {"force": policy.name, "reference": "DP-20261122-0042", "link": f"https://{policy.link.domain}/v#x"}

        for texts in policy.texts.templates.values():
            filled = [text.format(**values) for text in texts.values()]

            assert not any("{" in text for text in filled)
            assert all("DP-20261122-0042" in text for text in filled)

    def test_of_dorset_say_what_was_published(self) -> None:
        policy = policy_of("dorset")

        assert policy.scope.target("3") == timedelta(hours=48)
        assert (policy.hours.opens, policy.hours.closes, len(policy.hours.days)) == ("08:00", "22:00", 7)
        assert policy.risk.look_again_every == timedelta(hours=3, minutes=30)
        assert policy.review.due_after == timedelta(hours=24)
        assert (policy.victim.told_within_working_days, policy.victim.enhanced_within_working_days) == (5, 1)
        assert policy.link.lifetime == timedelta(hours=72)
        assert policy.response.telephone_first_after == timedelta(minutes=10)
        assert policy.response.room_unattended_after == timedelta(minutes=5)
        assert policy.outcomes.withdrawal == ("14", "16")
        assert policy.teams.anchor == date(2026, 11, 2)

    def test_of_the_second_force_differ_in_every_rule(self) -> None:
        dorset, other = policy_of("dorset"), policy_of("wessexshire")

        assert (other.response.always_allocate, dorset.response.always_allocate) == (True, False)
        assert (other.trial.running, dorset.trial.running) == (True, False)
        assert set(other.scope.grades) == {"2", "3", "P"}
        assert all(getattr(other, section) != getattr(dorset, section) for section in DIFFERENT)


class TestScope:
    @pytest.mark.parametrize(
        ("force", "grade", "kind", "included"),
        [
            ("dorset", "3", "burglary_dwelling", True),
            ("dorset", "3", "a_type_that_nobody_listed", True),
            ("dorset", "3", "missing_person", False),
            ("dorset", "2", "burglary_dwelling", False),
            ("wessexshire", "2", "domestic_abuse", True),
            ("wessexshire", "P", "domestic_abuse", True),
            ("wessexshire", "3", "burglary", False),
            ("wessexshire", "1", "domestic_abuse", False),
        ],
    )
    def test_is_decided_by_grade_and_type(self, force: str, grade: str, kind: str, included: bool) -> None:
        assert policy_of(force).scope.includes(grade, kind) is included

    def test_has_no_target_for_another_grade(self) -> None:
        assert policy_of("dorset").scope.target("1") is None


class TestReading:
    @given(some.integers(0, 99), some.integers(0, 99), some.integers(0, 99), some.integers(1, 99))
    def test_takes_a_length_of_time_apart(self, days: int, hours: int, minutes: int, seconds: int) -> None:
        found = read(timedelta, f"{days}d{hours}h{minutes}m{seconds}s", "here", never_called)

        assert found == timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)

    @pytest.mark.parametrize(
        "wrong", ["", "0h", "48", "48 h", "h", "-1h", "1.5h", "3m3h", "P2D", "100000d", "\uff11h", 48, True, []]
    )
    def test_refuses_any_other_length_of_time(self, wrong: object) -> None:
        (mistake,) = mistakes_in(changed("dorset", {"scope.grades.3.target": wrong}))

        assert mistake.startswith('scope.grades.3.target: expected a length of time over 0 such as "10m", "3h30m" or "31d", got')

    @pytest.mark.parametrize("wrong", ["0 working days", "5", "5 days", "251 working days", "-1 working days", 5, 5.0])
    def test_refuses_working_days_that_are_not_written_as_such(self, wrong: object) -> None:
        (mistake,) = mistakes_in(changed("dorset", {"victim.told_within": wrong}))

        assert mistake.startswith('victim.told_within: expected working days such as "5 working days", got')

    def test_takes_one_working_day(self) -> None:
        assert a_policy(victim__enhanced_within="1 working day").victim.enhanced_within_working_days == 1

    def test_says_where_the_file_is_no_toml(self) -> None:
        (mistake,) = mistakes_in("force = dorset")

        assert re.match("not TOML: .*line 1", mistake)

    def test_an_empty_file_lacks_every_section_but_the_optional_ones(self) -> None:
        optional = {"holidays", "chat", "reminding", "statements"}
        assert set(mistakes_in("")) == {f"{name}: missing" for name in raw_of("dorset") if name not in optional}

    def test_the_error_prints_one_mistake_a_line(self) -> None:
        with pytest.raises(PolicyError) as raised:
            parse(changed("dorset", {"force": GONE, "hours.opens": "8"}))

        assert str(raised.value).splitlines() == list(raised.value.mistakes)
        assert len(raised.value.mistakes) == 2

    @pytest.mark.parametrize("force", FORCES)
    def test_names_every_value_that_is_of_the_wrong_kind(self, force: str) -> None:
        """Given a file in which every single value is a table, then each is named, and not only the first."""
        paths = paths_in(raw_of(force))

        mistakes = mistakes_in(changed(force, {path: {"oddly": 1.5} for path in paths}))

        assert {mistake.split(": ")[0] for mistake in mistakes} == set(paths)

    @given(some.sampled_from(PATHS), WRONG_VALUES)
    def test_never_fails_in_another_way(self, path: str, value: object) -> None:
        """Given any one value that may be wrong, then the answer is a policy or its mistakes, each with a path."""
        mistakes = mistakes_in(changed("wessexshire", {path: value}))

        assert all(re.match(r"[a-z_]+[^ ]*: .", mistake) for mistake in mistakes)
