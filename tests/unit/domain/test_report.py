"""A report as command and control sends it, and the facts that are all the domain sees of it."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from chalicelib.domain.report import Report, facts_of
from tests.builders import a_report

TODAY = date(2026, 11, 18)


def a_body(**changes):
    return msgspec.convert(a_report(**changes), Report)


def facts(**changes):
    return facts_of(a_body(**changes), TODAY)


@pytest.mark.parametrize("written", [3, "3", "Grade 3", "grade 3", "GRADE 3", " Grade3 "])
def test_a_grade_is_the_same_however_it_is_written(written):
    assert facts(grade=written).grade == "3"


def test_a_letter_grade_is_kept_in_capitals():
    assert facts(grade="grade p").grade == "P"


@pytest.mark.parametrize("written", ["domestic_abuse", "Domestic abuse", "domestic-abuse", "DOMESTIC ABUSE"])
def test_a_type_is_the_same_however_it_is_written(written):
    assert facts(type=written).type == "domestic_abuse"


def test_flags_are_codes_each_once_and_in_order():
    assert facts(flags=["Vulnerable", "high-harm", "vulnerable"]).flags == ("high_harm", "vulnerable")


@pytest.mark.parametrize(
    ("born", "minor"),
    [("2008-11-19", True), ("2008-11-18", False), ("1984-02-29", False), (None, False)],
)
def test_a_minor_is_whoever_is_not_yet_eighteen_today(born, minor):
    assert facts(victim={"date_of_birth": born}).minor is minor


def test_somebody_born_on_a_leap_day_comes_of_age_on_the_first_of_march():
    body = a_body(victim={"date_of_birth": "2008-02-29"})
    assert facts_of(body, date(2026, 2, 28)).minor
    assert not facts_of(body, date(2026, 3, 1)).minor


def test_how_to_reach_the_victim_is_known_but_not_the_number():
    known = facts(victim={"phone": None, "safe_contact": {"ok_to_text": False}, "needs": ["hearing loop"]})
    assert (known.phone, known.email, known.ok_to_text, known.needs) == (False, True, False, True)


def test_nothing_said_about_texts_is_not_a_no():
    known = facts(victim={"safe_contact": None})
    assert (known.ok_to_text, known.safe_times) == (None, False)
    assert facts(victim={"safe_contact": {"times": "after 5 pm"}}).safe_times, "that there are some, not which"


@pytest.mark.parametrize(("written", "known"), [("en", "en"), ("PL", "pl"), ("pt-br", "pt-BR"), (None, None)])
def test_a_language_is_known_by_its_tag(written, known):
    assert facts(victim={"language": written}).language == known


@pytest.mark.parametrize("written", ["Polish", "Ask for Person-Alder", "07700 900123"])
def test_a_language_in_free_words_stays_with_the_person(written):
    assert facts(victim={"language": written}).language is None


def test_no_fact_holds_a_persons_words():
    body = a_report(
        summary="MARK",
        thrive=dict.fromkeys(("threat", "harm", "risk", "investigation", "vulnerability", "engagement"), "MARK"),
        location={"text": "MARK", "postcode": "MARK"},
        victim={
            "name": "MARK",
            "phone": "MARK",
            "email": "MARK@example.org",
            "language": "MARK",
            "needs": ["MARK"],
            "safe_contact": {"times": "MARK"},
        },
    )
    written = msgspec.json.encode(facts_of(msgspec.convert(body, Report), TODAY))
    assert b"mark" not in written.lower()


def test_the_time_reported_is_kept_in_utc():
    known = facts(reported_at="2026-07-01T10:00:00+01:00")
    assert known.reported_at == datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    assert known.reported_at.utcoffset().total_seconds() == 0


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"reported_at": "2026-11-18T10:00:00"}, "$.reported_at"),
        ({"reported_at": "yesterday"}, "$.reported_at"),
        ({"grade": ""}, "$.grade"),
        ({"grade": -1}, "$.grade"),
        ({"grade": True}, "$.grade"),
        ({"type": "  "}, "$.type"),
        ({"channel": "fax"}, "$.channel"),
        ({"summary": ""}, "$.summary"),
        ({"summary": " \n "}, "$.summary"),
        ({"reference": "has#hash"}, "$.reference"),
        ({"reference": ""}, "$.reference"),
        ({"victim": {"name": ""}}, "$.victim.name"),
        ({"victim": {"email": "nobody"}}, "$.victim.email"),
    ],
)
def test_a_mistake_in_a_report_is_named_by_its_path(change, path):
    with pytest.raises(msgspec.ValidationError) as mistake:
        a_body(**change)
    assert path in str(mistake.value)


@pytest.mark.parametrize("place", [{}, {"victim": {"shoe_size": 5}}, {"thrive": {"mood": "x"}}, {"location": {"what": "x"}}])
def test_an_unknown_field_is_refused_by_name(place):
    body = a_report(**place) if place else a_report(nickname="x")
    with pytest.raises(msgspec.ValidationError, match=r"nickname|shoe_size|mood|what"):
        msgspec.convert(body, Report)
