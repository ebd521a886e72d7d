"""The victim's pages, end to end: phone and desk, English and Welsh, every view looked at by axe-core."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from chalicelib.web.words import words
from infra import browser as chromium
from tests.browser import axe
from tests.browser.victim import DEVICES, PHONE, SMALL, WIDE, Victim, axe_violations
from tests.contract import seeds
from tests.contract.conftest import app, identity  # noqa: F401 - fixtures
from tests.contract.desk import Desk, path
from tests.contract.web.serve import Served, served

SIZES = pytest.mark.parametrize("size", [SMALL, PHONE, WIDE], ids=["320", "phone", "desk"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


@pytest.fixture(scope="module")
def devices() -> Iterator[Browser]:
    """A browser that has a camera and a microphone, and is allowed to use them."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.path(), args=[*chromium.FLAGS, *DEVICES])
        yield started
        started.close()


@pytest.fixture
def here(app: Any, identity: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:  # noqa: F811
    from chalicelib import wiring

    made = Desk(app)
    monkeypatch.setattr(wiring, "deps", lambda: made.deps)
    with served(made) as found:
        yield found


@pytest.fixture
def victim(devices: Browser, here: Served) -> Iterator[Victim]:
    made = Victim(devices, here)
    yield made
    made.context.close()
    assert not made.faults, made.faults


def in_the_waiting_room(victim: Victim) -> str:
    token = victim.incident()
    victim.open(token)
    for button, choice in (("Continue", None), ("Continue", "Yes"), ("I have read this", None), ("Continue", None)):
        if choice:
            victim.choose(choice)
        victim.press(button)
    victim.press("Check camera and microphone")
    victim.press("Go to the waiting room")
    victim.heading("You are in the waiting room")
    return token


# --- the whole way ------------------------------------------------------------------------------------------------------------


@SIZES
@LANGUAGES
def test_from_the_message_to_the_end(devices: Browser, here: Served, size: dict[str, int], language: str):  # noqa: PLR0915
    say = words(language).__getitem__
    victim = Victim(devices, here, size)
    token = victim.incident()
    page = victim.open(token, f"?force=dorset&lang={language}")

    def look(name: str) -> None:
        victim.looked_at(f"{language}-{name}")

    victim.heading(say("landing.title"))
    look("landing")
    victim.press(say("page.continue"))
    victim.heading(say("safe.title"))
    look("safe")
    victim.press(say("page.continue"))
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(say("safe.missing"))
    look("safe-nothing-chosen")
    victim.choose(say("safe.yes"))
    victim.press(say("page.continue"))
    victim.heading(say("privacy.title"))
    look("privacy")
    victim.press(say("privacy.agree"))
    victim.choose(say("needs.interpreter"))
    victim.choose(say("needs.accompanied"))
    page.get_by_label(say("needs.companion"), exact=True).fill("Test: my mother, Test Person-Elm")
    look("needs")
    victim.press(say("page.continue"))
    victim.heading(say("device.title"))
    look("device")
    victim.press(say("device.start"))
    expect(page.get_by_role("button", name=say("device.go_on"))).to_be_focused()
    look("device-good")
    victim.press(say("device.go_on"))
    victim.heading(say("waiting.title"))
    expect(page.locator("#expect")).to_have_text(say("waiting.soon"))
    look("waiting")
    victim.press(say("waiting.other_time"))
    victim.heading(say("time.title"))
    look("time")
    page.locator("#time-1").check()
    victim.press(say("time.send"))
    victim.heading(say("asked.title"))
    look("asked")
    victim.press(say("asked.wait"))
    expect(page.locator("#sent")).to_have_text(say("waiting.sent_time"))
    victim.press(say("waiting.stop"))
    look("stop")
    page.locator("#back").click()
    victim.officer(seeds.c.OfficerJoin())
    victim.heading(say("call.title"))
    look("call")
    victim.press(say("call.pause"))
    expect(page.get_by_text(say("call.paused_victim"))).to_be_visible()
    look("call-paused")
    victim.press(say("call.resume"))
    expect(page.get_by_text(say("call.in_call"))).to_be_visible()
    victim.officer(seeds.c.Close())
    victim.heading(say("ended.title"))
    expect(page.locator("#reference")).to_contain_text(victim.name)
    expect(page.locator("#review")).to_contain_text({"en": "Thursday 19 November", "cy": "dydd Iau 19 Tachwedd"}[language])
    look("ended")
    victim.choose(say("survey.satisfied_4"))
    victim.choose(say("survey.again_video"))
    victim.press(say("survey.send"))
    expect(page.locator("#thanks")).to_have_text(say("survey.thanks"))
    (kept,) = here.desk.table.all("SURVEY#")
    assert json.loads(kept.data)["survey"] == {"satisfied": 4, "again": "video"}
    found = victim.state()
    assert (found["needs"], found["accompanied"], found["status"]) == (["interpreter"], True, "call_closed")
    assert "Test: my mother, Test Person-Elm" in found["texts"].values()
    victim.context.close()


def forgotten(victim: Victim) -> None:
    """Wait until the tab knows nothing any more; the page's policy forbids Playwright's own way of waiting."""
    for _ in range(100):
        if not victim.page.evaluate("sessionStorage.appointment"):
            return
        victim.page.wait_for_timeout(200)
    raise AssertionError("the tab still knows the appointment")


# --- the silent no, the exit, and what stays behind ---------------------------------------------------------------------------


def test_no_tells_the_control_room_and_shows_nothing(victim: Victim):
    victim.open(victim.incident())
    victim.press("Continue")
    victim.choose("No")
    victim.press("Continue")
    victim.heading("You can close this page")
    victim.looked_at("finished")
    said = victim.page.locator("main").inner_text().casefold()
    assert not any(word in said for word in ("safe", "control room", "told"))
    expect(victim.page.locator("#person")).to_be_hidden()
    forgotten(victim)
    assert (victim.state()["status"], victim.state()["ended"]) == ("escalated", "not_safe")


def test_no_arrives_though_the_network_was_away(victim: Victim):
    victim.open(victim.incident())
    victim.press("Continue")
    victim.choose("No")
    victim.here.down = True
    victim.press("Continue")
    victim.heading("You can close this page")
    victim.page.wait_for_timeout(1200)
    victim.here.down = False
    forgotten(victim)
    assert victim.state()["ended"] == "not_safe"
    victim.faults.clear()


def test_not_safe_while_waiting_changes_one_word_on_the_screen(victim: Victim):
    in_the_waiting_room(victim)
    expect(victim.page.locator("#expect")).to_be_visible()
    before = re.sub(r"at \d\d:\d\d", "", victim.page.locator("main").inner_text())
    victim.press("I cannot talk now")
    expect(victim.page.locator('[data-view="waiting"] [data-stamp]')).to_contain_text("Received at")
    after = re.sub(r"at \d\d:\d\d", "", victim.page.locator("main").inner_text())
    assert after.replace("Received", "Last updated") == before
    assert victim.state()["status"] == "escalated"


@pytest.mark.parametrize("how", ["button", "keys"])
def test_exit_leaves_nothing_in_the_tab(victim: Victim, how: str):
    victim.page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    in_the_waiting_room(victim)
    if how == "button":
        victim.page.get_by_role("button", name="Emergency Exit this page").click()
    else:
        for _ in range(3):
            victim.page.keyboard.press("Shift")
    expect(victim.page).to_have_title("Weather")
    # not one step back: nothing of ours is in the history but what was there before the link
    victim.page.go_back()
    assert "/v" not in victim.page.url
    # and whoever opens the address again finds nobody's appointment
    victim.open()
    expect(victim.page.get_by_text("opened without the link")).to_be_visible()


def test_the_token_leaves_the_address_and_goes_out_in_bodies_only(victim: Victim):
    token = in_the_waiting_room(victim)
    assert token not in victim.page.url
    for _, address, headers, body in victim.here.requests:
        assert token not in address
        assert token not in json.dumps(headers)
        assert token.encode() not in body or address.startswith("/v1/links/")
        assert "Referer" not in headers
    assert victim.page.evaluate("document.cookie") == ""
    assert victim.page.evaluate("localStorage.length") == 0


def test_opening_it_asks_nothing_and_changes_nothing(victim: Victim):
    token = victim.incident()
    rows = dict(victim.desk.table.rows)
    for _ in range(3):
        victim.open(token)
        victim.heading("Your video appointment")
        victim.page.reload()
    victim.page.wait_for_timeout(500)
    assert {address.partition("?")[0] for _, address, _, _ in victim.here.requests} == {"/v", "/v/page.js"}
    assert victim.desk.table.rows == rows


# --- coming back --------------------------------------------------------------------------------------------------------------


def test_a_reload_goes_on_waiting(victim: Victim):
    in_the_waiting_room(victim)
    victim.page.reload()
    victim.heading("You are in the waiting room")


def test_the_link_opened_again_after_the_tab_was_closed_goes_on(victim: Victim):
    token = in_the_waiting_room(victim)
    victim.page.close()
    victim.page = victim.context.new_page()
    victim.open(token)
    victim.press("Continue")
    victim.choose("Yes")
    victim.press("Continue")
    victim.heading("Check your camera and microphone")
    victim.press("Check camera and microphone")
    victim.press("Go to the waiting room")
    victim.heading("You are in the waiting room")


def test_another_link_in_the_same_tab_starts_afresh(victim: Victim):
    in_the_waiting_room(victim)
    victim.officer(seeds.c.SendLink())
    victim.page.evaluate("location.hash = " + json.dumps("#" + victim.desk.link(victim.name, 2)))
    victim.heading("Your video appointment")
    victim.press("Continue")
    victim.heading("Are you somewhere safe, and able to talk?")


def test_the_language_can_be_changed_in_the_waiting_room(victim: Victim):
    in_the_waiting_room(victim)
    victim.page.get_by_role("link", name="Cymraeg").click()
    victim.heading("Rydych chi yn yr ystafell aros")


def test_without_a_network_it_says_so_and_goes_on_by_itself(victim: Victim):
    in_the_waiting_room(victim)
    victim.here.down = True
    expect(victim.page.locator('[data-view="waiting"] [data-stamp]')).to_contain_text("no connection", timeout=15_000)
    victim.here.down = False
    expect(victim.page.locator('[data-view="waiting"] [data-stamp]')).to_contain_text("Last updated", timeout=20_000)
    victim.faults.clear()


# --- what does not work any more ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["unknown", "closed", "expired"])
def test_a_link_that_does_not_work_says_the_same_whatever_the_reason(victim: Victim, kind: str):
    token = victim.incident("call_closed" if kind == "closed" else "link_sent")
    if kind == "expired":
        victim.desk.clock.forward(timedelta(hours=73))
    victim.open("ByEhcnxQ6KmvAqr5DGb27W" if kind == "unknown" else token)
    victim.press("Continue")
    victim.heading("This link does not work")
    victim.looked_at("gone", picture=kind == "unknown")
    assert "closed" not in victim.page.locator("main").inner_text()


def test_a_visit_instead_ends_it_and_is_passed_on(victim: Victim):
    victim.open(victim.incident())
    victim.press("Ask for a visit")
    victim.heading("Ask for an officer in person")
    victim.looked_at("visit")
    victim.page.get_by_label("Is there anything we should know?").fill("Test: the bell does not work.")
    victim.page.locator('[data-do="ask_visit"]').click()
    victim.heading("An officer will visit you")
    victim.looked_at("visited")
    found = victim.state()
    assert (found["status"], found["ended"]) == ("returned", "victim_changed_mind")
    assert "Test: the bell does not work." in found["texts"].values()


@pytest.mark.parametrize(
    "view", ["landing", "safe", "privacy", "needs", "device", "waiting", "time", "stop", "code", "gone", "trouble", "call"]
)
def test_the_in_person_way_is_on_every_page(victim: Victim, view: str):
    victim.open(victim.incident())
    victim.page.evaluate(
        """(name) => document.querySelectorAll("[data-view]").forEach((each) => { each.hidden = each.dataset.view !== name })""",
        view,
    )
    person = victim.page.locator("#person")
    expect(person).to_contain_text("101")
    expect(person.get_by_role("button", name="Ask for a visit")).to_be_visible()


# --- the code -----------------------------------------------------------------------------------------------------------------


def test_the_code_opens_the_appointment(victim: Victim):
    victim.incident()
    who = {"sub": seeds.officer("link_sent"), "scopes": "staff"}
    code = victim.desk.call("POST", path("incidents", victim.name, "spoken_code"), **who).body["code"]
    victim.open()
    victim.page.get_by_role("link", name="I was told a code").click()
    victim.looked_at("code")
    for typed, said in (("12", "Enter the 6 digits of the code"), (f"{(int(code) + 1) % 10**6:06d}", "This code does not work")):
        victim.page.get_by_role("textbox").fill(typed)
        victim.press("Continue")
        expect(victim.page.get_by_role("alert").get_by_role("link")).to_contain_text(said)
    victim.page.get_by_role("textbox").fill(f"{code[:3]} {code[3:]}")
    victim.press("Continue")
    victim.heading("Are you somewhere safe, and able to talk?")


# --- every refusal of the camera ----------------------------------------------------------------------------------------------

REFUSALS = {
    "NotAllowedError": "was not allowed",
    "NotFoundError": "No camera or microphone was found",
    "NotReadableError": "Another app is using",
    "AbortError": "Another app is using",
    "TypeError": "did not start",
    "": "cannot show a video call",
}


@pytest.mark.parametrize(("name", "says"), REFUSALS.items(), ids=lambda value: value or "unsupported")
def test_each_refusal_says_what_to_do_and_it_can_be_tried_again(victim: Victim, name: str, says: str):
    refuse = f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{name}') }}"
    gone = "Object.defineProperty(navigator, 'mediaDevices', {value: undefined, configurable: true})"
    victim.open(victim.incident())
    victim.page.evaluate(f"() => {{ {refuse if name else gone} }}")
    victim.press("Continue")
    victim.choose("Yes")
    victim.press("Continue")
    victim.press("I have read this")
    victim.press("Continue")
    victim.press("Check camera and microphone")
    expect(victim.page.locator("#refusal")).to_contain_text(says)
    expect(victim.page.locator("#remedy")).to_be_visible(visible=name == "NotAllowedError")
    victim.looked_at(f"refused-{name or 'unsupported'}")
    if name:
        victim.page.evaluate("() => { delete navigator.mediaDevices.getUserMedia }")
        victim.press("Try again")
        expect(victim.page.get_by_role("button", name="Go to the waiting room")).to_be_visible()


AGENTS = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1": "safari_ios",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36": "chrome_android",
    "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36": "samsung",
    "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0": "firefox",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15": "safari_mac",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0": "chrome_desktop",
    "Opera/9.80": "other_browser",
}


