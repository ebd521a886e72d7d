"""Notices to the team in chat: posted by whom the domain lets, read on record, taken note of once."""

from datetime import timedelta

import pytest

from chalicelib.chat import team_notices
from chalicelib.chat.answers import MISSING, Mistakes
from chalicelib.chat.model import Form, Hide
from chalicelib.domain.team_notice import LONGEST
from chalicelib.service.notices import notices
from tests.builders import HOUR, OFFICER, OTHER_OFFICER
from tests.checks import whole_table_is_consistent

from .lives import WORDS, shows_a_person
from .pressing import Chat, buttons_of, filled, said


@pytest.fixture
def chat():
    chat = Chat()
    yield chat
    assert whole_table_is_consistent(chat.force.rows(), keyring=chat.force.keyring)


def post(chat, text=WORDS, who="spoc", **given):
    reply = chat.send(who, "team.notice", text=text, **given)
    assert reply.tone == "good", reply
    assert shows_a_person(reply) == []
    return reply.buttons[0].value


def one(chat):
    (standing,) = notices(chat.force.deps, chat.force.name)
    return standing


@pytest.mark.parametrize("who", ["spoc", "sergeant"])
def test_the_control_room_and_the_sergeants_post(chat, who):
    form = chat.press(who, "team.notice")
    assert isinstance(form, Form)
    assert chat.calls == []
    assert filled(form)["lasts"] == "24"
    reply = chat.press(who, "team.notice", "", filled(form, text=WORDS, lasts="8"))
    assert chat.calls == ["get", "commit"]
    assert said(reply).startswith("The notice is posted and stands until ")
    assert one(chat).ends - one(chat).posted_at == 8 * HOUR


@pytest.mark.parametrize("who", ["officer"])
def test_nobody_else_posts(chat, who):
    assert "Posting a notice to the team is for: FCR SPOC or sergeant" in said(chat.press(who, "team.notice"))
    forged = chat.press(who, "team.notice", "", {"text": WORDS, "lasts": "24"})
    assert "is for: FCR SPOC or sergeant" in said(forged)
    assert notices(chat.force.deps, chat.force.name) == ()


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"text": "  ", "lasts": "24"}, {"text": MISSING}),
        ({"text": "x" * (LONGEST + 1), "lasts": ("24",)}, {"text": f"Too long: {LONGEST} at most."}),
        ({"text": ("T",), "lasts": "25"}, {"lasts": "This is not one of the choices; choose again."}),
        ({}, {"text": MISSING, "lasts": MISSING}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(chat, given, fields):
    assert chat.press("spoc", "team.notice", "", given) == Mistakes(fields)
    assert chat.calls == []


def test_what_was_filled_in():
    assert team_notices.filled({"text": " T ", "lasts": "4"}) == team_notices.ToPost("T", timedelta(hours=4))


def test_whoever_reads_it_is_on_record_and_can_take_note_and_hide_it(chat):
    id = post(chat)
    shown = chat.press("officer", "notice.read", id)
    assert [(each.label, each.value) for each in shown.facts] == [("Notice to the team", WORDS)]
    assert shown.hide
    assert shows_a_person(said(shown)) == []
    assert buttons_of(shown) == ["notice.acknowledge", "details.hide"]
    assert chat.press("officer", "details.hide", shown.buttons[1].value) == Hide()
    told = [row.data for row in chat.force.table.all("NOTICE") if '"read"' in (row.data or "")]
    assert any(OFFICER in each for each in told)


def test_it_is_taken_note_of_once_and_a_second_press_is_no_mistake(chat):
    id = post(chat)
    assert said(chat.press("officer", "notice.acknowledge", id)) == "You have taken note of it."
    assert chat.calls == ["get", "commit"]
    assert said(chat.press("officer", "notice.acknowledge", id)) == "You have taken note of it already."
    assert set(one(chat).acknowledged) == {OFFICER}
    assert buttons_of(chat.press("officer", "notice.read", id)) == ["details.hide"]
    assert "notice.acknowledge" in buttons_of(chat.press(OTHER_OFFICER, "notice.read", id))


@pytest.mark.parametrize("id", ["", "nothing", "x" * 500, "a|b"])
@pytest.mark.parametrize("action", ["notice.read", "notice.acknowledge"])
def test_a_notice_that_never_was(chat, action, id):
    assert said(chat.press("officer", action, id)).startswith("There is no such notice")


def test_a_notice_that_is_over_is_not_shown_any_more(chat):
    id = post(chat, lasts="4")
    chat.force.clock.forward(5 * HOUR)
    assert "is over" in said(chat.press("officer", "notice.read", id))
    assert said(chat.press("officer", "list.notices")) == "No notice to the team stands."


def test_those_that_stand_are_listed_the_newest_first_without_their_words(chat):
    first, second = post(chat), post(chat, who="sergeant")
    chat.press("officer", "notice.acknowledge", first)
    reply = chat.press("officer", "list.notices")
    assert chat.calls == ["query"]
    assert [each.value for each in reply.buttons] == [second, first]
    assert ["new to you" in each.value for each in reply.facts] == [True, False]
    assert shows_a_person(reply) == []


def test_the_home_tab_shows_what_is_new_to_somebody_above_everything_else(chat):
    id = post(chat)
    section = chat.home("officer").sections[0]
    assert section.title == "Notices to the team"
    assert [each.value for each in section.buttons] == [id]
    assert shows_a_person(section) == []
    chat.press("officer", "notice.acknowledge", id)
    assert chat.home("officer").sections[0].title == "My job"


def test_the_platforms_own_repeat_posts_nothing_twice(chat):
    answers = {"text": WORDS, "lasts": "24"}
    first = chat.press("spoc", "team.notice", "", answers, id="once")
    assert chat.press("spoc", "team.notice", "", answers, id="once") == first
    assert first.buttons[0].value == one(chat).id
