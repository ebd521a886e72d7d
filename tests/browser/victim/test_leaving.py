"""The silent no, "Exit this page", and what stays behind."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.victim.person import PHONE, WIDE, Victim


def forgotten(victim: Victim) -> None:
    """Wait until the tab knows nothing any more; the page's policy forbids Playwright's own way of waiting."""
    for _ in range(100):
        if not victim.page.evaluate("sessionStorage.appointment"):
            return
        victim.page.wait_for_timeout(200)
    raise AssertionError("the tab still knows the appointment")


#: What whoever looks over the victim's shoulder must not read, in either language.
TELLING = ("safe", "control room", "told", "diogel", "ystafell reoli", "heddlu wedi")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_tells_the_control_room_and_shows_nothing(victim: Victim):
    victim.up_to("safe")
    victim.choose(victim.say("safe.no"))
    victim.press(victim.say("page.continue"))
    victim.heading(victim.say("finished.title"))
    victim.looked_at("finished")
    said = victim.page.locator("main").inner_text().casefold()
    assert not any(word in said for word in TELLING)
    expect(victim.page.locator("#person")).to_be_hidden()
    forgotten(victim)
    assert (victim.state()["status"], victim.state()["ended"]) == ("escalated", "not_safe")


def test_no_arrives_though_somebody_before_us_turned_it_away(victim: Victim):
    """API Gateway's own limit is 429 as well: it is no answer of ours."""
    victim.up_to("safe")
    turned_away = iter([429, 429])

    def once(route: Route) -> None:
        status = next(turned_away, None)
        return route.fulfill(status=status, body="{}") if status else route.continue_()

    victim.page.route("**/v1/links/escalate", once)
    victim.choose("No")
    victim.press("Continue")
    forgotten(victim)
    assert victim.state()["ended"] == "not_safe"


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
    victim.up_to("waiting")
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
    victim.up_to("waiting")
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
    token = victim.up_to("waiting")
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
