"""Who sees a person's details and words in chat: whom the domain allows, after the showing was logged, in a reply of their own."""

import pytest

from chalicelib.chat.model import Notice
from chalicelib.domain import commands as c
from chalicelib.domain.events import DetailsShown
from chalicelib.store import keys
from chalicelib.store.incidents import recorded
from tests.builders import OFFICER, OTHER_OFFICER, SERGEANT

from .lives import WORDS, shows_a_person
from .pressing import Chat, buttons_of, filled, said


@pytest.fixture
def chat():
    return Chat()


def showings(chat, reference):
    """Who saw what is sealed, in order."""
    rows = chat.force.table.query(keys.incident(chat.force.name, reference), prefix="EVENT#").rows
    return [each.by for each in map(recorded, rows) if isinstance(each.event, DetailsShown)]


def facts(reply):
    assert isinstance(reply, Notice), reply
    return {each.label: each.value for each in reply.facts}


def test_the_victims_details_are_shown_to_the_holder_and_the_showing_is_logged(chat):
    reference = chat.force.bring("claimed")
    shown = chat.press("officer", "job.details", reference)
    assert facts(shown)["Name"] == "Test Person-Alder"
    assert shown.hide
    assert shows_a_person(said(shown)) == []
    assert showings(chat, reference) == [OFFICER]


def test_a_colleague_sees_nothing_and_nothing_is_logged(chat):
    reference = chat.force.bring("claimed")
    refused = chat.press(OTHER_OFFICER, "job.details", reference)
    assert "Only the officer who holds the job" in said(refused)
    assert showings(chat, reference) == []


def test_a_sergeant_says_why(chat):
    reference = chat.force.bring("in_review")
    refused = chat.press("sergeant", "job.details", reference)
    assert "Say why" in said(refused)
    assert buttons_of(refused) == ["job.details_why"]
    form = chat.open("sergeant", "job.details_why", reference)
    assert filled(form) == {"why": "Evidential review"}
    assert "Name" in facts(chat.press("sergeant", "job.details_why", reference, filled(form)))
    assert showings(chat, reference) == [SERGEANT]


def test_the_same_press_shown_again_is_logged_once(chat):
    reference = chat.force.bring("claimed")
    first = chat.press("officer", "job.details", reference, id="once")
    assert chat.press("officer", "job.details", reference, id="once") == first
    assert showings(chat, reference) == [OFFICER]


def test_an_update_is_read_by_the_officer_it_is_for(chat):
    reference = chat.force.bring("claimed")
    chat.force.must("spoc", reference, c.Update("Test: first"))
    chat.force.must("spoc", reference, c.Update(WORDS))
    shown = chat.press("officer", "update.show", f"{reference}|2")
    assert facts(shown) == {"Update 2": WORDS}
    assert [(each.action, each.value) for each in shown.buttons] == [
        ("job.read_update", f"{reference}|2|shown"),
        ("details.hide", reference),
    ]
    assert "Done" in said(chat.press("officer", "job.read_update", f"{reference}|2|shown"))
    assert buttons_of(chat.press("officer", "update.show", f"{reference}|2")) == ["details.hide"]
    assert facts(chat.press("spoc", "update.show", f"{reference}|1")) == {"Update 1": "Test: first"}
    assert "job.read_update" not in buttons_of(chat.press("spoc", "update.show", f"{reference}|1"))
    assert shows_a_person(chat.press(OTHER_OFFICER, "update.show", f"{reference}|2")) == []


def test_nobody_marks_as_read_what_they_were_not_shown(chat):
    """The button of an old card, from when it stood there without the text, shows the text now."""
    reference = chat.force.bring("claimed")
    chat.force.must("spoc", reference, c.Update(WORDS))
    shown = chat.press("officer", "job.read_update", f"{reference}|1")
    assert facts(shown) == {"Update 1": WORDS}
    assert chat.force.incident(reference).updates_to_read == (1,)
    assert showings(chat, reference) == [OFFICER]
    mark = shown.buttons[0]
    chat.press("officer", mark.action, mark.value)
    assert chat.force.incident(reference).updates_to_read == ()


def test_whoever_may_not_see_an_update_may_not_mark_it_as_read_either(chat):
    reference = chat.force.bring("claimed")
    chat.force.must("spoc", reference, c.Update(WORDS))
    for value in (f"{reference}|1", f"{reference}|1|shown"):
        refused = chat.press(OTHER_OFFICER, "job.read_update", value)
        assert "Only the officer who holds the job" in said(refused)
        assert shows_a_person(refused) == []
    assert chat.force.incident(reference).updates_to_read == (1,)


