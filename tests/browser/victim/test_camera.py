"""Every refusal of the camera, and help for each browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.victim.person import PHONE, WIDE, Victim

#: What the browser throws, and which of our words are shown then.
REFUSALS = {
    "NotAllowedError": "denied",
    "NotFoundError": "missing",
    "NotReadableError": "busy",
    "AbortError": "busy",
    "TypeError": "other",
    "": "unsupported",
}


def refuse(victim: Victim, name: str) -> None:
    throws = f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{name}') }}"
    gone = "Object.defineProperty(navigator, 'mediaDevices', {value: undefined, configurable: true})"
    victim.page.evaluate(f"() => {{ {throws if name else gone} }}")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(("name", "shown"), REFUSALS.items(), ids=lambda value: value or "no-camera-api")
def test_each_refusal_says_what_to_do_and_it_can_be_tried_again(victim: Victim, name: str, shown: str):
    say, page = victim.say, victim.page
    victim.up_to("device")
    refuse(victim, name)
    victim.press(say("device.start"))
    expect(page.locator("#refusal")).to_have_text(say(f"refused.{shown}"))
    expect(page.locator("#remedy")).to_be_visible(visible=shown == "denied")
    expect(page.locator("#person").get_by_role("button", name=say("person.ask"))).to_be_visible()
    victim.looked_at(f"refused-{name or 'unsupported'}")
    if name:
        page.evaluate("() => { delete navigator.mediaDevices.getUserMedia }")
        victim.press(say("device.again"))
        expect(page.get_by_role("button", name=say("device.go_on"))).to_be_visible()


AGENTS = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1": "safari_ios",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36": "chrome_android",
    "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36": "samsung",
    "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0": "firefox",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15": "safari_mac",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0": "chrome_desktop",
    "Opera/9.80": "other_browser",
}


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    ("options", "help_"), [({"user_agent": agent}, name) for agent, name in AGENTS.items()], ids=AGENTS.values()
)
def test_the_help_is_for_the_browser_in_use(victim: Victim, help_: str):
    victim.up_to("device")
    refuse(victim, "NotAllowedError")
    victim.press(victim.say("device.start"))
    expect(victim.page.locator("#remedy")).to_have_text(victim.say(f"refused.{help_}"))