@pytest.mark.parametrize(("agent", "help_"), AGENTS.items(), ids=AGENTS.values())
def test_the_help_is_for_the_browser_in_use(devices: Browser, here: Served, agent: str, help_: str):
    victim = Victim(devices, here, PHONE, user_agent=agent)
    victim.open(victim.incident())
    victim.page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError') } }"
    )
    victim.press("Continue")
    victim.choose("Yes")
    victim.press("Continue")
    victim.press("I have read this")
    victim.press("Continue")
    victim.press("Check camera and microphone")
    expect(victim.page.locator("#remedy")).to_have_text(words("en")[f"refused.{help_}"])
    victim.context.close()


# --- without JavaScript, by keyboard, on a slow network -----------------------------------------------------------------------


@SIZES
@LANGUAGES
def test_without_javascript_it_explains_and_offers_the_telephone(
    devices: Browser, here: Served, size: dict[str, int], language: str
):
    victim = Victim(devices, here, size, java_script_enabled=False)
    page = victim.open(victim.incident(), f"?force=dorset&lang={language}")
    expect(page.get_by_text(words(language)["noscript.phone"])).to_be_visible()
    expect(page.locator("button:visible")).to_have_count(0)
    expect(page.get_by_role("button", name=words(language)["exit.button"])).to_be_visible()
    page.screenshot(path=axe.kept(f"victim-{language}-noscript-{size['width']}"), full_page=True)
    victim.context.close()


