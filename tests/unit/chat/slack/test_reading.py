"""What Slack sends becomes a press; whatever else comes is unreadable, and nothing falls over."""

import json
import string
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.chat.cards import job_card
from chalicelib.chat.fields import About
from chalicelib.chat.forms import form
from chalicelib.chat.model import Button, Field, Form, Home, Notice, Option, Private, Section
from chalicelib.chat.pressing import Press
from chalicelib.chat.slack.carried import Carried
from chalicelib.chat.slack.home import home_view
from chalicelib.chat.slack.inputs import NOTHING
from chalicelib.chat.slack.messages import card_message, private
from chalicelib.chat.slack.reading import (
    Closed,
    HomeOpened,
    LinksShared,
    Other,
    Pressed,
    Sent,
    Shortcut,
    Typed,
    Unreadable,
    event,
    interaction,
    slash,
)
from chalicelib.chat.slack.views import modal
from tests import slack_payloads as slack
from tests.builders import REFERENCE, an_incident, policy
from tests.unit.chat.lives import LATER

CARD = job_card(an_incident("link_sent"), policy(), LATER)
WAY = Carried(REFERENCE, response_url=slack.RESPONSE_URL, channel=slack.CHANNEL, message="1763460000.000001")
YES_NO = (Option("yes", "Yes"), Option("no", "No"))
KINDS = (
    Field("note", "Note", "lines", False),
    Field("kind", "Kind", "choice", False, YES_NO),
    Field("items", "Items", "choices", False, YES_NO),
    Field("officer", "Officer", "officer", False, YES_NO),
    Field("day", "Day", "date", False),
    Field("hour", "Hour", "time", False),
    Field("at", "When", "datetime", False),
)


def a_card():
    return slack.posted(card_message(CARD, "job:1").fields())


def a_view(action="job.contact", carried=WAY):
    return slack.opened(modal(form(action, About(an_incident("claimed"), policy(), LATER)), carried))


def every_kind_of_field():
    return slack.opened(modal(Form("job.contact", "Form", "Send", REFERENCE, KINDS), WAY))


# --- presses ------------------------------------------------------------------------------------------------------------------


def test_a_button_on_a_card():
    card = a_card()
    read = interaction(slack.press(slack.button(card, "job.join"), card, at="1763460009.000000"))
    assert isinstance(read, Pressed)
    assert (read.team, read.user, read.view, read.home, read.ephemeral) == (slack.TEAM, slack.USER, None, False, False)
    assert read.trigger
    assert read.carried == Carried(REFERENCE, slack.RESPONSE_URL, slack.CHANNEL, None, card["ts"])
    assert read.press == Press("job.join", f"slack/{card['ts']}/{slack.USER}/job.join/1763460009.000000", REFERENCE)


def test_an_entry_of_the_menu_is_the_action_it_names():
    card = a_card()
    read = interaction(slack.press(slack.button(card, "job.more"), card))
    assert (read.action, read.value) == ("job.more", REFERENCE)
    assert "/job.more/" in read.press.command_id


def test_the_same_press_has_the_same_command_and_another_one_has_not():
    card = a_card()
    pressed = slack.button(card, "job.join")
    ids = [interaction(slack.press(pressed, card, at=at)).press.command_id for at in ("1.1", "1.1", "1.2")]
    assert ids[0] == ids[1] != ids[2]
    other = interaction(slack.press(pressed, card, at="1.1", user="U0OTHER")).press.command_id
    assert other != ids[0]


def test_a_command_id_stays_short():
    card = slack.posted(card_message(CARD, "k").fields())
    read = interaction(slack.press({"type": "button", "action_id": "x" * 250, "block_id": "b"}, card))
    assert len(read.press.command_id) <= 200
    assert read.press.command_id.startswith("slack/")


def test_a_reply_in_a_thread_and_one_that_only_they_see():
    [message] = private(Notice("Done.", buttons=(Button("job.card", "Show the job", REFERENCE),)))
    reply = slack.posted(message.fields(), thread="1763460000.000007", ephemeral=True)
    read = interaction(slack.press(slack.button(reply, "job.card"), reply))
    assert read.ephemeral
    assert (read.message, read.carried.thread, read.carried.channel) == (reply["ts"], "1763460000.000007", slack.CHANNEL)


def test_a_button_on_the_home_tab():
    view = slack.opened(home_view(Home("Home", (Section("My job", buttons=(Button("shift.end", "End my shift"),)),))))
    read = interaction(slack.press(slack.button(view, "shift.end"), view))
    assert (read.home, read.view, read.message, read.value) == (True, view["id"], None, "")
    assert read.carried == Carried()
    assert read.press.command_id.startswith(f"slack/{view['id']}/")


