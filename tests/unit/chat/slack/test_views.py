"""Forms as modal views, what was wrong with them, and the sentence in their place."""

import json
from datetime import UTC, datetime

import pytest

from chalicelib.chat.answers import Mistakes
from chalicelib.chat.fields import About
from chalicelib.chat.forms import FORMS, form, from_message, opening
from chalicelib.chat.model import Button, Card, Fact, Field, Form, Notice, Option, Private
from chalicelib.chat.slack.carried import Carried, packed, unpacked
from chalicelib.chat.slack.inputs import NOTHING, input_block
from chalicelib.chat.slack.views import answer, modal, wrong
from tests.builders import REFERENCE, an_incident, an_officer, policy
from tests.slack_checks import errors_faults, view_faults
from tests.unit.chat.lives import LATER

CARRIED = Carried(
    REFERENCE, response_url="https://hooks.slack.com/actions/T1/1/x", channel="C0QUEUE01", message="1763460000.000100"
)
YES_NO = (Option("yes", "Yes"), Option("no", "No"))


def a_form(*fields, intro=("Read this.",), submit="Record"):
    return Form("job.contact", "Record a telephone call", submit, REFERENCE, fields, intro)


def element(**field):
    return input_block(Field(**{"id": "note", "label": "Note", "kind": "line"} | field))["element"]


# --- the form -----------------------------------------------------------------------------------------------------------------


def test_a_form_is_a_view_that_knows_what_it_is_about():
    view = modal(
        a_form(Field("result", "What came of it?", "choice", options=YES_NO), Field("note", "Note", "lines", False)), CARRIED
    )
    assert (view["type"], view["callback_id"]) == ("modal", "job.contact")
    assert view["title"]["text"] == "Record a telephone call"
    assert (view["submit"]["text"], view["close"]["text"]) == ("Record", "Cancel")
    assert unpacked(view["private_metadata"]) == CARRIED
    assert [each["type"] for each in view["blocks"]] == ["section", "input", "input"]
    assert [each.get("optional") for each in view["blocks"]] == [None, False, True]
    assert view_faults(view) == []


def test_an_opening_form_has_nothing_to_send():
    view = modal(opening("job.contact", REFERENCE), CARRIED)
    assert "submit" not in view
    assert [each["type"] for each in view["blocks"]] == ["section"]
    assert view_faults(view) == []


def test_a_form_without_a_word_is_still_a_view():
    assert view_faults(modal(Form("help", "", "", "", ()), Carried())) == []


@pytest.mark.parametrize("action", sorted(FORMS))
def test_every_input_is_found_again_by_the_fields_id(action):
    made = form(action, About(an_incident("in_review"), policy(), LATER, (an_officer(),)))
    view = modal(made, CARRIED)
    inputs = {each["block_id"]: each["element"]["action_id"] for each in view["blocks"] if each["type"] == "input"}
    assert inputs == {each.id: each.id for each in made.fields}
    assert view_faults(view) == []


def test_a_line_and_lines():
    assert element(kind="line", longest=64) == {
        "action_id": "note",
        "type": "plain_text_input",
        "multiline": False,
        "max_length": 64,
    }
    assert element(kind="lines")["max_length"] == 3000
    assert element(kind="lines", longest=8000)["max_length"] == 3000
    assert element(kind="line", initial="Suitability review")["initial_value"] == "Suitability review"
    assert element(kind="line", initial="abcdef", longest=4)["initial_value"] == "abcd"
    assert "initial_value" not in element(kind="line", initial=" ")


def test_a_message_that_becomes_an_update_keeps_as_much_as_an_input_takes():
    view = modal(from_message("first\n" + "word " * 1000), Carried())
    assert len(view["blocks"][-1]["element"]["initial_value"]) == 3000
    assert view_faults(view) == []


def test_a_choice_with_what_was_chosen_before():
    made = element(kind="choice", options=YES_NO, initial="no")
    assert [each["value"] for each in made["options"]] == ["yes", "no"]
    assert made["initial_option"] == made["options"][1]
    assert "initial_option" not in element(kind="choice", options=YES_NO, initial="maybe")


def test_an_optional_choice_can_be_left_empty_again():
    assert element(kind="choice", options=YES_NO, required=False)["options"][-1]["value"] == NOTHING


def test_several_choices():
    made = element(kind="choices", options=YES_NO, initial=("no", "maybe"))
    assert made["type"] == "multi_static_select"
    assert [each["value"] for each in made["initial_options"]] == ["no"]
    assert [each["value"] for each in element(kind="choices", options=YES_NO, initial="yes")["initial_options"]] == ["yes"]


def test_a_choice_of_nobody_is_still_an_input():
    assert [each["value"] for each in element(kind="officer")["options"]] == [NOTHING]
    assert [each["value"] for each in element(kind="choices")["options"]] == [NOTHING]


def test_more_than_a_hundred_officers_come_in_groups():
    roster = tuple(Option(f"PC{n}", f"PC{n} (free)") for n in range(230))
    made = element(kind="officer", options=roster, initial="PC229")
    assert [group["label"]["text"] for group in made["option_groups"]] == ["1 to 100", "101 to 200", "201 to 230"]
    assert [each["value"] for group in made["option_groups"] for each in group["options"]] == [each.value for each in roster]
    assert made["initial_option"]["value"] == "PC229"


