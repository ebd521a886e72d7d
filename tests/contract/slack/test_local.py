"""The local Slack and we speak the same Slack: it takes what we show, and what it sends has the shapes that Slack publishes."""

import json
from pathlib import Path

import pytest

from chalicelib.chat.cards import job_card
from chalicelib.chat.fields import About
from chalicelib.chat.forms import form
from chalicelib.chat.home import Lists, home
from chalicelib.chat.model import Private
from chalicelib.chat.slack.carried import Carried
from chalicelib.chat.slack.home import home_view
from chalicelib.chat.slack.messages import card_message, private, unfurled
from chalicelib.chat.slack.views import modal
from tests.builders import an_incident, an_officer, policy
from tests.slack_checks import payload_faults
from tests.slack_payloads import elements
from tests.unit.chat.lives import LATER
from tests.unit.local.slack.shop import OFFICER, QUEUE, Shop

POLICY = policy()
CARD = job_card(an_incident("in_call", flags=("vulnerable",)), POLICY, LATER)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def staff(shop):
    """An officer of the sample roster, as the pane names them."""
    return OFFICER.removeprefix("U0")


def heard(shop):
    """What the app was sent last, after a look at its shape."""
    payload = shop.app.last
    assert payload_faults(as_published(payload)) == []
    return payload


def as_published(payload):
    """Without what Slack really sends and its published types do not know or forbid; the rest is theirs."""
    known = json.loads(json.dumps(payload))
    if known.get("enterprise", "") is None:
        del known["enterprise"]
    for action in known.get("actions", ()):
        action.pop("style", None)
        action.pop("confirm", None)
    if known.get("container", {}).get("type") == "view":
        known["response_url"] = ""
    if known.get("type") == "view_submission":
        known["user"].pop("username", None)
    if known.get("type") == "message_action":
        known.pop("api_app_id", None)
    return known


def presses(of):
    for block, element in elements(of):
        for option in element.get("options", [None]):
            yield {"block_id": block, "action_id": element["action_id"]} | ({"value": option["value"]} if option else {})


def test_a_card_is_taken_and_pressed(shop):
    ts = shop.call("chat.postMessage", channel=QUEUE, **card_message(CARD, "k").fields())["ts"]
    for each in presses({"blocks": card_message(CARD, "k").blocks}):
        shop.do(staff(shop), "press", channel=QUEUE, ts=ts, **each)
        assert heard(shop)["type"] == "block_actions"


def test_a_private_reply_is_taken_and_pressed(shop):
    [message] = private(Private(CARD))
    ts = shop.call("chat.postEphemeral", channel=QUEUE, user=OFFICER, **message.fields())["message_ts"]
    for each in presses({"blocks": message.blocks}):
        shop.do(staff(shop), "press", channel=QUEUE, ts=ts, private=True, **each)
        assert heard(shop)["container"]["is_ephemeral"]


def test_a_form_is_taken_and_filled_in(shop):
    ts = shop.call("chat.postMessage", channel=QUEUE, **card_message(CARD, "k").fields())["ts"]
    shop.do(staff(shop), "press", channel=QUEUE, ts=ts, **next(presses({"blocks": card_message(CARD, "k").blocks})))
    view = modal(form("job.contact", About(an_incident("claimed"), POLICY, LATER)), Carried("x"))
    opened = shop.call("views.open", trigger_id=shop.app.last["trigger_id"], view=view)["view"]
    shop.do(staff(shop), "submit", view=opened["id"], values={"result": {"result": "spoke"}, "note": {"note": "Test"}})
    assert heard(shop)["type"] == "view_submission"


def test_the_home_tab_is_taken_and_pressed(shop):
    mine = home_view(home(an_officer(), Lists(mine=an_incident("claimed")), POLICY, LATER))
    view = shop.call("views.publish", user_id=OFFICER, view=mine)["view"]
    for each in presses(mine):
        shop.do(staff(shop), "press", view=view["id"], **each)
        assert heard(shop)["container"]["type"] == "view"


def test_a_shortcut_and_the_home_tab_opened(shop):
    ts = shop.post("Test words")
    shop.do(staff(shop), "shortcut", channel=QUEUE, ts=ts, shortcut="message.update")
    assert heard(shop)["type"] == "message_action"
    shop.do(staff(shop), "opened", tab="home")
    assert heard(shop)["event"]["type"] == "app_home_opened"


def test_a_command_and_a_link(shop):
    shop.do(staff(shop), "say", channel=QUEUE, text="/evr next")
    assert heard(shop)["command"] == "/evr"
    shop.do(staff(shop), "say", channel=QUEUE, text=f"See https://{POLICY.link.domain}/job/20261118-0416")
    assert heard(shop)["event"]["type"] == "link_shared"
    card = unfurled(CARD)
    told = shop.app.last["event"]
    shop.call("chat.unfurl", channel=QUEUE, ts=told["message_ts"], unfurls={told["links"][0]["url"]: card})
