"""What our tests send in Slack's name has the shapes that Slack publishes (@slack/bolt), and its signature is one."""

import json
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from chalicelib.chat.cards import job_card
from chalicelib.chat.fields import About
from chalicelib.chat.forms import FORMS, form
from chalicelib.chat.home import Lists, home
from chalicelib.chat.model import Private
from chalicelib.chat.slack.carried import Carried
from chalicelib.chat.slack.home import home_view
from chalicelib.chat.slack.messages import card_message, private
from chalicelib.chat.slack.views import answer, modal
from tests import slack_payloads as slack
from tests.builders import an_incident, an_officer, policy
from tests.slack_checks import incoming_faults
from tests.unit.chat.lives import LATER, STATUSES

POLICY = policy()
OFFICERS = (an_officer(), an_officer("PC2215"))


def presses(on):
    """A press of everything that can be pressed there."""
    for _, element in slack.elements(on):
        if element["type"] == "button":
            yield slack.press(slack.button(on, element["action_id"], element.get("value", "")), on)
        for option in element.get("options", ()) if element["type"] == "overflow" else ():
            action, _, value = option["value"].partition(" ")
            yield slack.press(slack.button(on, action, value), on)


@pytest.mark.parametrize("status", STATUSES)
def test_every_press_on_a_card(status):
    card = job_card(an_incident(status), POLICY, LATER)
    messages = [slack.posted(card_message(card, "k").fields())]
    messages += [slack.posted(each.fields(), ephemeral=True, thread="1.1") for each in private(Private(card))]
    made = [payload for message in messages for payload in presses(message)]
    assert len(made) >= 3
    assert [fault for payload in made for fault in incoming_faults("Pressed", payload)] == []


def test_every_press_in_a_view():
    card = job_card(an_incident("in_call"), POLICY, LATER)
    mine = home(an_officer(), Lists(mine=an_incident("in_call")), POLICY, LATER)
    for view in (answer(Private(card), Carried("x")), home_view(mine)):
        made = list(presses(slack.opened(view)))
        assert len(made) > 5
        assert [fault for payload in made for fault in incoming_faults("Pressed", payload)] == []


@pytest.mark.parametrize("action", sorted(FORMS))
def test_every_form_sent_and_closed(action):
    view = slack.opened(modal(form(action, About(an_incident("in_review"), POLICY, LATER, OFFICERS)), Carried("x")))
    assert incoming_faults("Sent", slack.submit(view)) == []
    assert incoming_faults("Closed", slack.close(view)) == []


def test_the_rest():
    assert incoming_faults("Typed", slack.typed("next")) == []
    assert incoming_faults("Shortcut", slack.shortcut(slack.posted({"text": "x"}))) == []
    assert incoming_faults("Event", slack.home_opened()) == []
    assert incoming_faults("Event", slack.links_shared("https://evr.example/job/1")) == []


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("Pressed", {"type": "block_actions"}),
        ("Sent", slack.close(slack.opened({"type": "modal", "blocks": []}))),
        ("Typed", slack.typed("x") | {"text": 1}),
        ("Event", slack.home_opened() | {"event": {"type": "app_home_opened"}}),
    ],
)
def test_what_slack_would_not_send_is_found(name, payload):
    assert incoming_faults(name, payload) != []


def test_a_request_is_signed_as_slack_does():
    verifier = SignatureVerifier(slack.SECRET)
    for payload in (slack.typed("next"), slack.home_opened(), slack.shortcut(slack.posted({"text": "x"}))):
        body, headers = slack.request(payload)
        assert verifier.is_valid_request(body, headers)
        assert not verifier.is_valid_request(body + b" ", headers)
        assert not SignatureVerifier("another").is_valid_request(body, headers)
        assert not verifier.is_valid_request(body, slack.request(payload, ts=1763460000)[1])


def test_a_payload_goes_where_slack_puts_it():
    payload = slack.shortcut(slack.posted({"text": "x"}))
    body, headers = slack.request(payload)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert json.loads(parse_qs(body.decode())["payload"][0]) == payload
    assert parse_qs(slack.request(slack.typed("next 1"))[0].decode())["text"] == ["next 1"]
    assert json.loads(slack.request(slack.home_opened())[0])["type"] == "event_callback"


def test_a_button_that_is_not_there_cannot_be_pressed():
    message = slack.posted(card_message(job_card(an_incident("queued"), POLICY, LATER), "k").fields())
    with pytest.raises(LookupError):
        slack.button(message, "job.close")
    view = slack.opened(modal(form("job.contact", About(an_incident("claimed"), POLICY, LATER)), Carried("x")))
    with pytest.raises(ValueError, match="does not offer"):
        slack.submit(view, {"result": "shouted"})
    with pytest.raises(ValueError, match="does not ask for"):
        slack.submit(view, {"sesult": "spoke"})
