"""Notices to the team: who posts, who acknowledges, and when it is over."""

from datetime import timedelta

import pytest

from chalicelib.domain.refusals import Refusal
from chalicelib.domain.team_notice import LASTS, LONGEST, MOST, NoticeEvent, TeamNotice, acknowledge, over, post, rebuild
from tests.builders import DAY, HOUR, MINUTE, NOW, OFFICER, OTHER_OFFICER, an_officer

SPOC = an_officer("SP0007", roles=("spoc",))
ME, OTHER = an_officer(), an_officer(OTHER_OFFICER)
NOTICE = TeamNotice("n1", SPOC.id, NOW, NOW + DAY)


def posted(officer=SPOC, text="Test: the station's phones are down.", lasts=LASTS):
    return post("n1", officer, text, lasts, NOW)


def code(answer):
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_a_notice_stands_for_a_day_unless_told():
    assert posted() == NOTICE
    assert posted(lasts=2 * HOUR).ends == NOW + 2 * HOUR


@pytest.mark.parametrize(
    ("role", "may"), [("spoc", True), ("sergeant", True), ("officer", False), ("analyst", False), ("administrator", False)]
)
def test_the_single_point_of_contact_and_sergeants_post(role, may):
    answer = posted(an_officer(roles=(role,)))
    assert isinstance(answer, TeamNotice) if may else code(answer) == "not_permitted"


def test_whoever_is_not_active_posts_nothing():
    assert code(posted(an_officer(roles=("spoc",), active=False))) == "not_permitted"


def test_who_may_post_is_said():
    assert posted(ME).says == "Posting a notice to the team is for: FCR SPOC or sergeant."


@pytest.mark.parametrize("text", ["", " \n", "x" * (LONGEST + 1)])
def test_a_notice_needs_words_and_not_too_many(text):
    assert code(posted(text=text)) == "notice_unfit"
    assert isinstance(posted(text="x" * LONGEST), TeamNotice)


@pytest.mark.parametrize("lasts", [timedelta(0), -HOUR, MOST + MINUTE])
def test_a_notice_stands_for_some_time_and_at_most_a_week(lasts):
    assert code(posted(lasts=lasts)) == "notice_unfit"
    assert isinstance(posted(lasts=MOST), TeamNotice)


def test_everybody_acknowledges_it_once():
    once = acknowledge(NOTICE, ME, NOW + MINUTE)
    twice = acknowledge(once, OTHER, NOW + HOUR)
    assert twice.acknowledged == {OFFICER: NOW + MINUTE, OTHER_OFFICER: NOW + HOUR}
    assert code(acknowledge(twice, ME, NOW + HOUR)) == "already_acknowledged"
    assert NOTICE.acknowledged == {}


def test_when_it_is_over_it_is_neither_shown_nor_acknowledged():
    assert over(NOTICE, NOW + DAY - MINUTE) is None
    assert code(over(NOTICE, NOW + DAY)) == code(acknowledge(NOTICE, ME, NOW + DAY)) == "notice_over"


def test_it_is_what_its_events_tell_in_any_order():
    events = [
        NoticeEvent("n1", "posted", NOW, SPOC.id, "k1", NOW + DAY),
        NoticeEvent("n1", "acknowledged", NOW + MINUTE, OFFICER, "k2"),
        NoticeEvent("n1", "read", NOW + MINUTE, OTHER_OFFICER, "k3"),
    ]
    assert rebuild(events) == rebuild(reversed(events)) == acknowledge(NOTICE, ME, NOW + MINUTE)
    assert rebuild(events[1:]) is None