def test_a_button_in_a_form_knows_where_the_form_came_from():
    from chalicelib.chat.slack.views import answer

    view = slack.opened(answer(Private(CARD), WAY))
    read = interaction(slack.press(slack.button(view, "job.join"), view))
    assert (read.home, read.view) == (False, view["id"])
    assert read.carried == WAY


def test_a_value_of_the_menu_may_hold_spaces():
    choice = {"type": "overflow", "action_id": "menu", "block_id": "b", "selected_option": {"value": "home.page queue|1 x"}}
    read = interaction(slack.press(choice, a_card()))
    assert (read.action, read.value) == ("home.page", "queue|1 x")


# --- forms --------------------------------------------------------------------------------------------------------------------


def test_a_form_that_was_sent():
    view = a_view()
    read = interaction(slack.submit(view, {"result": "spoke", "note": "Test note"}))
    assert isinstance(read, Sent)
    assert (read.action, read.view, read.hash, read.carried) == ("job.contact", view["id"], view["hash"], WAY)
    assert read.inputs == ("result", "note")
    answers = {"result": "spoke", "note": "Test note"}
    assert read.press == Press("job.contact", f"slack/view/{view['id']}/{view['hash']}", REFERENCE, answers)


def test_every_kind_of_answer():
    chosen = {"note": "a\nb", "kind": "yes", "items": ("no", "yes"), "officer": "no"}
    times = {"day": "2026-11-18", "hour": "09:30", "at": 1763460000}
    read = interaction(slack.submit(every_kind_of_field(), chosen | times))
    assert read.answers == chosen | times | {"at": "1763460000"}


def test_what_was_left_empty_is_empty_and_there():
    empty = {"note": "", "kind": "", "items": (), "officer": "", "day": "", "hour": "", "at": ""}
    view = every_kind_of_field()
    assert interaction(slack.submit(view, dict.fromkeys(empty))).answers == empty
    assert interaction(slack.submit(view, {"kind": NOTHING})).answers == empty


def test_what_was_shown_comes_back_untouched():
    view = a_view("job.link", Carried(REFERENCE))
    assert interaction(slack.submit(view)).answers == {"channel": "sms", "device": "phone", "to": ""}


def test_a_form_that_was_closed():
    view = a_view()
    assert interaction(slack.close(view)) == Closed(
        team=slack.TEAM, user=slack.USER, carried=WAY, action="job.contact", view=view["id"]
    )


# --- shortcuts, commands, events ----------------------------------------------------------------------------------------------


def test_a_message_becomes_an_update():
    read = interaction(slack.shortcut(slack.posted({"text": "Seen again &amp; &lt;near&gt; <@U1>"}, thread="1.1")))
    assert isinstance(read, Shortcut)
    assert read.press.action == "message.update"
    assert read.press.value == "Seen again & <near> <@U1>"
    assert (read.key, read.carried.thread, read.carried.channel) == (None, "1.1", slack.CHANNEL)


def test_a_card_of_ours_names_itself():
    assert interaction(slack.shortcut(a_card())).key == "job:1"
    foreign = slack.posted({"text": "x", "metadata": {"event_type": "theirs", "event_payload": {"key": "job:1"}}})
    assert interaction(slack.shortcut(foreign)).key is None


@pytest.mark.parametrize(
    ("text", "action", "value"),
    [("next", "queue.claim_next", ""), (f"job {REFERENCE}", "job.card", REFERENCE), ("", "help", ""), ("<@U1> hello", "help", "")],
)
def test_what_was_typed(text, action, value):
    form = slack.typed(text)
    read = slash(form)
    assert isinstance(read, Typed)
    assert (read.team, read.user) == (slack.TEAM, slack.USER)
    assert read.carried == Carried(response_url=form["response_url"], channel=slack.CHANNEL)
    assert read.press == Press(action, f"slack/{form['trigger_id']}", value)


def test_the_home_tab_was_opened():
    body = slack.home_opened()
    assert event(body) == HomeOpened(slack.TEAM, body["event_id"], slack.USER)
    assert isinstance(event(slack.home_opened(tab="messages")), Other)


def test_links_were_posted():
    body = slack.links_shared("https://evr.example/job/1", "https://evr.example/job/2")
    read = event(body)
    assert isinstance(read, LinksShared)
    assert read.urls == ("https://evr.example/job/1", "https://evr.example/job/2")
    assert (read.channel, read.message, read.user) == (slack.CHANNEL, body["event"]["message_ts"], slack.USER)


