"""Nothing that chat shows would be refused by Slack: checked three ways (tests/slack_checks.py). Nor does the local Slack."""

import json

import pytest

from chalicelib.chat.answers import Mistakes
from chalicelib.chat.model import Form, Hide, Home, Notice, Private
from chalicelib.chat.slack.carried import Carried
from chalicelib.chat.slack.home import home_view
from chalicelib.chat.slack.messages import card_message, hiding, private, said, unfurled
from chalicelib.chat.slack.views import answer, modal, wrong
from infra.local.slack import kit
from tests.builders import FORCES
from tests.slack_checks import errors_faults, message_faults, unfurl_faults, view_faults
from tests.unit.chat.scenes import SCENES, WHO

from . import everything

CARRIED = Carried(
    everything.LONG, response_url=f"https://hooks.slack.com/actions/{'T' * 12}/{'1' * 14}/{'x' * 24}", channel="C0QUEUE01",
    thread="1763460000.000100", message="1763460000.000100",
)  # fmt: skip


def pictures(reply):
    """How a reply is shown, each with the check that it has to pass."""
    match reply:
        case Notice() | Private():
            yield from ((message_faults, each.fields()) for each in private(reply))
            yield view_faults, answer(reply, CARRIED, "job.link")
        case Form():
            yield view_faults, modal(reply, CARRIED)
        case Home():
            yield view_faults, home_view(reply)
        case Hide():
            shown = hiding(reply)
            if reply.instead:
                yield message_faults, {"text": shown["text"], "blocks": shown["blocks"]}
        case Mistakes():
            yield view_faults, wrong(reply, (), CARRIED)["view"]
        case _:
            pytest.fail(f"what is a {type(reply).__name__}?")


def local_faults(shown):
    return kit.faults_of_view(shown, shown["type"]) if "type" in shown else kit.faults_of_blocks(shown["blocks"])


class Looked:
    """Looks at each picture once, however often it is shown."""

    def __init__(self):
        self.seen, self.faults = set(), []

    def at(self, check, shown):
        text = json.dumps([check.__name__, shown], sort_keys=True)
        if text not in self.seen:
            self.seen.add(text)
            self.faults += check(shown) + local_faults(shown)

    def at_card(self, card, key="k"):
        self.at(message_faults, card_message(card, key).fields())

    def at_reply(self, reply):
        for check, shown in pictures(reply):
            self.at(check, shown)


@pytest.fixture
def look():
    looked = Looked()
    yield looked
    assert looked.faults == []


@pytest.mark.parametrize("force", FORCES)
def test_every_card_of_every_life(force, look):
    for key, card in everything.cards(force):
        look.at_card(card, key)
        look.at(unfurl_faults, unfurled(card))
        look.at_reply(Private(card))
    assert len(look.seen) > 150


@pytest.mark.parametrize("force", FORCES)
def test_every_other_card(force, look):
    for card in everything.other_cards(force):
        look.at_card(card)
        look.at_reply(Private(card))


@pytest.mark.parametrize("force", FORCES)
def test_every_thread(force, look):
    for lines in everything.threads(force):
        for message in said(lines, "k"):
            look.at(message_faults, message.fields())
    assert len(look.seen) > 15


@pytest.mark.parametrize("force", FORCES)
def test_every_form_and_what_may_be_wrong_with_it(force, look):
    for form in everything.forms(force):
        look.at_reply(form)
        view = modal(form, CARRIED)
        inputs = tuple(each["block_id"] for each in view["blocks"] if each["type"] == "input")
        if inputs:
            told = wrong(Mistakes(dict.fromkeys((*inputs, "elsewhere"), "Fill this in.")), inputs, CARRIED)
            assert errors_faults(told, view) == []
            assert set(told["errors"]) == set(inputs)


@pytest.mark.parametrize("force", FORCES)
def test_every_sentence(force, look):
    for notice in everything.notices_of_ours(force):
        look.at_reply(notice)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", SCENES)
def test_every_reply_to_every_press(name, who, look):
    for reply in everything.replies(name, who):
        look.at_reply(reply)
    assert len(look.seen) > 20
