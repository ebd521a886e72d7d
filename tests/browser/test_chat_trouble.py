"""Slack is down or a channel archived: it is said, and the cards catch up."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.chat import QUEUE, ROOM, TEAM, Chat

ME = "PC2211"


@pytest.fixture
def slack_is_well_again(address: str) -> Iterator[None]:
    """Whatever a test does to Slack, the next one finds it up."""
    yield
    for wanted in ({"health": "up"}, {"channel": TEAM, "archived": False}):
        body = json.dumps(wanted).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{address.rstrip('/')}/local/slack/switch/dorset", body)):
            pass


def trouble(chat: Chat, label: str) -> None:
    """Press one of the switches."""
    if not chat.page.locator(".switches[open]").count():
        chat.page.locator(".switches summary").click()
    chat.page.locator(".switches").get_by_role("button", name=label).click()


@pytest.mark.usefixtures("slack_is_well_again")
def test_slack_down_is_said_and_the_cards_catch_up_by_themselves(chat: Chat):
    # Given Slack that is down
    chat.open(QUEUE, as_="SPOC01")
    trouble(chat, "Take Slack down")
    expect(chat.page.locator(".switches .chip")).to_have_text("Slack is down")
    # When somebody works on without it
    chat.page.locator("#chat-channel-text").fill("/evr team")
    chat.page.keyboard.press("Enter")
    expect(chat.page.locator("#told")).to_contain_text("Slack is down.")
    reference = chat.desk.report()
    # Then the card is not there, and comes once Slack is up again
    chat.open(ROOM, as_="SPOC01")
    expect(chat.list).to_be_visible()
    expect(chat.list.locator("article", has_text=reference)).to_have_count(0)
    chat.picture("slack-is-down")
    trouble(chat, "Bring Slack up again")
    expect(chat.page.locator(".switches .chip")).to_have_count(0)
    expect(chat.list.locator("article", has_text=reference)).to_be_visible(timeout=180_000)


@pytest.mark.usefixtures("slack_is_well_again")
def test_an_archived_channel_says_so_and_comes_back(chat: Chat):
    chat.open(TEAM, as_=ME)
    trouble(chat, "Archive #evr-team")
    expect(chat.page.locator(".chat-foot .closed")).to_have_text("This channel is archived.")
    trouble(chat, "Bring #evr-team back")
    expect(chat.page.locator("#chat-channel-text")).to_be_visible()