# --- what cannot be read ------------------------------------------------------------------------------------------------------


def test_json_is_read_as_well():
    payload = slack.submit(a_view(), {"result": "spoke"})
    assert interaction(json.dumps(payload)).answers == interaction(json.dumps(payload).encode()).answers


@pytest.mark.parametrize(
    ("payload", "where"),
    [
        ({}, "$.type"),
        ({"type": "block_actions"}, "$.user"),
        ({"type": "block_actions", "user": {}}, "$.user.id"),
        ({"type": "block_actions", "user": {"id": ""}}, "$.user.id"),
        ({"type": "block_actions", "user": {"id": "U1"}, "team": {"id": "T1"}}, "actions"),
        ({"type": "dialog_submission", "user": {"id": "U1"}}, "type"),
        ({"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}}, "view"),
        ({"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1", "callback_id": "x"}}, "team"),
        ({"type": "message_action", "user": {"id": "U1"}, "team": {"id": "T1"}}, "message"),
        ([], "$"),
        (None, "$"),
        ("not json", "$"),
        (b"\xff", "$"),
        ({1: object()}, "$"),
        ({"type": "\ud800"}, "$"),
    ],
)
def test_unreadable_names_the_place(payload, where):
    with pytest.raises(Unreadable) as found:
        interaction(payload)
    assert str(found.value) == where


def test_unreadable_never_says_what_stood_there():
    broken = slack.submit(a_view(), {"result": "spoke", "note": "SECRET"})
    broken["view"]["state"]["values"]["SECRET"] = {"SECRET": {"value": {"SECRET": 1}}}
    with pytest.raises(Unreadable) as found:
        interaction(broken)
    assert "SECRET" not in str(found.value)
    assert found.value.__cause__ is None
    assert found.value.__suppress_context__


def test_a_form_that_was_not_ours_is_not_taken_for_it():
    for junk in ("{", '{"value": 7}', "[]"):
        view = a_view() | {"private_metadata": junk}
        with pytest.raises(Unreadable, match=r"view\.private_metadata"):
            interaction(slack.submit(view))


def test_json_as_deep_as_it_gets():
    deep = "[" * 100_000 + "]" * 100_000
    for payload in (deep, f'{{"type": "block_actions", "user": {{"id": "U1"}}, "more": {deep}}}'):
        with pytest.raises(Unreadable):
            interaction(payload)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet=string.ascii_letters + "_", max_size=10), inner),
    max_leaves=12,
)
READERS = (interaction, slash, event)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_is_read_or_unreadable(payload):
    for read in READERS:
        read_or_unreadable(read, payload)


def read_or_unreadable(read, payload):
    try:
        found = read(payload)
    except Unreadable:
        return
    if hasattr(found, "press"):
        assert found.press.action
        assert found.press.command_id.startswith("slack/")


def samples():
    card, view = a_card(), every_kind_of_field()
    yield interaction, slack.press(slack.button(card, "job.join"), card)
    yield interaction, slack.press(slack.button(card, "job.more"), card)
    yield interaction, slack.submit(view, {"note": "x", "items": ("yes",), "at": 1763460000})
    yield interaction, slack.close(view)
    yield interaction, slack.shortcut(card)
    yield slash, slack.typed("next")
    yield event, slack.home_opened()
    yield event, slack.links_shared("https://evr.example/job/1")


def places(of, path=()):
    """Every place in a payload, the payload itself left out."""
    inner = of.items() if isinstance(of, dict) else enumerate(of) if isinstance(of, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


WRONG = (None, 1, -1.5, True, "", "x", [], {}, [[]], {"x": {"x": None}})


@pytest.mark.parametrize(("read", "payload"), [pytest.param(*each, id=str(n)) for n, each in enumerate(samples())])
def test_real_payloads_with_a_piece_gone_or_wrong(read, payload):
    """Every piece of every payload in turn: gone, and of every other type."""
    changed = 0
    for path in list(places(payload)):
        for wrong in (*WRONG, _GONE):
            broken = deepcopy(payload)
            spoil(broken, path, wrong)
            read_or_unreadable(read, broken)
            changed += 1
    assert changed > 100


_GONE = object()


def spoil(payload, path, wrong):
    *way, last = path
    for key in way:
        payload = payload[key]
    if wrong is _GONE:
        del payload[last]
    else:
        payload[last] = wrong
