"""The chat pane: every kind of block, forms, private replies, keyboard, small screens, two people at once, and trouble."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.slack.members import user_id
from tests.browser import axe, chat_samples
from tests.browser.chat import QUEUE, ROOM, SERGEANTS, TEAM, Bot, Chat
from tests.browser.conftest import WIDE
from tests.browser.desk import Desk

ME = "PC2211"


@pytest.fixture
def chat(desk: Desk) -> Chat:
    return Chat(desk)


@pytest.fixture
def another(address: str, browser: Browser) -> Iterator[Chat]:
    """The page of somebody else, at the same time."""
    context = browser.new_context(viewport=WIDE, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(30_000)
    desk = Desk(context.new_page(), address)
    yield Chat(desk)
    context.close()
    assert not desk.mistakes, desk.mistakes


def sends_nothing(page: Page) -> list[str]:
    """What goes to the app from here on is noted and not sent."""
    sent: list[str] = []

    def take(route: Any) -> None:
        sent.append(route.request.post_data)
        route.fulfill(json={"ok": True})

    page.route(re.compile(r"/local/slack/pane/.*/(press|submit)$"), take)
    return sent


def test_every_kind_of_block_is_shown(either: Desk, bot: Bot):
    # Given a message with all of them, at a desk and in a hand
    bot.post(TEAM, "Test of every block", blocks=chat_samples.message(bot.upload()))
    chat = Chat(either)
    chat.open(TEAM, as_=ME)
    card = chat.card("Test of every block")
    # Then each is there in its own way
    expect(card.locator("h4")).to_have_text("DP-1: Test of every block")
    marks = card.locator(".block-section").first
    for tag, words in (("strong", "Bold"), ("em", "italic"), ("s", "struck"), ("code", "code"), ("blockquote", "A quotation")):
        expect(marks.locator(tag)).to_have_text(words)
    expect(marks.locator("pre")).to_have_text("some code")
    expect(marks.locator("a")).to_have_attribute("href", "https://example.org/x")
    expect(marks.locator(".mention").first).to_have_text("@PC2211 Boris Mockford")
    expect(marks.locator(".mention").last).to_have_text("#evr-queue")
    expect(marks.locator("time")).to_have_text("22 Nov 2026 16:08")
    expect(marks).to_contain_text("A <b> is no markup & 2 * 3 * 4")
    expect(card.locator(".block-fields > *")).to_have_count(2)
    expect(card.get_by_role("combobox", name="Choose one")).to_be_visible()
    expect(card.get_by_label("A day")).to_have_attribute("type", "date")
    expect(card.get_by_label("A time")).to_have_attribute("type", "time")
    expect(card.get_by_role("checkbox")).to_have_count(2)
    expect(card.get_by_role("radio")).to_have_count(2)
    expect(card.get_by_role("img", name="A test picture")).to_have_js_property("naturalWidth", 1)
    # And the checker finds nothing, and nobody has to scroll sideways
    width = either.page.viewport_size["width"]
    chat.picture(f"blocks-{width}")
    assert axe.violations(either.page) == []
    assert either.page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_pressed_and_chosen_goes_out_as_it_stands(chat: Chat, bot: Bot):
    bot.post(TEAM, "Test of every block", blocks=chat_samples.message(bot.upload()))
    chat.open(TEAM, as_=ME)
    sent = sends_nothing(chat.page)
    card = chat.card("Test of every block")

    chat.press(card, "Good")
    card.get_by_role("combobox", name="Choose one").select_option("b")
    card.get_by_role("checkbox", name="Option a").check()
    chat.choose(card, "What happened")
    chat.press(card, "Close the link")
    expect(chat.page.locator("dialog.small")).to_contain_text("A closed link can never be used again.")
    assert len(sent) == 4
    chat.confirm("Cancel")
    chat.press(card, "Close the link")
    chat.confirm("Close the link")
    expect(chat.page.locator("dialog.small")).to_have_count(0)
    chat.page.wait_for_timeout(200)

    assert [re.search(r'"action_id":"(\w+)"', each)[1] for each in sent] == ["good", "one", "boxes", "menu", "bad"]
    assert '"value":"b"' in sent[1] and '"value":["a"]' in sent[2] and '"value":"job.timeline DP-1"' in sent[3]


def test_a_menu_by_keyboard(chat: Chat, bot: Bot):
    bot.post(TEAM, "Test of every block", blocks=chat_samples.message(bot.upload()))
    chat.open(TEAM, as_=ME)
    sent = sends_nothing(chat.page)
    dots = chat.card("Test of every block").get_by_role("button", name="More actions")

    dots.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.page.get_by_role("menuitem").first).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(dots).to_be_focused()
    chat.page.keyboard.press("Enter")
    chat.page.keyboard.press("ArrowUp")
    expect(chat.page.get_by_role("menuitem").last).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(dots).to_be_focused()
    assert '"value":"job.more DP-1"' in sent[0]


def test_a_form_with_every_input(either: Desk):
    # Given a form with all of them, as the app would have it opened
    chat = Chat(either)
    page = either.page
    page.route(re.compile(r"/local/slack/pane/.*/now/"), _with_form)
    sent = sends_nothing(page)
    chat.open(TEAM, as_=ME)
    form = chat.form
    expect(form.locator("h3")).to_have_text("Every input")
    # Then the first is focused, each has its label, and what was there at first is there
    expect(form.get_by_label("One line")).to_be_focused()
    expect(form.get_by_label("One line")).to_have_accessible_description("It has a hint.")
    expect(form.get_by_label("Several lines")).to_have_value("First")
    expect(form.get_by_label("One of several")).to_have_value("b")
    expect(form.get_by_role("group", name="Boxes").get_by_label("Option a")).to_be_checked()
    expect(form.get_by_label("A moment")).to_have_value("2026-11-22T16:08")
    chat.picture(f"form-{page.viewport_size['width']}")
    assert axe.violations(page) == []
    # When it is filled in and sent
    form.get_by_label("One line").fill("Words")
    form.get_by_role("group", name="Some of several").get_by_label("Option c").check()
    form.get_by_role("group", name="One of these").get_by_label("Option b").check()
    form.get_by_role("button", name="Send").click()
    page.wait_for_timeout(300)
    # Then all of it goes out
    for part in ('"line":{"line":"Words"}', '"one":{"one":"b"}', '"some":{"some":["c"]}', '"boxes":{"boxes":["a"]}'):
        assert part in sent[0]
    for part in (
        '"radio":{"radio":"b"}',
        '"day":{"day":"2026-11-22"}',
        '"time":{"time":"09:30"}',
        '"moment":{"moment":"1795363680"}',
    ):
        assert part in sent[0]
    page.unroute_all(behavior="ignoreErrors")  # one may be on its way, and must not come back when the page is gone


def _with_form(route: Any) -> None:
    answer = route.fetch()
    told = answer.json()
    if "views" in told:
        told["views"] = [{**chat_samples.form(), "id": "V1", "hash": "1"}]
    route.fulfill(response=answer, json=told)


def test_a_real_form_says_what_is_missing_and_goes_away_with_escape(chat: Chat):
    # Given the control room's form for an update, opened by its command
    chat.open(QUEUE, as_="SPOC01")
    chat.page.locator("#chat-channel-text").fill("/evr help")
    chat.page.keyboard.press("Enter")
    help_ = chat.private("What you can ask for")
    assert "/evr update" in help_.inner_text()
    # And a message of a colleague that becomes one
    chat.say("Test: the neighbour has a camera.")
    mine = chat.card("the neighbour has a camera")
    mine.hover()
    mine.get_by_role("button", name=re.compile("^More")).click()
    chat.page.get_by_role("menuitem", name="Make this an update").click()
    form = chat.form
    expect(form.get_by_label("Reference of the job")).to_be_focused()
    expect(form.get_by_label("What is new")).to_have_value("Test: the neighbour has a camera.")
    # When it is sent without the reference
    form.get_by_role("button", name="Send").click()
    # Then Slack itself says so at the field, and the words stay
    expect(form.locator(".field-error")).to_have_text("Please complete this required field.")
    expect(form.get_by_label("Reference of the job")).to_be_focused()
    expect(form.get_by_label("What is new")).to_have_value("Test: the neighbour has a camera.")
    assert axe.violations(chat.page) == []
    # When it is left with Escape, it is gone, and the focus is where it was
    chat.page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(mine.get_by_role("button", name=re.compile("^More"))).to_be_focused()


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
    reference = reported(chat.desk)
    # Then the card is not there, and comes once Slack is up again
    chat.open(ROOM, as_="SPOC01")
    expect(chat.list).to_be_visible()
    expect(chat.list.locator("article", has_text=reference)).to_have_count(0)
    chat.picture("slack-is-down")
    trouble(chat, "Bring Slack up again")
    expect(chat.page.locator(".switches .chip")).to_have_count(0)
    expect(chat.list.locator("article", has_text=reference)).to_be_visible(timeout=180_000)


def reported(desk: Desk) -> str:
    """A report by a call handler; its offer waits for the control room."""
    desk.open("control")
    desk.act_as("CH301")
    another = desk.page.get_by_role("button", name="Take another report")
    if another.is_visible():
        another.click()
    reference = desk.page.get_by_label("CAD reference").first.input_value()
    desk.page.get_by_role("button", name="Send the report").click()
    expect(desk.page.locator(".prompt")).to_be_visible()
    return reference


@pytest.mark.usefixtures("slack_is_well_again")
def test_an_archived_channel_says_so_and_comes_back(chat: Chat):
    chat.open(TEAM, as_=ME)
    trouble(chat, "Archive #evr-team")
    expect(chat.page.locator(".chat-foot .closed")).to_have_text("This channel is archived.")
    trouble(chat, "Bring #evr-team back")
    expect(chat.page.locator("#chat-channel-text")).to_be_visible()


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
