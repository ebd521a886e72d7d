"""Coming back: after a reload, in another tab, in another language, with another link, after the network was away."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.browser.victim.person import Victim
from tests.contract import seeds


def test_a_reload_goes_on_waiting(victim: Victim):
    victim.up_to("waiting")
    victim.page.reload()
    victim.heading("You are in the waiting room")


def test_the_link_opened_again_after_the_tab_was_closed_goes_on(victim: Victim):
    token = victim.up_to("waiting")
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
    victim.up_to("waiting")
    victim.officer(seeds.c.SendLink())
    victim.page.evaluate("location.hash = " + json.dumps("#" + victim.desk.link(victim.name, 2)))
    victim.heading("Your video appointment")
    victim.press("Continue")
    victim.heading("Are you somewhere safe, and able to talk?")


def test_the_language_can_be_changed_in_the_waiting_room(victim: Victim):
    victim.up_to("waiting")
    victim.page.get_by_role("link", name="Cymraeg").click()
    victim.heading("Rydych chi yn yr ystafell aros")


def test_without_a_network_it_says_so_and_goes_on_by_itself(victim: Victim):
    victim.up_to("waiting")
    victim.here.down = True
    expect(victim.page.locator('[data-view="waiting"] [data-stamp]')).to_contain_text("no connection", timeout=15_000)
    victim.here.down = False
    expect(victim.page.locator('[data-view="waiting"] [data-stamp]')).to_contain_text("Last updated", timeout=20_000)
    victim.faults.clear()


def test_at_no_forces_address_the_page_becomes_the_forces_with_the_first_tap(victim: Victim):
    victim.open(victim.incident(), "")
    expect(victim.page.locator(".force")).to_have_text("the police")
    victim.press("Continue")
    victim.heading("Are you somewhere safe, and able to talk?")
    expect(victim.page.locator(".force")).to_have_text("Dorset Police (sample policy)")
