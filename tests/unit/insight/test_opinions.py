"""What victims thought of it: counted by the day of the answer, out of those who answered, and not shown when they are too few."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from chalicelib.insight import counting, metrics
from chalicelib.insight.counting import Share
from chalicelib.insight.opinions import FEWEST, Opinions, opinions
from chalicelib.service.surveys import Answered, Survey
from chalicelib.store import keys
from chalicelib.store.incidents import text_of
from chalicelib.store.rows import Put, Row
from tests.builders import policy
from tests.fakes import FakeTable

DAY = date(2026, 11, 18)


def table_of(*surveys: Survey, day: date = DAY, force: str = "dorset") -> FakeTable:
    table = FakeTable()
    for n, survey in enumerate(surveys):
        key = keys.survey(force, day, f"{n:04d}")
        table.commit([Put(Row(pk=key.pk, sk=key.sk, data=text_of(Answered(survey))))])
    return table


def counted(table: FakeTable, first: date = DAY, last: date = DAY) -> Opinions:
    return opinions(table, "dorset", first, last)


def parts(share: Share | None) -> tuple[int, int, float | None] | None:
    return share and (share.numerator, share.denominator, share.rate)


def test_satisfied_are_the_upper_two_of_five():
    made = counted(table_of(*(Survey(satisfied=score) for score in (1, 2, 3, 4, 5, 5))))
    assert made.answers == 6
    assert parts(made.satisfied) == (3, 6, 0.5)


def test_each_question_is_of_those_who_answered_it():
    made = counted(table_of(*[Survey(satisfied=5, easy=4)] * 5, *[Survey(easy=2)] * 3, *[Survey(again="video")] * 2))
    assert (made.answers, parts(made.satisfied), parts(made.easy)) == (10, (5, 5, 1.0), (5, 8, 0.625))
    assert made.would_choose_again is None


def test_what_they_would_choose_another_time_has_every_choice():
    made = counted(table_of(*[Survey(again="video")] * 3, *[Survey(again="no_matter")] * 2)).would_choose_again
    assert made is not None
    assert {name: parts(each) for name, each in made.items()} == {
        "video": (3, 5, 0.6),
        "visit": (0, 5, 0.0),
        "no_matter": (2, 5, 0.4),
    }


@pytest.mark.parametrize("count", range(FEWEST))
def test_too_few_to_hide_among_are_not_shown(count: int):
    made = counted(table_of(*[Survey(satisfied=1, easy=1, again="visit")] * count))
    assert (made.answers, made.fewest) == (count, FEWEST)
    assert made.satisfied is made.easy is made.would_choose_again is None


def test_an_answer_counts_for_the_day_on_which_it_was_given():
    table = table_of(*[Survey(satisfied=5)] * 5)
    assert counted(table, date(2026, 11, 1), date(2026, 11, 17)).answers == 0
    assert counted(table, date(2026, 11, 1), DAY).answers == counted(table, DAY, date(2026, 11, 30)).answers == 5


def test_a_busy_day_is_counted_whole_and_a_force_counts_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counting, "PAGE", 3)
    table = table_of(*[Survey(satisfied=4)] * 10)
    assert parts(counted(table).satisfied) == (10, 10, 1.0)
    assert opinions(table, "wessexshire", DAY, DAY).answers == 0


def test_they_stand_beside_the_colleges_metrics():
    said = metrics.report(table_of(*[Survey(satisfied=5)] * 5), policy(), DAY, DAY).victims_said
    assert msgspec.to_builtins(said)["satisfied"] == {
        "numerator": 5,
        "denominator": 5,
        "rate": 1.0,
        "means": "satisfied or very satisfied, of those who answered",
    }
