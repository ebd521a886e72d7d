"""Without JavaScript, without a mouse, without good sight, without a fast network."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.victim.person import PHONE, SMALL, WIDE, Victim, axe_violations

SIZES = pytest.mark.parametrize("size", [SMALL, PHONE, WIDE], ids=["320", "phone", "desk"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


@SIZES
@LANGUAGES
@pytest.mark.parametrize("options", [{"java_script_enabled": False}], ids=["no-js"])
def test_without_javascript_it_explains_and_offers_the_telephone(victim: Victim):
    page = victim.open(victim.incident())
    expect(page.get_by_text(victim.say("noscript.phone"))).to_be_visible()
    expect(page.locator("button:visible")).to_have_count(0)
    expect(page.get_by_role("button", name=victim.say("exit.button"))).to_be_visible()
    width = victim.page.viewport_size["width"]
    page.screenshot(path=axe.kept(f"victim-{victim.language}-noscript-{width}"), full_page=True)


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


#: DevTools' "Slow 3G": 2 s latency, 400 kbit/s.
LATENCY, BYTES_A_SECOND = 2.0, 400 * 1024 / 8
#: Of the 3 s that the first words may take; what is left is for the browser.
READING = 0.5


def test_on_slow_3g_the_first_words_need_one_request_that_fits_into_three_seconds(
    victim: Victim, record_property: Callable[[str, object], None]
):
    """Held is what decides the time: only the document comes before the words, and it is small. The time itself is reported."""
    victim.page.goto("about:blank")
    session = victim.context.new_cdp_session(victim.page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY * 1000} | speed)
    victim.open(victim.incident())
    expect(victim.page.get_by_role("button", name="Continue")).to_be_visible()
    victim.page.wait_for_timeout(300)
    assert len(received) == 2
    assert sum(received) < 100_000
    document = received[0]
    assert LATENCY + document / BYTES_A_SECOND < 3 - READING
    blocking = victim.page.evaluate("performance.getEntriesByType('resource').map((each) => each.renderBlockingStatus)")
    assert blocking == ["non-blocking"]
    painted = victim.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    record_property("first words on slow 3G, ms", round(painted))
    print(f"first words on slow 3G: {painted:.0f} ms; compressed bytes: {[round(each) for each in received]}")


def test_twice_as_large_words_in_the_systems_own_colours_lose_nothing(victim: Victim):
    victim.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    victim.open(victim.incident())
    victim.page.evaluate("() => { document.documentElement.style.setProperty('font-size', '200%') }")
    assert victim.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe_violations(victim.page) == []