@pytest.mark.parametrize(
    ("kind", "initial", "shown"),
    [
        ("date", "2026-11-18", {"initial_date": "2026-11-18"}),
        ("time", "09:30", {"initial_time": "09:30"}),
        ("datetime", "2026-06-01T10:00", {"initial_date_time": int(datetime(2026, 6, 1, 9, tzinfo=UTC).timestamp())}),
        ("datetime", "2026-06-01T10:00+00:00", {"initial_date_time": int(datetime(2026, 6, 1, 10, tzinfo=UTC).timestamp())}),
        ("datetime", "1969-01-01", {}),
        ("datetime", "soon", {}),
        ("date", None, {}),
        ("time", "half past", {}),
    ],
)
def test_days_and_times(kind, initial, shown):
    made = element(kind=kind, initial=initial)
    assert made["type"] == f"{kind}picker"
    assert {name: value for name, value in made.items() if name.startswith("initial")} == shown


def test_hints_stand_below():
    assert input_block(Field("note", "Note", "line", hint="Kept encrypted."))["hint"]["text"] == "Kept encrypted."
    assert "hint" not in input_block(Field("note", "Note", "line"))


def test_a_form_that_no_view_takes_is_our_mistake():
    with pytest.raises(ValueError, match=r"job\.contact has 99 inputs"):
        modal(a_form(*(Field(f"f{n}", "F", "line") for n in range(99))), CARRIED)
    with pytest.raises(ValueError, match="Slack takes 255"):
        modal(a_form(Field("f" * 256, "F", "line")), CARRIED)


def test_a_long_introduction_leaves_room_for_the_inputs():
    view = modal(a_form(*(Field(f"f{n}", "F", "line") for n in range(90)), intro=("word " * 10_000,)), CARRIED)
    assert view_faults(view) == []
    assert sum(each["type"] == "input" for each in view["blocks"]) == 90


# --- what was carried ---------------------------------------------------------------------------------------------------------


def test_what_is_carried_comes_back():
    assert unpacked(packed(CARRIED)) == CARRIED
    assert unpacked("") == Carried()
    assert json.loads(packed(Carried("x"))) == {"value": "x"}


@pytest.mark.parametrize("junk", ["{", "[]", '{"value": 1}', "null"])
def test_what_is_not_ours_is_not_taken_for_it(junk):
    with pytest.raises(ValueError, match=r"\w"):
        unpacked(junk)


# --- what was wrong -----------------------------------------------------------------------------------------------------------


def test_mistakes_stand_at_their_inputs():
    view = modal(form("job.review", About(an_incident("in_review"), policy(), LATER)), CARRIED)
    told = wrong(Mistakes({"plan": "This decision needs a plan."}), ("decision", "plan", "receiver", "note"), CARRIED)
    assert told == {"response_action": "errors", "errors": {"plan": "This decision needs a plan."}}
    assert errors_faults(told, view) == []


def test_a_mistake_without_an_input_stands_at_the_first():
    told = wrong(Mistakes({"decision": "Fill this in.", "items": "Tick one at least."}), ("decision", "note"), CARRIED)
    assert told["errors"] == {"decision": "Fill this in. Tick one at least."}


def test_where_there_is_no_input_the_view_says_it():
    told = wrong(Mistakes({"plan": "This decision needs a plan."}), (), CARRIED, "job.review")
    assert told["response_action"] == "update"
    assert "This decision needs a plan." in told["view"]["blocks"][0]["text"]["text"]
    assert view_faults(told["view"]) == []


# --- a sentence in the form's place -------------------------------------------------------------------------------------------


def test_a_refusal_takes_the_place_of_the_form():
    refused = Notice(
        "PC2214 claimed this job at 14:02.", buttons=(Button("queue.claim_next", "Claim the next job"),), tone="warning"
    )
    view = answer(refused, CARRIED, "job.link")
    assert view["title"]["text"] == "Send the link"
    assert view["blocks"][0]["text"]["text"] == "⚠ Attention: PC2214 claimed this job at 14:02."
    assert view["blocks"][1]["elements"][0]["action_id"] == "queue.claim_next"
    assert view["close"]["text"] == "Close"
    assert "submit" not in view
    assert unpacked(view["private_metadata"]) == CARRIED
    assert view_faults(view) == []


def test_what_is_hidden_by_closing_needs_no_button():
    view = answer(
        Notice("The victim.", (Fact("Name", "Test Person-Alder"),), (Button("details.hide", "Hide"),), hide=True), CARRIED
    )
    assert [each["type"] for each in view["blocks"]] == ["section", "section"]
    assert view["title"]["text"] == "EVR"


def test_a_refusal_may_send_them_to_everything_they_can_do():
    view = answer(Notice("Only a sergeant may do this.", buttons=(Button("job.more", "What can I do?", "1"),)), CARRIED)
    assert view["blocks"][1]["elements"][0]["action_id"] == "job.more"


def test_a_card_in_the_forms_place_has_every_button():
    more = Button("job.more", "What can I do?", "1")  # all of it stands there already
    card = Card(
        "job:1", "1: Theft", "1", leading=(Button("job.claim", "Claim", "1"),), menu=(Button("job.card", "Show", "1"), more)
    )
    view = answer(Private(card), CARRIED, "no.such_action")
    assert [each["action_id"] for each in view["blocks"][1]["elements"]] == ["job.claim", "job.card"]
    assert view_faults(view) == []
