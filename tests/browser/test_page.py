"""What holds for the page as a whole: for every eye and hand, while it refreshes, and with hostile words."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.desk import Desk

PARTS = {
    "control": "CH301",
    "queue": "PS1101",
    "queue/triage": "PS1101",
    "queue/held": "SPOC01",
    "queue/reviews": "PS1101",
    "incident": "PS1101",
    "texts": "CH301",
    "cad": "CH301",
    "metrics": "AN701",
}


def settled(desk: Desk, part: str, person: str) -> None:
    """Open a part as somebody; an incident with actions and details open."""
    name, _, rest = part.partition("/")
    if name == "incident":
        desk.open("queue", "reviews")
        desk.act_as(person)
        desk.page.locator(".worklist a.reference").first.click()
        desk.form("Evidential review")
        return
    desk.open(name, rest)
    desk.act_as(person)
    waited_for = {"queue": ".worklist", "texts": ".bubble", "cad": ".cad-log", "metrics": ".figure", "control": "form"}
    expect(desk.page.locator(f"#panel-{name} {waited_for[name]}").first).to_be_visible()
    if name == "queue":
        expect(desk.page.locator(".list-choice .count", has_text="…")).to_have_count(0)


@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_and_nothing_is_cut_off(either: Desk, part: str):
    # Given a part of the page, at a desk or in a hand
    settled(either, part, PARTS[part])
    width = either.page.viewport_size["width"]
    either.picture(f"{part.replace('/', '-')}-{width}")
    # Then the checker finds nothing, and nobody has to scroll sideways
    assert axe.violations(either.page) == []
    assert either.page.evaluate("document.documentElement.scrollWidth") <= width


def test_suitability_by_keyboard_alone(desk: Desk):
    # Given a sergeant at the start of the page
    desk.open("control")
    desk.sergeant()
    desk.page.locator("#person").focus()
    # When only the keyboard is used: to the tabs, to the list, to the form
    desk.tab_to("Control room")
    desk.page.keyboard.press("ArrowRight")
    expect(desk.page.locator("#panel-queue")).to_be_visible()
    expect(desk.page.locator("#tab-queue")).to_be_focused()
    expect(desk.page.locator(".worklist")).to_be_visible()
    desk.tab_to("Suitability")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("heading", name="Suitability", exact=True)).to_be_visible()
    desk.tab_to("Review DP-")
    reference = desk.focused().split()[-1]
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("form[data-action=triage] input").first).to_be_focused()
    desk.page.keyboard.press("Space")
    desk.tab_to("Note")
    desk.page.keyboard.type("Test: by keyboard.")
    desk.tab_to("Record the review")
    desk.page.keyboard.press("Enter")
    # Then it is done, said, and off the list
    expect(desk.page.locator("#told")).to_contain_text(reference)
    expect(desk.page.locator(".worklist").get_by_text(reference)).to_have_count(0)


def test_the_skip_link_comes_first_and_leads_to_the_content(desk: Desk):
    desk.open("queue")
    desk.page.evaluate("document.activeElement.blur()")
    desk.page.keyboard.press("Tab")
    assert desk.focused() == "Skip to the content"
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#main")).to_be_focused()
    expect(desk.page.locator("#panel-queue")).to_be_visible()


def test_refreshing_takes_neither_the_focus_nor_what_was_typed(desk: Desk):
    # Given an officer who writes into a form
    settled(desk, "incident", "PS1101")
    plan = desk.page.locator(".actions [name=plan]")
    plan.fill("Test: half a sen")
    desk.page.keyboard.press("End")
    # When the page has refreshed itself several times
    readings = 0

    def counted(request: object) -> None:
        nonlocal readings
        readings += 1

    desk.page.on("request", counted)
    desk.page.wait_for_timeout(6_000)
    assert readings >= 2
    # Then they go on writing
    expect(plan).to_be_focused()
    desk.page.keyboard.type("tence.")
    expect(plan).to_have_value("Test: half a sentence.")


def test_words_that_look_like_markup_are_words(desk: Desk):
    # Given a report and a note full of markup
    desk.open("control")
    desk.act_as("CH301")
    reference = desk.page.get_by_label("CAD reference").first.input_value()
    hostile = '<img src=x onerror=alert(1)> "&amp; </script><b>bold</b>'
    desk.page.get_by_label("What happened").fill(hostile)
    desk.page.get_by_label("Name", exact=True).fill(hostile)
    desk.page.get_by_role("button", name="Send the report").click()
    expect(desk.page.locator(".prompt")).to_be_visible()
    # When somebody with the right to it looks at the victim's details
    desk.act_as("SPOC01")
    desk.open("incident", reference)
    details = desk.page.locator("section", has=desk.page.get_by_role("heading", name="The victim"))
    details.get_by_label("Why do you need to see them?").fill("Test: to see that nothing is interpreted.")
    details.get_by_role("button", name="Show the victim's details").click()
    # Then the words are shown as they are, and the showing is in the timeline
    expect(details.locator("dd", has_text=hostile)).to_have_count(2)
    expect(details.locator("img, b, script")).to_have_count(0)
    expect(desk.page.locator(".timeline")).to_contain_text("The victim's details were shown")


def test_details_need_a_reason_of_whoever_does_not_hold_the_job(desk: Desk):
    desk.open("queue", "reviews")
    desk.sergeant()
    desk.page.locator(".worklist a.reference").first.click()
    desk.page.get_by_role("button", name="Show the victim's details").click()
    expect(desk.page.get_by_role("alert").filter(has_text="Say why")).to_be_visible()


def test_cad_down_holds_the_updates_back_and_they_come_in_order(desk: Desk):
    # Given CAD that is down while a report comes in
    desk.open("cad")
    desk.page.get_by_role("button", name="Take CAD down").click()
    expect(desk.page.get_by_text("CAD is down: updates are held back")).to_be_visible()
    desk.open("control")
    desk.act_as("CH301")
    reference = desk.page.get_by_label("CAD reference").first.input_value()
    desk.page.get_by_role("button", name="Send the report").click()
    expect(desk.page.locator(".prompt")).to_be_visible()
    # Then nothing of it is in the log
    log = desk.open("cad", reference)
    expect(log).to_contain_text(f"0 updates about {reference}")
    # When CAD is up again, it comes by itself
    desk.page.get_by_role("button", name="Bring CAD up again").click()
    expect(log.locator(".cad-log .kind").first).to_have_text("Reported", timeout=120_000)


def test_a_part_for_others_says_for_whom_and_offers_to_be_them(desk: Desk):
    desk.open("metrics")
    desk.act_as("CH301")
    desk.page.get_by_role("button", name="Act as").first.click()
    expect(desk.page.locator(".figure")).to_have_count(5)


def test_the_other_force_shows_its_own_words_and_nothing_of_the_first(desk: Desk):
    desk.open("queue")
    desk.page.select_option("#force", "wessexshire")
    expect(desk.page.locator("#force-name")).to_have_text("Wessexshire Police")
    expect(desk.page.get_by_text("Nothing here at the moment.")).to_be_visible()
    expect(desk.page.locator(".worklist")).to_have_count(0)


def test_an_unknown_reference_is_said_to_be_unknown(desk: Desk):
    panel = desk.open("incident", "NO-SUCH")
    expect(panel.get_by_role("alert")).to_have_text("This force has no incident with this reference.")


def test_the_phone_shows_every_tab_and_the_acting_person(phone: Desk):
    phone.open("metrics")
    expect(phone.page.get_by_role("tab", name="Metrics")).to_be_in_viewport()
    expect(phone.page.get_by_label("Person")).to_be_in_viewport()
