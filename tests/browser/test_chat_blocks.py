"""Every kind of block and of input, forms, and what goes out when they are used."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import axe, chat_samples
from tests.browser.chat import QUEUE, TEAM, Bot, Chat
from tests.browser.desk import Desk

ME = "PC2211"


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
