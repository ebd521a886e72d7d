"""Every mistake in a force's file is named with its path, and none hides another."""

from datetime import date
from typing import Any

import pytest

from .policy_files import GONE, changed, mistakes_in, raw_of

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
    # evidence
    ({"evidence.groups": {}}, "evidence.groups: expected at least one group"),
    ({"evidence.groups.photos.kinds": []}, "evidence.groups.photos.kinds: expected at least one kind of file"),
    ({"evidence.groups.photos.kinds": ["a"]}, "evidence.groups.photos.kinds[0]: expected a media type such as `image/jpeg`"),
    (
        {"evidence.groups.photos.kinds": ["text/html"]},
        'evidence.groups.photos.kinds: "text/html" cannot be told by content; known: image/jpeg, ',
    ),
    ({"evidence.groups.sound.kinds": ["image/png"]}, "evidence.groups: names something twice"),
    ({"evidence.groups.sound.largest_mb": 0}, "evidence.groups.sound.largest_mb: expected megabytes, 1 to 50000, got 0"),
    ({"evidence.most_files": 501}, "evidence.most_files: at most 500, got 501"),
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
    # chat
    ({"chat.slack.queue": "#queue"}, "chat.slack.queue: expected an identifier of the chat platform"),
    ({"chat.slack.team": GONE}, "chat.slack.team: missing"),
    ({"chat.slack.secret": "evr/devon/slack"}, "chat.slack.secret: expected a secret of this force, evr/dorset/..., got"),
    (
        {"chat": {"pigeon": raw_of("dorset")["chat"]["slack"]}},
        'chat: "pigeon" is no chat platform of this policy; known: slack, teams',
    ),
    ({"reminding.break_after": "soon"}, "reminding.break_after: expected"),
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
    ({"texts.sms": ["sns", "pigeon"]}, 'texts.sms: "pigeon" is no provider of sms of this policy; known: end_user_messaging, '),
    ({"texts.email": ["sns"]}, 'texts.email: "sns" is no provider of email of this policy; known: ses, notify'),
    ({"texts.sms": ["sns", "notify"]}, "texts.notify.sms_template: missing; texts.sms names notify"),
    ({"texts.email": ["notify"]}, "texts.notify.email_template: missing; texts.email names notify"),
    ({"texts.notify": {"sms_template": "my-template"}}, "texts.notify.sms_template: expected an identifier of GOV.UK Notify"),
    ({"texts.aws_origin": "+44 7700"}, "texts.aws_origin: expected a number, pool or sender of the AWS account"),
    ({"texts.names": {"pl": "Policja"}}, 'texts.names: "pl" is no language of this policy; known: en, cy'),
    ({"languages": ["en", "cy", "pl"]}, "texts.templates.pl: missing"),
    ({"texts.templates.pl": {}}, "texts.templates.pl: unknown; expected one of en, cy"),
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
        assert mistakes_in(changed("dorset", {"texts.templates.en.link_email_subject": "What you know {{so far}}"})) == ()

    def test_a_text_message_of_three_parts_is_one(self) -> None:
        long = "{force} {reference} {link} 101 " + "x" * 180

        assert mistakes_in(changed("dorset", {"texts.templates.en.link_sms": long})) == (
            "texts.templates.en.link_sms: takes 3 parts as a text message with the longest reference and link, 2 at most",
        )

    def test_letters_that_halve_the_room_are_named(self) -> None:
        welsh = raw_of("dorset")["texts"]["templates"]["cy"]["link_sms"].replace("gyda chi", "â chi, cewch wŷl")
        [mistake] = mistakes_in(changed("dorset", {"texts.templates.cy.link_sms": welsh}))

        assert mistake.startswith("texts.templates.cy.link_sms: takes 5 parts as a text message")
        assert "; âŷ are not in the phones' alphabet" in mistake

    def test_the_name_of_the_force_in_that_language_is_what_counts(self) -> None:
        fits = {"texts.names": {"cy": "Heddlu"}, "name": "D" * 60}

        [mistake] = mistakes_in(changed("dorset", fits))

        assert mistake.startswith("texts.templates.en.link_sms: takes 3 parts")

    def test_a_language_is_added_without_code(self) -> None:
        polish = raw_of("wessexshire")["texts"]["templates"]["pl"]

        assert mistakes_in(changed("dorset", {"languages": ["en", "cy", "pl"], "texts.templates.pl": polish})) == ()

    def test_in_one_section_do_not_hide_those_in_another(self) -> None:
        """Given wrong shapes and wrong meanings all over the file, then all are named at once."""
        changes = {
            "version": 7,
            "hours.closes": "07:00",
            "checklist.vna": GONE,
            "checklist_required.theft": ["vna"],
            "risk": GONE,
            "teams.names": [],
        }

        assert [mistake.split(": ")[0] for mistake in mistakes_in(changed("dorset", changes))] == [
            "version",
            "risk",
            "hours.closes",
            "teams.names",
            "checklist.vna",
            "checklist_required.theft",
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
