"""A force's policy is read into types, and every mistake in its file is named with its path."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.domain.policy import PolicyError, parse
from chalicelib.domain.policy.codes import CHECKLIST, ELIGIBILITY_QUESTIONS, TEMPLATES
from chalicelib.domain.policy.reading import read

from .policy_files import FORCES, GONE, a_policy, changed, mistakes_in, paths_in, policy_of, raw_of

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
        assert policy.outcomes.withdrawal == ("14", "16")
        assert policy.teams.anchor == date(2026, 11, 2)

    def test_of_the_second_force_differ_in_every_rule(self) -> None:
        dorset, other = policy_of("dorset"), policy_of("wessexshire")

        assert other.response.always_allocate and not dorset.response.always_allocate
        assert other.trial.running and not dorset.trial.running
        assert set(other.scope.grades) == {"2", "3", "P"}
        assert other.hours != dorset.hours and other.teams != dorset.teams and other.languages != dorset.languages


class TestScope:
    @pytest.mark.parametrize(
        ("force", "grade", "type", "included"),
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
    def test_is_decided_by_grade_and_type(self, force: str, grade: str, type: str, included: bool) -> None:
        assert policy_of(force).scope.includes(grade, type) is included

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

        assert mistake.startswith(
            'scope.grades.3.target: expected a length of time over 0 such as "10m", "3h30m" or "31d", got'
        )

    @pytest.mark.parametrize("wrong", ["0 working days", "5", "5 days", "251 working days", "-1 working days", 5, 5.0])
    def test_refuses_working_days_that_are_not_written_as_such(self, wrong: object) -> None:
        (mistake,) = mistakes_in(changed("dorset", {"victim.told_within": wrong}))

        assert mistake.startswith('victim.told_within: expected working days such as "5 working days", got')

    def test_takes_one_working_day(self) -> None:
        assert a_policy(victim__enhanced_within="1 working day").victim.enhanced_within_working_days == 1

    def test_says_where_the_file_is_no_toml(self) -> None:
        (mistake,) = mistakes_in("force = dorset")

        assert mistake.startswith("not TOML: ") and "line 1" in mistake

    def test_an_empty_file_lacks_every_section_but_the_optional_one(self) -> None:
        assert set(mistakes_in("")) == {f"{name}: missing" for name in raw_of("dorset") if name != "holidays"}

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


WRONG: list[tuple[dict[str, Any], str]] = [
    # shapes
    ({"extra": 1}, "extra: unknown; expected one of force, name, version, languages, scope, "),
    ({"hours.open": "08:00"}, "hours.open: unknown; expected one of opens, closes, days"),
    ({"hours": "all day"}, 'hours: expected a table, got "all day"'),
    ({"checklist": []}, "checklist: expected a table, got []"),
    ({"hours.days": "mon"}, 'hours.days: expected a list, got "mon"'),
    ({"hours.days": ["mon", "Dienstag"]}, 'hours.days[1]: expected a weekday such as "mon", got "Dienstag"'),
    ({"trial.control_digits": [1, 10]}, "trial.control_digits[1]: expected a digit, 0 to 9, got 10"),
    ({"trial.running": "no"}, "trial.running: expected true or false, got"),
    ({"version": "2"}, 'version: expected a version such as "2026-11-22.1", got "2"'),
    ({"name": "x" * 2001}, f'name: expected words (1 to 2000 characters), got "{"x" * 56}...'),
    ({"reasons.release.Gone Home": "Gone home"}, "reasons.release.Gone Home: expected a code such as `not_reachable`"),
    ({"scope.grades.3.goal": "1h"}, "scope.grades.3.goal: unknown; expected one of target"),
    ({"holidays.extra": ["tomorrow"]}, 'holidays.extra[0]: expected a date such as 2026-12-25, got "tomorrow"'),
    ({"review.dip_sample_share": 1.1}, "review.dip_sample_share: expected a fraction, 0 to 1, got 1.1"),
    ({"link.domain": "https://evr.example/"}, "link.domain: expected a host name"),
    # intake
    ({"languages": []}, "languages: expected at least one language"),
    ({"languages": ["en", "en"]}, "languages: names something twice"),
    ({"scope.grades": {}}, "scope.grades: expected at least one grade"),
    (
        {"scope.types_in_scope": ["arson"]},
        'scope.types_in_scope: "arson" is no incident type of this policy; known: anti_',
    ),
    (
        {"scope.types_excluded": ["arson"]},
        'scope.types_excluded: "arson" is no incident type of this policy; known: anti_',
    ),
    ({"scope.types_in_scope": ["theft", "theft"]}, "scope.types_in_scope: names something twice"),
    ({"scope.types_in_scope": ["sudden_death"]}, 'scope.types_excluded: "sudden_death" is in scope as well'),
    ({"scope.types_excluded": list(raw_of("dorset")["scope"]["type_names"])}, "scope: no incident type is in scope"),
    ({"prompt.script": []}, "prompt.script: expected at least one line to read out"),
    ({"prompt.questions.vna": "?"}, "prompt.questions.vna: unknown; expected one of adult_or_accompanied, "),
    ({"prompt.questions.safe_private_place": GONE}, "prompt.questions.safe_private_place: missing"),
    ({"prompt.not_offered_reasons": {}}, "prompt.not_offered_reasons: expected at least one reason"),
    ({"trial.control_digits": [1, 1]}, "trial.control_digits: names something twice"),
    ({"trial.running": True}, "trial.control_digits: expected at least one digit while the trial is running"),
    ({"trial.control_digits": list(range(10))}, "trial.control_digits: all ten digits leave nobody to be offered EVR"),
    ({"hours.closes": "08:00"}, 'hours.closes: expected a time after the opening at 08:00, got "08:00"'),
    ({"hours.days": []}, "hours.days: expected at least one day"),
    ({"hours.days": ["mon", "mon"]}, "hours.days: names something twice"),
    (
        {"holidays.extra": [date(2027, 6, 1), date(2027, 5, 3)], "holidays.dropped": [date(2027, 5, 3)]},
        "holidays.dropped: 2027-05-03 is an extra holiday as well",
    ),
    # work
    ({"response.nearing": 1}, "response.nearing: expected a fraction between 0 and 1, got 1.0"),
    (
        {"response.allocate_flags": ["sad"]},
        'response.allocate_flags: "sad" is no flag of this policy; known: vulnerable, ',
    ),
    ({"response.allocate_flags": ["high_harm"] * 2}, "response.allocate_flags: names something twice"),
    ({"review.nearing": "24h"}, "review.nearing: expected less than review.due_after"),
    ({"review.receivers.patrol": GONE}, "review.receivers.patrol: missing"),
    ({"victim.enhanced_within": "6 working days"}, "victim.enhanced_within: expected no more than victim.told_within"),
    ({"victim.enhanced_flags": ["sad"]}, 'victim.enhanced_flags: "sad" is no flag of this policy; known: vulnerable, '),
    ({"victim.enhanced_flags": ["high_harm"] * 2}, "victim.enhanced_flags: names something twice"),
    # teams
    ({"teams.names": []}, "teams.names: expected at least one team"),
    ({"teams.names": ["A", "A"]}, "teams.names: names something twice"),
    ({"teams.pattern": ["day", "night"]}, 'teams.pattern: "night" is no shift of this policy; known: day, late, rest'),
    ({"teams.pattern": ["rest"]}, "teams.pattern: expected at least one day with a shift"),
    ({"teams.pattern": []}, "teams.pattern: expected at least one day with a shift"),
    ({"teams.shifts.rest": {"starts": "09:00", "ends": "17:00"}}, "teams.shifts.rest: is the day without a shift"),
    ({"teams.shifts.day.ends": "07:00"}, "teams.shifts.day: expected a start before 24:00 and an end at another time"),
    (
        {"teams.shifts.day.starts": "24:00"},
        "teams.shifts.day: expected a start before 24:00 and an end at another time",
    ),
    ({"teams.constables_per_team": 15}, "teams.sergeants_per_team: expected at least 3 for 15 constables, got 1"),
    (
        {"teams.shifts.late.starts": "17:01"},
        "teams.pattern: nobody is on shift at 17:00 on mon 2026-11-02, when the service is open, and on 69 other days",
    ),
    # contact
    ({"link.expiring_before": "72h"}, "link.expiring_before: expected less than link.lifetime"),
    ({"texts.sms": []}, "texts.sms: expected at least one provider"),
    ({"texts.email": ["ses", "ses"]}, "texts.email: names something twice"),
    ({"texts.sender": "Police of Dorset"}, "texts.sender: expected 3 to 11 letters and digits, one a letter, got"),
    ({"texts.sender": "101"}, "texts.sender: expected 3 to 11 letters and digits, one a letter, got"),
    ({"languages": ["en", "cy"]}, "texts.templates.cy: missing"),
    ({"texts.templates.cy": {}}, "texts.templates.cy: unknown; expected one of en"),
    ({"texts.templates.en.link_sms": GONE}, "texts.templates.en.link_sms: missing"),
    ({"texts.templates.en.link_fax": "Hello"}, "texts.templates.en.link_fax: unknown; expected one of link_sms, "),
    ({"cad.secret": "evr/kent/cad"}, 'cad.secret: expected a secret of this force, evr/dorset/..., got "evr/kent/cad"'),
    # record
    ({"outcomes.positive": []}, "outcomes.positive: expected at least one outcome"),
    ({"outcomes.positive": ["1", "1"]}, "outcomes.positive: names something twice"),
    ({"outcomes.positive": ["99"]}, 'outcomes.positive: "99" is no outcome of this policy; known: 1, 1A, '),
    ({"outcomes.positive": ["1", "16"]}, 'outcomes.withdrawal: "16" is positive as well'),
    ({"reasons.recall": {}}, "reasons.recall: expected at least one reason"),
    ({"checklist.referrals": GONE}, "checklist.referrals: missing"),
    (
        {"checklist_required.theft": ["tea"]},
        'checklist_required.theft: "tea" is no item of the checklist of this policy; known: vna, ',
    ),
    ({"checklist_required.theft": ["vna", "vna"]}, "checklist_required.theft: names something twice"),
    (
        {"checklist_required.arson": ["vna"]},
        'checklist_required.arson: "arson" is no incident type of this policy; known: ',
    ),
    (
        {"retention.default_group": "none"},
        'retention.default_group: "none" is no group of this policy; known: public_pro',
    ),
]


class TestMistakes:
    @pytest.mark.parametrize(("changes", "expected"), WRONG, ids=[expected[:60] for _, expected in WRONG])
    def test_are_named_with_their_path(self, changes: dict[str, Any], expected: str) -> None:
        mistakes = mistakes_in(changed("dorset", changes))

        assert any(mistake.startswith(expected) for mistake in mistakes), mistakes

    @pytest.mark.parametrize(
        ("name", "text", "expected"),
        [
            (
                "link_sms",
                "{force} {reference} {link} {name} 101",
                "unknown placeholder {name}; expected one of {force}, ",
            ),
            ("link_sms", "{force} {reference} {link!r} 101", "unknown placeholder {link!r}"),
            ("link_sms", "{force} {reference} {link:>9} 101", "unknown placeholder {link:>9}"),
            ("link_sms", "{} {force} {reference} {link} 101", "unknown placeholder {}"),
            ("link_sms", "{force} {reference} {link.port} 101", "unknown placeholder {link.port}"),
            (
                "link_sms",
                "{force} {reference} {link 101",
                "expected '}' before end of string; write {{ or }} for a brace",
            ),
            ("link_sms", "{force} {link} 101", "must have {reference}"),
            ("link_email_body", "{force} {reference} 101", "must have {link}"),
            ("link_sms", "{force} {reference} {link} 1010", "must say how to check that it is genuine: by calling 101"),
            ("link_sms", "{force} {reference}\n{link} 101", "must be one line"),
            ("link_email_subject", "Yours\n{force}", "must be one line"),
            ("link_sms", "{force} {reference} {link} 101 Urgently!", 'must not say "Urgently"'),
            ("link_email_subject", "The burglary you reported", 'must not say "burglary"'),
            ("link_email_subject", "Open this NOW", 'must not say "NOW"'),
        ],
    )
    def test_in_a_text_are_named(self, name: str, text: str, expected: str) -> None:
        mistakes = mistakes_in(changed("dorset", {f"texts.templates.en.{name}": text}))

        assert mistakes[0].startswith(f"texts.templates.en.{name}: {expected}")

    def test_do_not_include_harmless_words_in_a_text(self) -> None:
        assert (
            mistakes_in(changed("dorset", {"texts.templates.en.link_email_subject": "What you know {{so far}}"})) == ()
        )

    def test_in_one_section_do_not_hide_those_in_another(self) -> None:
        """Given wrong shapes and wrong meanings all over the file, then all are named at once."""
        changes = {"version": 7, "hours.closes": "07:00", "checklist.vna": GONE, "risk": GONE, "teams.names": []}

        assert [mistake.split(": ")[0] for mistake in mistakes_in(changed("dorset", changes))] == [
            "version",
            "risk",
            "hours.closes",
            "teams.names",
            "checklist.vna",
            "checklist_required.*",
        ]


class TestCover:
    """Somebody is on shift whenever the service is open."""

    def test_needs_nobody_on_a_day_that_is_closed(self) -> None:
        office = {
            "hours.days": ["mon", "tue", "wed", "thu", "fri"],
            "hours.closes": "17:00",
            "teams.names": ["Office"],
            "teams.pattern": ["day"] * 5 + ["rest"] * 2,
        }

        assert mistakes_in(changed("dorset", office)) == ()
        assert mistakes_in(changed("dorset", office | {"hours.days": ["sat"]})) == (
            "teams.pattern: nobody is on shift at 08:00 on sat 2026-11-07, when the service is open",
        )

    def test_counts_a_shift_that_began_the_day_before(self) -> None:
        night = {
            "hours.opens": "00:00",
            "hours.closes": "24:00",
            "teams.names": ["Light", "Dark"],
            "teams.pattern": ["day", "night"],
            "teams.stagger_days": 1,
            "teams.shifts": {
                "day": {"starts": "06:00", "ends": "18:00"},
                "night": {"starts": "18:00", "ends": "06:00"},
            },
        }

        assert mistakes_in(changed("dorset", night)) == ()
