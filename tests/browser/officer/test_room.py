"""Who may be in the officer's room, what is shown there of the victim and when, and what happens in trouble."""

from __future__ import annotations

from playwright.sync_api import expect

from chalicelib.domain import commands as c
from tests.browser.officer.person import HOLDER, OTHER, Officer, Station

# --- who may be there ---------------------------------------------------------------------------------------------------------


def test_whoever_does_not_hold_the_job_learns_who_does_and_nothing_of_the_victim(officer: Officer, here: Station):
    name = here.job()
    page = officer.sign_in(name, who=OTHER)
    officer.heading("This is not your job")
    expect(page.get_by_text(f"{HOLDER} holds this job.")).to_be_visible()
    officer.looked_at("not-mine")
    asked = [each[1] for each in here.here.requests if "/v1/" in each[1]]
    assert {each.rpartition("/")[2] for each in asked} == {"job"}


def test_a_job_that_is_handed_to_a_colleague_leaves_this_page(officer: Officer, here: Station):
    name = here.job()
    officer.sign_in(name)
    officer.heading("Waiting room")
    here.give(name, c.Reassign(OTHER))
    officer.heading("This is not your job")


def test_without_a_job_in_the_address_ones_own_is_offered(officer: Officer, here: Station):
    name = here.job()
    page = officer.sign_in()
    officer.heading("Which job?")
    officer.looked_at("which-job")
    officer.press("Open the room")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text("Enter the reference of the job")
    page.get_by_role("link", name=f"Open your job {name}").click()
    officer.heading("Waiting room")


def test_a_reference_that_there_is_not(officer: Officer, here: Station):
    page = officer.sign_in("2026/nothing")
    expect(page.get_by_role("alert")).to_have_text("There is no job with the reference 2026/nothing. Check it against the card.")
    page.get_by_label("Reference").fill(here.job())
    officer.press("Open the room")
    officer.heading("Waiting room")


def test_a_job_before_its_link_and_after_its_review(officer: Officer, here: Station):
    officer.sign_in(here.job("in_review"))
    officer.heading("There is nothing to do here")
    expect(officer.page.get_by_text("in the evidential review")).to_be_visible()
    name = here.job("claimed")
    officer.page.goto(officer.address(name))
    officer.heading("Waiting room")
    expect(officer.page.locator("#link-said")).to_contain_text("No link has been sent yet")
    here.give(name, c.SendLink())
    expect(officer.page.locator("#link-said")).to_contain_text("The link was sent at")


# --- what the victim needs, and their details ---------------------------------------------------------------------------------


def test_what_the_victim_needs_and_wishes_is_there_before_they_are_let_in(officer: Officer, here: Station):
    name = here.job()
    here.victim(name, "needs", needs=["interpreter", "hearing"], accompanied=True, companion="Test: an aunt.", note="Test: Polish.")
    here.victim(name, "join", safe=True)
    here.victim(name, "ask", what="stop")
    page = officer.sign_in(name)
    expect(page.locator("#needs li")).to_have_text(
        ["An interpreter, also for sign language", "Help with hearing", "A parent or carer joins."]
    )
    expect(page.locator("#wish")).to_contain_text("Telephone before you let them in.")
    officer.press("Show what they wrote")
    expect(page.locator("#needs-text")).to_contain_text("Test: Polish.")
    officer.looked_at("lobby-needs")
    page.locator("#needs-text").get_by_role("button", name="Hide the details").click()
    expect(page.locator("#needs-text")).not_to_contain_text("Polish")
    officer.press("Show who joins")
    expect(page.locator("#needs-text")).to_contain_text("Test: an aunt.")
    assert here.events(name).count("DetailsShown") == 2


def test_the_victims_details_come_on_request_are_logged_and_hidden_again(officer: Officer, here: Station):
    name = here.job()
    page = officer.sign_in(name)
    officer.heading("Waiting room")
    assert "DetailsShown" not in here.events(name)
    officer.press("Show the details")
    expect(page.locator("#details")).to_be_focused()
    expect(page.locator("#details")).to_contain_text("Name")
    shown = page.locator("#details dd").first.inner_text()
    officer.looked_at("details")
    assert here.events(name).count("DetailsShown") == 1
    page.locator("#details").get_by_role("button", name="Hide the details").click()
    expect(officer.button("Show the details")).to_be_focused()
    assert shown not in page.content()


# --- in trouble ---------------------------------------------------------------------------------------------------------------


def test_a_refused_camera_is_explained(officer: Officer, here: Station):
    page = officer.sign_in(here.job())
    page.evaluate("void (navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError') })")
    officer.press("Check camera and microphone")
    expect(page.locator("#refusal")).to_contain_text("not allowed to use your camera")
    expect(page.locator("#remedy")).to_contain_text("Site settings")
    officer.looked_at("camera-refused")


def test_an_emergency_goes_to_the_control_room_and_the_call_stays(officer: Officer, here: Station):
    name = here.job()
    here.victim(name, "join", safe=True)
    page = officer.sign_in(name)
    officer.press("Let in")
    officer.heading("Call")
    officer.press("Somebody is in danger")
    officer.press("Tell the control room now")
    expect(page.locator("#danger-error")).to_contain_text("Select what is happening")
    page.get_by_label("The offender has returned").check()
    officer.looked_at("danger")
    officer.press("Tell the control room now")
    expect(page.locator("#danger-said")).to_contain_text("The control room was told at")
    expect(officer.button("Somebody is in danger")).to_be_hidden()
    assert here.seen(name)["status"] == "escalated"
    officer.heading("Call")
    officer.press("Close the call")
    officer.press("Close for good")
    officer.heading("There is nothing to do here")


def test_another_page_takes_over_and_this_one_can_take_it_back(officer: Officer, here: Station):
    name = here.job()
    first = officer.sign_in(name)
    officer.heading("Waiting room")
    second = officer.new_page()
    second.goto(officer.address(name))
    second.get_by_role("button", name="Sign in", exact=True).click()
    expect(second.get_by_role("heading", name="Waiting room")).to_be_visible()
    officer.heading("The call has moved")
    officer.looked_at("replaced")
    officer.press("Use this one instead")
    officer.heading("Waiting room")
    expect(second.get_by_role("heading", name="The call has moved")).to_be_visible(timeout=15_000)
    assert first.url == second.url


def test_a_service_that_does_not_answer_is_said_and_its_return_is_noticed(officer: Officer, here: Station):
    page = officer.sign_in(here.job())
    officer.heading("Waiting room")
    here.here.down = True
    expect(page.locator("#service")).to_contain_text("No connection to the service since", timeout=20_000)
    here.here.down = False
    expect(page.locator("#service")).to_be_hidden(timeout=20_000)


def test_a_pause_that_is_refused_is_taken_back(officer: Officer, here: Station):
    name = here.job()
    here.victim(name, "join", safe=True)
    page = officer.sign_in(name)
    officer.press("Let in")
    officer.heading("Call")
    page.route(
        "**/commands/pause", lambda route: route.fulfill(status=409, json={"code": "wrong_status", "detail": "Test: not now."})
    )
    officer.press("Pause")
    page.get_by_label("To review evidence").check()
    officer.press("Pause the call")
    expect(page.locator("#said")).to_have_text("Test: not now.")
    expect(officer.button("Pause")).to_be_visible()
