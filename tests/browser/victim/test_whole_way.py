"""From the message to the end: three sizes, two languages, every page of the straight way looked at by axe-core."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.victim.person import PHONE, SMALL, WIDE, Victim
from tests.contract import seeds

SIZES = pytest.mark.parametrize("size", [SMALL, PHONE, WIDE], ids=["320", "phone", "desk"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])
NEXT_DAY = {"en": "Thursday 19 November", "cy": "dydd Iau 19 Tachwedd"}


@SIZES
@LANGUAGES
def test_from_the_message_to_the_end(victim: Victim):
    victim.open(victim.incident())
    until_the_camera(victim)
    in_the_waiting_room(victim)
    in_the_call(victim)
    after_the_end(victim)
    found = victim.state()
    assert (found["needs"], found["accompanied"], found["status"]) == (["interpreter"], True, "call_closed")
    assert "Test: my mother, Test Person-Elm" in found["texts"].values()


def until_the_camera(victim: Victim) -> None:
    say, page = victim.say, victim.page
    victim.heading(say("landing.title"))
    victim.looked_at("landing")
    victim.press(say("page.continue"))
    victim.heading(say("safe.title"))
    victim.looked_at("safe")
    victim.press(say("page.continue"))
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(say("safe.missing"))
    victim.looked_at("safe-nothing-chosen")
    victim.choose(say("safe.yes"))
    victim.press(say("page.continue"))
    victim.heading(say("privacy.title"))
    victim.looked_at("privacy")
    victim.press(say("privacy.agree"))
    victim.choose(say("needs.interpreter"))
    victim.choose(say("needs.accompanied"))
    page.get_by_label(say("needs.companion"), exact=True).fill("Test: my mother, Test Person-Elm")
    victim.looked_at("needs")
    victim.press(say("page.continue"))
    victim.heading(say("device.title"))
    victim.looked_at("device")
    victim.press(say("device.start"))
    expect(page.get_by_role("button", name=say("device.go_on"))).to_be_focused()
    victim.looked_at("device-good")
    victim.press(say("device.go_on"))


def in_the_waiting_room(victim: Victim) -> None:
    say, page = victim.say, victim.page
    victim.heading(say("waiting.title"))
    expect(page.locator("#expect")).to_have_text(say("waiting.soon"))
    victim.looked_at("waiting")
    victim.press(say("waiting.other_time"))
    victim.heading(say("time.title"))
    victim.press(say("time.send"))
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(say("time.missing"))
    victim.looked_at("time")
    page.locator("#time-1").check()
    victim.press(say("time.send"))
    victim.heading(say("asked.title"))
    victim.looked_at("asked")
    victim.press(say("asked.wait"))
    expect(page.locator("#sent")).to_have_text(say("waiting.sent_time"))
    victim.press(say("waiting.stop"))
    victim.heading(say("stop.title"))
    victim.looked_at("stop")
    page.locator("#back").click()


def in_the_call(victim: Victim) -> None:
    say, page = victim.say, victim.page
    victim.officer(seeds.c.OfficerJoin())
    victim.heading(say("call.title"))
    victim.looked_at("call")
    victim.press(say("call.pause"))
    expect(page.get_by_text(say("call.paused_victim"))).to_be_visible()
    victim.looked_at("call-paused")
    victim.press(say("call.resume"))
    expect(page.get_by_text(say("call.in_call"))).to_be_visible()


def after_the_end(victim: Victim) -> None:
    say, page = victim.say, victim.page
    victim.officer(seeds.c.Close())
    victim.heading(say("ended.title"))
    expect(page.locator("#reference")).to_contain_text(victim.name)
    expect(page.locator("#review")).to_contain_text(NEXT_DAY[victim.language])
    victim.looked_at("ended")
    victim.choose(say("survey.satisfied_4"))
    victim.choose(say("survey.again_video"))
    victim.press(say("survey.send"))
    expect(page.locator("#thanks")).to_have_text(say("survey.thanks"))
    (kept,) = victim.desk.table.all("SURVEY#")
    assert json.loads(kept.data)["survey"] == {"satisfied": 4, "again": "video"}


def test_the_questions_can_be_skipped(victim: Victim):
    victim.up_to("waiting")
    victim.officer(seeds.c.OfficerJoin())
    victim.heading("Your call")
    victim.officer(seeds.c.Close())
    victim.press("Skip the questions")
    expect(victim.page.locator("#thanks")).to_have_text("Thank you. You can close this page.")
    expect(victim.page.locator("#survey")).to_be_hidden()
    assert victim.desk.table.all("SURVEY#") == []
