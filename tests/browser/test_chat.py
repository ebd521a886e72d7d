"""The chat pane: what others write, private replies, channels, the home tab, small screens, two people at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from infra.local.slack.members import user_id
from tests.browser import axe
from tests.browser.chat import QUEUE, SERGEANTS, TEAM, Bot, Chat
from tests.browser.desk import Desk

ME = "PC2211"


def test_a_link_to_a_job_unfolds_below_the_words(chat: Chat, address: str):
    chat.open(QUEUE, as_=ME)
    title = chat.list.locator("article:not(.private) h4").last.inner_text()
    reference = re.search(r"\w+-[\w-]*\d", title)
    assert reference, title
    chat.page.locator(".place", has_text="evr-team").click()
    chat.say(f"Test: see {address.rstrip('/')}/job/{reference[0]} please")
    card = chat.card(f"job/{reference[0]}")
    expect(card.locator(".unfolded h4")).to_contain_text(reference[0])
    expect(card.get_by_role("link")).to_have_attribute("href", re.compile(f"{reference[0]}$"))


def test_private_replies_are_seen_by_one_and_can_be_dismissed(chat: Chat, another: Chat, bot: Bot):
    bot.web.chat_postEphemeral(channel=QUEUE, user=user_id(ME), text="Test: only for you")
    chat.open(QUEUE, as_=ME)
    another.open(QUEUE, as_="PC2212")

    reply = chat.private("Test: only for you")
    expect(reply).to_contain_text("Only visible to you")
    expect(another.list.locator("article").last).to_be_visible()
    expect(another.list.get_by_text("Test: only for you")).to_have_count(0)
    reply.get_by_role("button", name=re.compile("^Dismiss")).click()
    expect(chat.list.get_by_text("Test: only for you")).to_have_count(0)


def test_what_others_write_comes_by_itself_and_is_read_out(chat: Chat, another: Chat):
    chat.open(TEAM, as_=ME)
    another.open(TEAM, as_="PC2212")

    another.say("Test: *coffee* is ready")

    expect(chat.card("coffee is ready")).to_contain_text("PC2212")
    expect(chat.card("coffee is ready").locator("strong").last).to_have_text("coffee")
    expect(chat.page.locator("#chat-heard")).to_have_text(re.compile("Boris|Bodil|Basil|: Test: coffee is ready"))


def test_a_channel_with_something_unread_is_marked_until_it_is_opened(chat: Chat, another: Chat, bot: Bot):
    chat.open(QUEUE, as_=ME)
    place = chat.page.locator(".place", has_text="evr-team")
    place.click()
    expect(place).not_to_have_class(re.compile("unread"))
    chat.page.locator(".place", has_text="evr-queue").click()
    expect(chat.page.locator(".chat-main .chat-head h3")).to_have_text("#evr-queue")

    bot.post(TEAM, f"Test: for <@{user_id(ME)}>")

    expect(place).to_have_class(re.compile("unread"))
    expect(place.locator(".badge")).to_have_text("1")
    expect(place).to_contain_text("1 new")
    place.click()
    expect(chat.list.locator(".new-mark")).to_be_visible()
    expect(place).not_to_have_class(re.compile("unread"))


def test_each_person_sees_their_own_channels(chat: Chat):
    chat.open(SERGEANTS, as_="PS1101")
    expect(chat.page.locator(".place .name")).to_have_text(["evr-queue", "evr-sergeants", "evr-team", "Home tab", "Messages"])
    chat.desk.act_as(ME)
    expect(chat.page.locator(".place .name")).to_have_text(["evr-queue", "evr-team", "Home tab", "Messages"])
    expect(chat.page.locator(".chat-main .chat-head h3")).to_have_text("#evr-queue")


def test_whoever_has_no_account_is_offered_to_be_somebody_else(chat: Chat):
    chat.desk.open("chat")
    chat.desk.act_as("patrol-desk")
    expect(chat.page.locator("#panel-chat .empty")).to_contain_text("has no account in the force's chat")
    chat.page.get_by_role("button", name=re.compile("Act as .* officer")).click()
    expect(chat.page.locator(".chat-box")).to_be_visible()


def test_the_home_tab_is_filled_when_it_is_opened_and_answers(chat: Chat):
    chat.desk.open("chat")
    off_shift = chat.page.locator("#person option", has_text="(off shift)").last.get_attribute("value")
    assert off_shift
    chat.open("home", as_=off_shift)
    expect(chat.list.locator(".home-tab h4").first).to_contain_text(off_shift)
    chat.picture("home-desk")
    assert axe.violations(chat.page) == []
    chat.press(chat.list, "Start my shift")
    expect(chat.list.locator(".home-tab h4").first).to_contain_text("on shift", timeout=180_000)


def test_the_app_writes_directly_and_nobody_answers_there(chat: Chat, bot: Bot):
    bot.post(user_id(ME), "Test: take a break?")
    chat.open("D0PC2211", as_=ME)
    expect(chat.card("Test: take a break?")).to_be_visible()
    expect(chat.page.locator(".chat-foot .closed")).to_contain_text("Only EVR writes here.")


def test_on_a_phone_one_part_is_shown_at_a_time(phone: Desk, bot: Bot):
    bot.post(TEAM, "Test: on a phone")
    chat = Chat(phone)
    phone.open("chat")
    phone.act_as(ME)
    place = phone.page.locator(".place", has_text="evr-team")
    expect(place).to_be_visible()
    expect(phone.page.locator(".chat-main")).not_to_be_visible()
    chat.picture("phone-channels")
    place.click()
    chat.card("Test: on a phone").scroll_into_view_if_needed()  # a channel opens at its first new message
    expect(chat.card("Test: on a phone")).to_be_in_viewport()
    expect(place).not_to_be_visible()
    chat.card("Test: on a phone").get_by_role("button", name=re.compile("Reply in thread")).click()
    expect(phone.page.locator("#chat-thread-text")).to_be_visible()
    chat.say("Test: from a phone", "thread")
    expect(phone.page.locator(".chat-aside article")).to_have_count(2)
    chat.picture("phone-thread")
    phone.page.get_by_role("button", name="Close the thread").click()
    phone.page.get_by_role("button", name=re.compile("Channels$")).click()
    expect(place).to_be_visible()


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_is_cut_off_at_320_pixels_and_at_twice_the_size(chat: Chat, width: int):
    chat.page.set_viewport_size({"width": width, "height": 700})
    chat.open(QUEUE, as_=ME)
    expect(chat.list.locator("article").first).to_be_visible()
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.violations(chat.page) == []


def test_writing_is_not_disturbed_by_what_comes(chat: Chat, bot: Bot):
    chat.open(TEAM, as_=ME)
    area = chat.page.locator("#chat-channel-text")
    area.fill("Test: half a sen")
    bot.post(TEAM, "Test: something else")
    expect(chat.card("Test: something else")).to_be_visible()
    expect(area).to_be_focused()
    chat.page.keyboard.type("tence")
    expect(area).to_have_value("Test: half a sentence")
