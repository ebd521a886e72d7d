"""What the victim's call looks like, state by state: axe-core finds nothing, nothing is cut off; a picture is kept for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from chalicelib.web.words import words
from tests.browser import axe
from tests.browser.room import PHONE, Person, Room, heading, press, started, until
from tests.browser.victim.person import axe_violations

SIZES = {
    "320-en": ({"width": 320, "height": 640}, "en"),
    "phone-cy": (PHONE, "cy"),
    "desk-en": ({"width": 1280, "height": 900}, "en"),
}
Persons = Callable[..., tuple[Person, Person]]
_TWO_CAMERAS = "--use-fake-device-for-media-stream=device-count=2"


@pytest.fixture(scope="module")
def browsers(playing: Playwright) -> Iterator[tuple[Browser, Browser]]:
    both = started(playing), started(playing, _TWO_CAMERAS)
    yield both
    for each in both:
        each.close()


@pytest.fixture
def persons(browsers: tuple[Browser, Browser]) -> Iterator[Callable[..., tuple[Person, Person]]]:
    """Makes the officer and the victim, with a screen of this size; whatever comes of the test, they leave."""
    made: list[Person] = []

    def make(size: dict[str, int] = PHONE) -> tuple[Person, Person]:
        both = Person(browsers[0]), Person(browsers[1], size)
        made.extend(both)
        return both

    yield make
    for each in made:
        each.context.close()
    assert not [each.faults for each in made if each.faults]


class Look:
    """The victim's page of one size in one language."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name

    def at(self, state: str) -> None:
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=axe.kept(f"room-{state}-{self.name}"), full_page=True)
        width = self.page.viewport_size
        assert width
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width["width"], state
        found = axe_violations(self.page)
        assert not found, f"{state}: {found}"


@pytest.mark.parametrize("name", SIZES)
def test_every_state_of_the_call(here: tuple[str, Path], persons: Persons, name: str):  # noqa: PLR0915 - one call, step by step, as it happens
    size, language = SIZES[name]
    say = words(language).__getitem__
    officer, victim = persons(size)
    room = Room(*here)
    room.language = language
    page = room.victim(victim)
    look = Look(page, name)

    room.let_in()
    heading(page, say("call.title"))
    expect(page.locator("#call-connection")).to_have_text(say("call.away"))
    look.at("nobody-there-yet")
    room.police(officer)
    until(lambda: officer.sees_and_hears() and victim.sees_and_hears(), 15, "in the call")
    expect(page.locator("#call-connection")).to_have_text(say("call.good"))
    expect(page.get_by_role("button", name=say("call.turn"))).to_be_visible()
    look.at("in-call")

    officer.page.evaluate("call.send({kind: 'camera_asked'})")
    expect(page.get_by_text(say("call.asked"))).to_be_visible()
    look.at("camera-asked")
    press(page, say("call.asked_yes"))
    until(lambda: bool(officer.page.evaluate("told.some((each) => each[1] === 'message' && each[2].yes === true)")), 10, "turned")
    expect(page.get_by_text(say("call.asked"))).to_be_hidden()
    # Chromium's second test camera is shown, but gives a connection no pictures on a machine without a GPU: back to the first one
    until(lambda: page.evaluate("document.getElementById('call-own').videoWidth") == 1280, 10, "the other camera's own picture")
    press(page, say("call.turn"))
    until(officer.sees_and_hears, 10, "the first camera's picture again")

    page.get_by_label(say("call.write")).fill("Test: the gate at the back was open.")
    press(page, say("call.send"))
    expect(page.locator("#call-said p")).to_have_count(1)
    officer.page.evaluate("line.say('Test: thank you. Can you show me the gate?')")
    expect(page.locator("#call-said p")).to_have_count(2)
    officer.page.evaluate("call.shareScreen()")
    expect(page.locator("#call-shared")).to_be_visible()
    until(lambda: bool(page.evaluate("document.getElementById('call-screen').videoWidth")), 10, "the officer's screen")
    look.at("messages-and-shared-screen")
    officer.page.evaluate("call.shareScreen(false)")
    expect(page.locator("#call-shared")).to_be_hidden()

    press(page, say("call.mute"))
    press(page, say("call.camera_off"))
    until(lambda: bool(officer.page.evaluate("call.other.muted && !call.other.camera")), 5, "the officer is told")
    assert victim.sends_nothing()
    look.at("muted-and-unseen")
    page.reload()
    expect(page.get_by_role("button", name=say("call.unmute"), exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=say("call.camera_on"), exact=True)).to_be_visible()
    press(page, say("call.unmute"))
    press(page, say("call.camera_on"))
    until(officer.sees_and_hears, 15, "seen and heard again")

    press(page, say("call.pause"))
    expect(page.get_by_role("button", name=say("call.resume"), exact=True)).to_be_focused()
    for away in ("call.mute", "call.camera_on", "call.camera_off", "call.turn"):
        expect(page.get_by_role("button", name=say(away), exact=True)).to_have_count(0)
    look.at("break")
    press(page, say("call.resume"))
    expect(page.locator("#call-says")).to_have_text(say("call.in_call"))
    room.do("pause", reason="evidence_review")
    expect(page.locator("#call-says")).to_have_text(say("call.paused_police"))
    look.at("paused-by-the-officer")
    room.do("resume")
    officer.page.close()
    expect(page.locator("#call-connection")).to_have_text(say("call.away"), timeout=30_000)
    look.at("officer-away")

    _, second = persons()
    room.back(second)
    heading(page, say("replaced.title"))
    look.at("another-device")
    press(page, say("replaced.take"))
    heading(page, say("call.title"))
    room.do("close")
    heading(page, say("ended.title"))
    look.at("ended")