def test_by_keyboard_alone(victim: Victim):
    victim.open(victim.incident())
    page = victim.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main content"

    def tab_to(words_: str) -> None:
        for _ in range(25):
            if words_ in (
                page.evaluate("document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || ''") or ""
            ):
                return
            page.keyboard.press("Tab")
        raise AssertionError(words_)

    tab_to("Continue")
    page.keyboard.press("Enter")
    victim.heading("Are you somewhere safe, and able to talk?")
    expect(page.locator('[data-view="safe"] h1')).to_be_focused()
    tab_to("Yes")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    victim.heading("How your video is used")
    tab_to("I have read this")
    page.keyboard.press("Enter")
    victim.heading("What do you need for the call?")


def test_first_words_on_slow_3g_within_three_seconds_and_a_light_page(victim: Victim):
    victim.page.goto("about:blank")
    session = victim.context.new_cdp_session(victim.page)
    session.send("Network.enable")
    received = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    # DevTools' "Slow 3G": 2 s latency, 400 kbit/s
    slow = {"offline": False, "latency": 2000, "downloadThroughput": 400 * 1024 / 8, "uploadThroughput": 400 * 1024 / 8}
    session.send("Network.emulateNetworkConditions", slow)
    victim.open(victim.incident())
    painted = victim.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    expect(victim.page.get_by_role("button", name="Continue")).to_be_visible()
    assert painted < 3000, painted
    victim.page.wait_for_timeout(300)
    assert len(received) == 2
    assert sum(received) < 100_000, received


def test_twice_as_large_words_in_the_systems_own_colours_lose_nothing(victim: Victim):
    victim.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    victim.open(victim.incident())
    victim.page.evaluate("() => { document.documentElement.style.setProperty('font-size', '200%') }")
    assert victim.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe_violations(victim.page) == []


def test_at_no_forces_address_the_page_becomes_the_forces_with_the_first_tap(victim: Victim):
    victim.open(victim.incident(), "")
    expect(victim.page.locator(".force")).to_have_text("the police")
    victim.press("Continue")
    victim.heading("Are you somewhere safe, and able to talk?")
    expect(victim.page.locator(".force")).to_have_text("Dorset Police (sample policy)")
