"""Both real pages in a call: the officer's, signed in at the local provider, and the victim's; the packaged system between them."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, expect

from tests.browser import axe
from tests.browser.room import Person, Room, heading, press, started, until

#: Of team B, which is off on the sample day.
HOLDER = "PC2211"
SEEN, BACK, CLOSED = 5.0, 6.0, 1.0
#: Seconds of a call before its officer's browser is killed, and until the call is closed by somebody else.
RECORDED, ALONE = 60, 8
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browsers(playing: Playwright) -> Iterator[tuple[Browser, Browser]]:
    both = started(playing), started(playing)
    yield both
    for each in both:
        each.close()


@pytest.fixture
def people(browsers: tuple[Browser, Browser]) -> Iterator[tuple[Person, Person]]:
    """The officer and the victim."""
    both = Person(browsers[0], WIDE), Person(browsers[1])
    yield both
    for each in both:
        each.context.close()
    assert not (both[0].faults or both[1].faults), (both[0].faults, both[1].faults)


@pytest.fixture
def room(here: tuple[str, Path]) -> Room:
    return Room(*here, officer=HOLDER)


def open_room(room: Room, officer: Person) -> Page:
    """The officer's page for this job, as the link on the job's card has it."""
    page = officer.watch(officer.context.new_page())
    page.goto(f"{room.address}officer?force=dorset#{quote(room.cast.reference, safe='')}")
    press(page, "Sign in")
    return page


def sign_in(room: Room, officer: Person) -> Page:
    page = open_room(room, officer)
    page.get_by_role("button", name=re.compile(f"^{HOLDER} ")).click()
    page.wait_for_url(re.compile(r"/officer\?"))
    return page


def both(officer: Person, victim: Person) -> bool:
    return officer.sees_and_hears() and victim.sees_and_hears()


def in_a_call(room: Room, people: tuple[Person, Person]) -> None:
    officer, victim = people
    page = sign_in(room, officer)
    room.victim(victim)
    press_when_there(page, "let_in")
    since = time.monotonic()
    until(lambda: both(officer, victim), SEEN, "both pages: pictures and sounds after letting in", since)


def press_when_there(page: Page, does: str) -> None:
    button = page.locator(f'[data-do="{does}"]:visible')
    expect(button).to_be_enabled(timeout=20_000)
    button.click()


def test_a_call_from_letting_in_to_the_close(room: Room, people: tuple[Person, Person]):
    officer, victim = people
    in_a_call(room, people)
    expect(victim.page.locator("#call-connection")).to_have_text("The connection is good.")
    officer.page.screenshot(path=axe.kept("room-officer-in-call-1280"), full_page=True)
    # the other camera: asked for, decided by the victim
    officer.page.locator("#rear").click()
    press(victim.page, "Not now")
    # a message each way
    victim.page.get_by_label("Write to the officer").fill("Test: the gate was open.")
    press(victim.page, "Send the message")
    officer.page.locator("summary", has_text="Text chat").click()
    expect(officer.page.get_by_text("Test: the gate was open.")).to_be_visible()
    # a pause of the officer's, and back
    press_when_there(officer.page, "ask_pause")
    officer.page.get_by_label("To review evidence").check()
    press_when_there(officer.page, "pause")
    expect(victim.page.locator("#call-says")).to_contain_text("The officer has paused the call")
    until(lambda: officer.sends_nothing() and victim.sends_nothing(), 5, "both stopped")
    press_when_there(officer.page, "resume")
    until(lambda: both(officer, victim), BACK, "both pages: after the officer's pause")
    # the end
    officer.page.locator("#close").click()
    press_when_there(officer.page, "close")
    asked = time.monotonic()
    until(lambda: room.cast.officer.ask("GET", "/v1/incidents/" + room.cast.reference)["status"] == "call_closed", 15, "closed")
    since = time.monotonic()
    until(lambda: victim.page.locator('[data-view="ended"]').is_visible(), CLOSED, "both pages: victim's page ended", since)
    print(f"MEASURED from the officer's last press to the victim's last page, recording saved: {time.monotonic() - asked:.1f} s")


def test_the_officer_closes_the_tab_and_is_back(room: Room, people: tuple[Person, Person]):
    officer, victim = people
    in_a_call(room, people)
    officer.page.close()
    since = time.monotonic()
    open_room(room, officer)
    until(lambda: both(officer, victim), BACK, "both pages: officer back", since)


def test_the_victims_break_stops_the_recording(room: Room, people: tuple[Person, Person]):
    officer, victim = people
    in_a_call(room, people)
    expect(officer.page.locator("#tape")).to_have_text(re.compile("^Recording"))
    press(victim.page, "Take a break")
    expect(officer.page.locator("#tape")).not_to_have_text(re.compile("^Recording"), timeout=3_000)
    assert officer.sends_nothing()
    press(victim.page, "I am back")
    until(lambda: both(officer, victim), BACK, "both pages: back from the break")
    heading(victim.page, "Your call")


def test_the_officers_browser_is_killed_and_at_most_four_seconds_of_recording_are_lost(
    room: Room, people: tuple[Person, Person], playing: Playwright
):
    killed = started(playing)
    officer, victim = Person(killed, WIDE), people[1]
    in_a_call(room, (officer, victim))
    expect(officer.page.locator("#tape")).to_have_text(re.compile("Recording$"))
    began = time.monotonic()
    victim.page.wait_for_timeout(RECORDED * 1000)
    recorded = time.monotonic() - began
    with contextlib.suppress(Error):  # it cannot answer any more
        killed.new_browser_cdp_session().send("Browser.crash")
    victim.page.wait_for_timeout(ALONE * 1000)
    room.do("close")
    heading(victim.page, "Your appointment has ended")
    found: list[dict[str, Any]] = []

    def joined() -> bool:
        found[:] = room.cast.officer.ask("GET", f"/v1/incidents/{room.cast.reference}/recordings")["recordings"]
        return bool(found)

    until(joined, 60, "both pages: the recording of a killed browser is joined")
    lost = recorded - found[0]["lasts"] / 1000
    print(f"MEASURED lost of a recording of {recorded:.1f} s: {lost:.1f} s (limit 4 s); gaps {found[0]['gaps']}")
    assert found[0]["plays"]
    assert found[0]["gaps"] == {"not_recorded": 1}, "the time after the kill is named"
    assert lost <= 4
