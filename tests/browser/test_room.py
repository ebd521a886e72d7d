"""The call: two real Chromium processes with devices of their own, through the victim's real page, on the packaged system."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Error, Playwright, expect

from tests.browser.room import Person, Room, heading, press, started, until

#: What the issue asks for, in seconds.
SEEN, BACK, CLOSED = 5.0, 6.0, 1.0


@pytest.fixture(scope="module")
def browsers(playing: Playwright) -> Iterator[tuple[Browser, Browser]]:
    both = started(playing), started(playing)
    yield both
    for each in both:
        each.close()


@pytest.fixture
def people(browsers: tuple[Browser, Browser]) -> Iterator[tuple[Person, Person]]:
    """The officer and the victim."""
    both = Person(browsers[0], {"width": 1280, "height": 900}), Person(browsers[1])
    yield both
    for each in both:
        each.context.close()
    assert not (both[0].faults or both[1].faults), (both[0].faults, both[1].faults)


@pytest.fixture
def room(here: tuple[str, Path]) -> Room:
    return Room(*here)


def in_a_call(room: Room, people: tuple[Person, Person], **options: bool) -> float:
    """Both wait; then the officer lets the victim in. Returned: the seconds until both see and hear each other."""
    officer, victim = people
    room.police(officer, **options)
    room.victim(victim)
    since = room.let_in(officer)
    return until(
        lambda: officer.sees_and_hears() and victim.sees_and_hears(), SEEN, "both pictures and sounds after letting in", since
    )


def test_both_are_seen_and_heard_and_the_page_says_so(room: Room, people: tuple[Person, Person]):
    in_a_call(room, people)
    page = people[1].page
    heading(page, "Your call")
    expect(page.locator("#call-says")).to_have_text("The officer is here, and the call has begun.")
    expect(page.locator("#call-recorded")).to_have_text("This call is recorded.")
    expect(page.locator("#call-connection")).to_have_text("The connection is good.")


def test_the_victim_closes_the_tab_and_is_back_by_the_same_link(room: Room, people: tuple[Person, Person]):
    officer, victim = people
    in_a_call(room, people)
    victim.page.close()
    since = time.monotonic()
    room.back(victim)
    until(lambda: victim.sees_and_hears() and officer.sees_and_hears(), BACK, "victim back by the same link", since)


def test_a_reload_goes_on(room: Room, people: tuple[Person, Person]):
    in_a_call(room, people)
    since = time.monotonic()
    people[1].page.reload()
    until(lambda: all(each.sees_and_hears() for each in people), BACK, "victim's page loaded again", since)


def test_the_officer_closes_the_tab_and_is_back(room: Room, people: tuple[Person, Person]):
    officer, victim = people
    in_a_call(room, people)
    officer.page.close()
    since = time.monotonic()
    room.police(officer)
    until(lambda: officer.sees_and_hears() and victim.sees_and_hears(), BACK, "officer back", since)


def test_a_break_stops_picture_and_sound_at_once_on_both_sides(room: Room, people: tuple[Person, Person]):
    officer, victim = people
    in_a_call(room, people, records=True)
    since = time.monotonic()
    press(victim.page, "Take a break")
    until(lambda: not officer.page.evaluate("film.recording"), 1, "recorder stopped after the victim's break", since)
    expect(victim.page.locator("#call-says")).to_have_text("You are taking a break. Nothing is recorded.")
    assert victim.sends_nothing()
    assert officer.sends_nothing()
    assert victim.page.evaluate("[document.getElementById('call-own').srcObject]") == [None], "the camera is still on"
    until(lambda: bool(room.cast.officer.ask("GET", f"/v1/incidents/{room.cast.reference}")["status"] == "paused"), 10, "told")
    press(victim.page, "I am back")
    until(lambda: officer.sees_and_hears() and victim.sees_and_hears(), BACK, "back from the break")
    until(lambda: bool(officer.page.evaluate("film.recording")), BACK, "recording again")


def test_a_break_without_a_network_stops_sending_and_is_told_later(room: Room, people: tuple[Person, Person]):
    officer, victim = people
    in_a_call(room, people)
    victim.context.set_offline(True)
    press(victim.page, "Take a break")
    assert victim.sends_nothing()
    assert not officer.page.evaluate("call.live"), "the officer's side learned of the break though the service could not be asked"
    victim.context.set_offline(False)
    until(lambda: bool(room.cast.officer.ask("GET", f"/v1/incidents/{room.cast.reference}")["status"] == "paused"), 30, "told")


def test_the_officers_pause_stops_both_sides(room: Room, people: tuple[Person, Person]):
    officer, victim = people
    in_a_call(room, people, records=True)
    officer.page.evaluate("call.pause()")
    assert not officer.page.evaluate("film.recording")
    assert officer.sends_nothing()
    until(victim.sends_nothing, 3, "victim's side stopped after the officer's pause")
    room.do("pause", reason="evidence_review")
    expect(victim.page.locator("#call-says")).to_contain_text("The officer has paused the call")
    room.do("resume")
    officer.page.evaluate("call.resume()")
    until(lambda: officer.sees_and_hears() and victim.sees_and_hears(), BACK, "after the officer's pause")


def test_closing_ends_both_sides_and_the_link_is_dead(room: Room, people: tuple[Person, Person]):
    officer, victim = people
    in_a_call(room, people)
    room.do("close")
    since = time.monotonic()
    officer.page.evaluate("call.send({kind: 'closed'}); call.stop()")
    until(lambda: victim.page.locator('[data-view="ended"]').is_visible(), CLOSED, "victim's page ended after the close", since)
    assert victim.page.evaluate("connections.every((each) => each.connectionState === 'closed')")
    for path, more in (
        ("room", {"page": "A" * 22}),
        ("media", {"page": "A" * 22}),
        ("say", {"page": "A" * 22, "n": 1, "text": "x"}),
        ("join", {}),
    ):
        assert refused(room, path, more) == 410, path


def test_closing_elsewhere_ends_the_call_as_well(room: Room, people: tuple[Person, Person]):
    in_a_call(room, people)
    room.do("close")
    heading(people[1].page, "Your appointment has ended")
    until(lambda: bool(people[0].page.evaluate("told.some((each) => each[1] === 'closed')")), 5, "officer's page told of the close")


def refused(room: Room, path: str, more: dict[str, object]) -> int:
    body = json.dumps({"token": room.cast.token} | more).encode()
    try:
        with urlopen(Request(f"{room.address}v1/links/{path}", body, {"Content-Type": "application/json"}), timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_a_second_device_takes_over_and_the_first_says_so(
    room: Room, people: tuple[Person, Person], browsers: tuple[Browser, Browser]
):
    officer, first = people
    in_a_call(room, people)
    second = Person(browsers[1])
    since = time.monotonic()
    room.back(second)
    until(lambda: second.sees_and_hears() and officer.sees_and_hears(), BACK, "second device", since)
    heading(first.page, "Your call is open on another device")
    assert first.count()["open"] == 0
    press(first.page, "Go on with this device")
    until(lambda: first.sees_and_hears() and officer.sees_and_hears(), BACK, "first device again")
    heading(second.page, "Your call is open on another device")
    second.context.close()


def test_the_officers_browser_is_killed(room: Room, people: tuple[Person, Person], playing: Playwright):
    """No word of farewell: the victim is told that the connection is lost, stays, and goes on with the officer's next browser."""
    _, victim = people
    killed = started(playing)
    officer = Person(killed)
    in_a_call(room, (officer, victim))
    session = killed.new_browser_cdp_session()
    with contextlib.suppress(Error):  # it cannot answer any more
        session.send("Browser.crash")
    expect(victim.page.locator("#call-connection")).to_contain_text("trying again", timeout=30_000)
    since = time.monotonic()
    room.police(people[0])
    until(lambda: people[0].sees_and_hears() and victim.sees_and_hears(), BACK, "officer's next browser", since)