@pytest.mark.parametrize("number", ["3", "", "x"])
def test_an_update_that_never_came_is_said(chat, number):
    reference = chat.force.bring("claimed")
    assert "Nothing of this kind was written" in said(chat.press("officer", "update.show", f"{reference}|{number}"))


def test_the_sergeants_read_the_question(chat):
    reference = chat.force.bring("in_call")
    chat.force.must("officer", reference, c.Pause("sergeant_advice", "Test: the first question"))
    chat.force.must("officer", reference, c.Resume())
    chat.force.must("officer", reference, c.Pause("sergeant_advice", WORDS))
    shown = chat.press("sergeant", "question.show", reference)
    assert facts(shown) == {"Question": WORDS}
    assert buttons_of(shown) == ["job.advise", "details.hide"]
    assert buttons_of(chat.press("spoc", "question.show", reference)) == ["job.card", "details.hide"]


def test_the_plan_is_there_for_whoever_goes_on_with_the_case(chat):
    reference = chat.force.bring("desk_work")
    shown = chat.press("officer", "plan.show", reference)
    assert facts(shown) == {"Investigation plan": "Test: ask for the CCTV."}
    assert buttons_of(shown) == ["job.submit", "details.hide"]
    assert buttons_of(chat.press("sergeant", "plan.show", reference)) == ["details.hide"]
    assert "Only the officer" in said(chat.press(OTHER_OFFICER, "plan.show", reference))


def labels(reply):
    """The titles of what is shown, without when and by whom."""
    return [each.label.partition(",")[0] for each in reply.facts]


def test_a_sergeant_reads_the_record_before_deciding(chat):
    reference = chat.force.bring("call_closed")
    chat.force.must("officer", reference, c.Submit(WORDS, ("Test: CCTV", "Test: neighbours")))
    shown = chat.press("sergeant", "record.show", reference)
    assert labels(shown) == ["Investigation record", "Line of enquiry", "Line of enquiry"]
    assert [each.value for each in shown.facts] == [WORDS, "Test: CCTV", "Test: neighbours"]
    assert showings(chat, reference) == [SERGEANT]
    assert shows_a_person((shown.text, shown.buttons)) == []
    assert shows_a_person(chat.press(OTHER_OFFICER, "record.show", reference)) == []


def test_whoever_gets_a_job_reads_what_colleagues_left_for_them(chat):
    reference = chat.force.bring("claimed")
    chat.force.must("officer", reference, c.RecordContact("no_answer", "Test: rang twice"))
    chat.force.must("officer", reference, c.SendLink("sms", "phone", "07700 900123"))
    chat.force.must("officer", reference, c.Reassign(OTHER_OFFICER, WORDS))
    shown = chat.press(OTHER_OFFICER, "notes.show", reference)
    assert labels(shown) == ["Note of a telephone call", "The link went to", "Note for the colleague"]
    assert shown.facts[-1].value == WORDS
    assert OFFICER in shown.facts[0].label
    assert "Only the officer who holds the job" in said(chat.press("officer", "notes.show", reference))


def test_without_the_job_one_says_why_one_reads_the_notes_and_that_is_no_note_itself(chat):
    reference = chat.force.bring("claimed")
    chat.force.must("officer", reference, c.RecordContact("no_answer", WORDS))
    refused = chat.press("sergeant", "notes.show", reference)
    assert "Say why" in said(refused)
    (button,) = refused.buttons
    form = chat.open("sergeant", button.action, button.value)
    shown = chat.press("sergeant", button.action, form.value, filled(form, why="Test: welfare"))
    assert [each.value for each in shown.facts] == [WORDS]
    assert showings(chat, reference) == [SERGEANT]


def test_where_nothing_was_written_that_is_said(chat):
    reference = chat.force.bring("claimed")
    assert "Nothing was written" in said(chat.press("officer", "notes.show", reference))


def test_hidden_details_are_gone_and_can_be_had_again(chat):
    reference = chat.force.bring("claimed")
    hidden = chat.press("officer", "details.hide", reference)
    assert hidden.instead.text == f"Details of {reference} hidden."
    assert buttons_of(hidden.instead) == ["job.details"]
