"""Where the link does not work, and the other ways: a visit, the code that is read out, the telephone."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

import chalicelib
from tests.browser.victim.person import PHONE, WIDE, Victim
from tests.contract import seeds
from tests.contract.desk import path

SIZES = pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "desk"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


@SIZES
@LANGUAGES
@pytest.mark.parametrize("kind", ["unknown", "closed", "expired"])
def test_a_link_that_does_not_work_says_the_same_whatever_the_reason(victim: Victim, kind: str):
    token = victim.incident("call_closed" if kind == "closed" else "link_sent")
    if kind == "expired":
        victim.desk.clock.forward(timedelta(hours=73))
    victim.open("ByEhcnxQ6KmvAqr5DGb27W" if kind == "unknown" else token)
    victim.press(victim.say("page.continue"))
    victim.heading(victim.say("gone.title"))
    victim.looked_at("gone", picture=kind == "unknown")
    said = victim.view("gone").inner_text()
    assert all(victim.say(f"gone.{each}") in said for each in ("words", "phone"))
    assert victim.name not in victim.page.content()


@SIZES
@LANGUAGES
def test_a_visit_instead_ends_it_and_is_passed_on(victim: Victim):
    say = victim.say
    victim.open(victim.incident())
    victim.press(say("person.ask"))
    victim.heading(say("visit.title"))
    victim.looked_at("visit")
    victim.page.get_by_label(say("visit.note")).fill("Test: the bell does not work.")
    victim.page.locator('[data-do="ask_visit"]').click()
    victim.heading(say("visited.title"))
    victim.looked_at("visited")
    found = victim.state()
    assert (found["status"], found["ended"]) == ("returned", "victim_changed_mind")
    assert "Test: the bell does not work." in found["texts"].values()


PAGES = set(re.findall(r'data-view="(\w+)"', (Path(chalicelib.__path__[0]) / "web" / "page.html").read_text(encoding="utf-8")))
#: After these there is nothing to choose any more; and the visit itself.
OVER = {"finished", "visited", "ended", "visit"}


@LANGUAGES
@pytest.mark.parametrize("view", sorted(PAGES - OVER))
def test_the_in_person_way_is_on_every_page(victim: Victim, view: str):
    victim.open(victim.incident())
    victim.page.evaluate(
        """(name) => document.querySelectorAll("[data-view]").forEach((each) => { each.hidden = each.dataset.view !== name })""",
        view,
    )
    person = victim.page.locator("#person")
    expect(person).to_contain_text("101")
    expect(person.get_by_role("button", name=victim.say("person.ask"))).to_be_visible()


@LANGUAGES
def test_without_a_link_the_telephone_is_on_the_page_and_the_code_is_asked_for(victim: Victim):
    """Some wrappers of mails and texts drop what stands behind the #."""
    victim.open()
    expect(victim.page.get_by_text(victim.say("landing.no_link"))).to_be_visible()
    expect(victim.page.get_by_role("link", name=victim.say("landing.code"))).to_be_visible()
    expect(victim.page.locator("#person")).to_contain_text("101")
    victim.looked_at("no-link")


@SIZES
@LANGUAGES
def test_what_fails_says_so_and_can_be_tried_again(victim: Victim):
    victim.open(victim.incident())
    victim.here.down = True
    victim.press(victim.say("page.continue"))
    victim.heading(victim.say("trouble.title"))
    victim.looked_at("trouble")
    victim.here.down = False
    victim.press(victim.say("trouble.again"))
    victim.heading(victim.say("safe.title"))
    victim.faults.clear()


@SIZES
@LANGUAGES
def test_the_code_opens_the_appointment(victim: Victim):
    say = victim.say
    victim.incident()
    who = {"sub": seeds.officer("link_sent"), "scopes": "staff"}
    code = victim.desk.call("POST", path("incidents", victim.name, "spoken_code"), **who).body["code"]
    victim.open()
    victim.page.get_by_role("link", name=say("landing.code")).click()
    victim.looked_at("code")
    for typed, said in (("12", "code.shape"), (f"{(int(code) + 1) % 10**6:06d}", "code.wrong")):
        victim.page.get_by_role("textbox").fill(typed)
        victim.press(say("page.continue"))
        expect(victim.page.get_by_role("alert").get_by_role("link")).to_contain_text(say(said))
    victim.looked_at("code-wrong")
    victim.page.get_by_role("textbox").fill(f"{code[:3]} {code[3:]}")
    victim.press(say("page.continue"))
    victim.heading(say("safe.title"))