def test_a_refused_camera_in_the_call_says_what_helps_and_the_officer_is_there_all_the_same(
    here: tuple[str, Path], persons: Persons
):
    officer, victim = persons()
    room = Room(*here)
    room.police(officer)
    page = room.victim(victim)
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError') } }")
    room.let_in(officer)
    expect(page.locator("#call-refused")).to_contain_text("was not allowed")
    until(victim.sees_and_hears, 15, "the officer is seen and heard without own devices")
    Look(page, "phone-en").at("camera-refused")
    page.evaluate("() => { delete navigator.mediaDevices.getUserMedia }")
    page.locator("#call-refused").get_by_role("button").click()
    until(officer.sees_and_hears, 15, "seen after it was allowed")
    expect(page.locator("#call-refused")).to_be_hidden()


def test_touch_is_asked_for_only_when_the_browser_wants_it(here: tuple[str, Path], persons: Persons):
    officer, victim = persons()
    victim.context.add_init_script(
        """const play = HTMLMediaElement.prototype.play; window.touched = false;
        HTMLMediaElement.prototype.play = function () {
          if (this.id === "call-officer" && !window.touched) return Promise.reject(new DOMException("", "NotAllowedError"));
          return play.call(this);
        };"""
    )
    room = Room(*here)
    room.police(officer)
    page = room.victim(victim)
    room.let_in(officer)
    tap = page.get_by_role("button", name="Touch here to see and hear the officer")
    expect(tap).to_be_visible()
    Look(page, "phone-en").at("tap-to-start")
    page.evaluate("window.touched = true")
    tap.click()
    expect(tap).to_be_hidden()


def test_exit_stops_camera_and_microphone_at_once(here: tuple[str, Path], persons: Persons):
    officer, victim = persons()
    victim.context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    room = Room(*here)
    room.police(officer)
    page = room.victim(victim)
    room.let_in(officer)
    until(lambda: officer.sees_and_hears() and victim.sees_and_hears(), 15, "in the call")
    page.get_by_role("button", name="Emergency Exit this page").click()
    expect(page).to_have_title("Weather")
    until(lambda: not officer.sees_and_hears(), 3, "the officer sees nothing any more")
    until(lambda: bool(officer.page.evaluate("!line.there")), 10, "the officer's side knows that the victim has gone")
