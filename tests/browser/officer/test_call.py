"""The officer's call, the victim at a page of their own: let in, paused, closed for good, submitted; back after a reload."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from chalicelib.domain import commands as c
from tests.browser.officer.person import Officer, Station, moving, victim_waits

LETTING_IN = 20_000


# --- the whole call -----------------------------------------------------------------------------------------------------------


def test_from_the_waiting_room_to_the_submitted_record(officer: Officer, here: Station, victims: BrowserContext):  # noqa: PLR0915 - one call, step by step, as it happens
    name = here.job()
    page = officer.sign_in(name)
    officer.heading("Waiting room")
    expect(page.locator("#presence")).to_have_text("The victim is not here yet.")
    expect(officer.button("Let in")).to_be_hidden()
    officer.looked_at("lobby-empty")
    officer.press("Check camera and microphone")
    expect(page.get_by_text("Camera and microphone work.")).to_be_visible()
    victim = victim_waits(victims, here, name)
    expect(page.locator("#presence")).to_contain_text("The victim is here, and has waited since 10:")
    officer.looked_at("lobby")
    officer.press("Let in")
    officer.heading("Call")
    officer.tag("presence-call", "Connected", LETTING_IN)
    moving(page, "#remote")
    officer.tag("tape", "Recording")
    officer.tag("quality", re.compile("connection"), LETTING_IN)
    officer.looked_at("call")

    officer.press("Snapshot")
    officer.tag("said", re.compile("The snapshot of .* is in the evidence list."), LETTING_IN)
    page.locator("#files-panel summary").click()
    officer.looked_at("evidence")
    expect(officer.button("Chain of custody (PDF)")).to_have_attribute("type", "button")

    officer.press("Mute")
    expect(officer.button("Unmute")).to_have_attribute("aria-pressed", "true")
    officer.press("Unmute")
    officer.press("Camera off")
    expect(page.locator("#own")).to_be_hidden()
    officer.press("Camera on")
    expect(page.locator("#own")).to_be_visible()

    officer.press("Pause")
    page.get_by_label("To ask a sergeant").check()
    officer.looked_at("pause-dialog")
    officer.press("Pause the call")
    expect(page.locator("#question-error")).to_contain_text("Write your question")
    page.get_by_label("Your question to the sergeant").fill("Test: may the phone be kept?")
    officer.press("Pause the call")
    officer.tag("tape", "Not recording: paused")
    expect(page.locator("#pause-said")).to_contain_text("Nothing is recorded")
    officer.looked_at("paused")
    here.give(name, c.Advise("Test advice: yes."), "PS1102")
    expect(page.locator("#updates")).to_contain_text("Test advice: yes.")
    officer.press("I have read it")
    expect(page.locator("#updates")).not_to_contain_text("Test advice")
    officer.press("Resume")
    officer.tag("tape", "Recording")

    page.locator("#tasks-panel summary").click()
    page.locator('[data-task="vna"]').get_by_label("Done").check()
    expect(page.locator("#tasks-said")).to_have_text("Saved.")
    expect(page.locator("#tasks-progress")).to_contain_text("1 of")
    officer.looked_at("checklist")

    victim_page_ends_with_the_close(officer, here, name, victim)
    officer.heading("The call is over")
    officer.looked_at("record")
    officer.press("Submit for review")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text("Write a summary")
    page.get_by_label("Summary of the investigation").fill("Test summary.")
    page.get_by_label("Lines of enquiry").fill("Test: the shop.\n\nTest: the bus.")
    officer.press("Submit for review")
    officer.heading("The record was submitted")
    officer.looked_at("submitted")
    found = here.seen(name)
    assert (found["status"], found["checklist"]) == ("in_review", {"vna": "done"})
    assert [key for key in here.objects.versions if key.startswith("dorset/") and "/recording/" in key], "nothing was recorded"
    (submitted,) = [each for each in found["timeline"] if each["event"] == "Submitted"]
    assert len(submitted["details"]["lines_of_enquiry"]) == 2


def victim_page_ends_with_the_close(officer: Officer, here: Station, name: str, victim: Page) -> None:
    page = officer.page
    officer.press("Close the call")
    expect(page.get_by_text("This is final.")).to_be_visible()
    officer.looked_at("close-dialog")
    officer.press("Keep the call open")
    assert here.seen(name)["status"] == "in_call"
    officer.press("Close the call")
    officer.press("Close for good")
    expect(victim.get_by_role("heading", name="Your appointment has ended")).to_be_visible()


def test_in_the_victims_break_nothing_is_recorded_and_only_they_come_back(officer: Officer, here: Station, victims: BrowserContext):
    name = here.job()
    victim = victim_waits(victims, here, name)
    page = officer.sign_in(name)
    officer.press("Let in")
    officer.tag("tape", "Recording", LETTING_IN)
    victim.get_by_role("button", name="Take a break").click()
    officer.tag("tape", "Not recording: paused")
    expect(page.locator("#pause-said")).to_contain_text("The victim takes a break since")
    expect(officer.button("Resume")).to_be_hidden()
    victim.get_by_role("button", name="I am back").click()
    officer.tag("tape", "Recording", LETTING_IN)


def test_a_reload_in_the_call_comes_back_into_it(officer: Officer, here: Station, victims: BrowserContext):
    name = here.job()
    victim_waits(victims, here, name)
    page = officer.sign_in(name)
    officer.press("Let in")
    officer.tag("presence-call", "Connected", LETTING_IN)
    page.reload()
    officer.heading("Call")
    officer.tag("presence-call", "Connected", LETTING_IN)
    moving(page, "#remote")
    officer.tag("tape", "Recording")
