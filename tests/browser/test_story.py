"""One report and one job through the page, by everybody who has a part in it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.desk import Desk


def test_a_report_is_prompted_offered_found_eligible_and_triaged_into_the_queue(desk: Desk):
    # Given a report with its prompt and script
    reference = desk.report()
    expect(desk.page.locator(".script p")).to_have_count(4)
    # When the victim says yes to everything
    for question in desk.page.locator(".prompt [data-question]").all():
        question.get_by_label("Yes").check()
    desk.picture("control-prompt-desk")
    desk.page.get_by_role("button", name="Record the answers").click()
    # Then the call handler is told so in plain words
    expect(desk.page.locator(".result")).to_contain_text("Eligible for a video call")
    # And a sergeant finds it in the list, and it suitable
    desk.open("queue", "triage")
    desk.sergeant()
    desk.page.get_by_role("button", name=f"Review {reference}").click()
    form = desk.page.locator("form[data-action=triage]")
    form.get_by_label("Yes").check()
    desk.picture("queue-triage-desk")
    form.get_by_role("button", name="Record the review").click()
    expect(form).to_have_count(0)
    expect(desk.page.locator("#told")).to_contain_text("in the queue")
    desk.open("queue")
    expect(desk.page.get_by_role("link", name=reference)).to_be_visible()


def test_whoever_is_not_asked_or_says_no_goes_to_dispatch_with_the_reason(desk: Desk):
    # Given a prompt
    desk.report()
    # When EVR is not offered, without and then with a reason
    desk.page.get_by_text("EVR was not offered").click()
    desk.page.get_by_role("button", name="Record: not offered").click()
    expect(desk.page.get_by_label("Reason")).to_be_focused()
    desk.page.get_by_label("Reason").select_option("victim_distressed")
    desk.page.get_by_role("button", name="Record: not offered").click()
    # Then it is said what happens now
    expect(desk.page.locator(".result")).to_contain_text("Recorded: the victim is too distressed to be asked.")
    # And a victim who declines keeps their place
    desk.report()
    desk.page.get_by_text("The victim says no thanks").click()
    desk.page.get_by_role("button", name="Record: declined").click()
    expect(desk.page.locator(".result")).to_contain_text("the victim keeps their place")


def test_one_no_among_the_answers_makes_it_not_eligible(desk: Desk):
    desk.report()
    questions = desk.page.locator(".prompt [data-question]").all()
    for number, question in enumerate(questions):
        question.get_by_label("No" if number == 3 else "Yes").check()
    desk.page.get_by_role("button", name="Record the answers").click()
    expect(desk.page.locator(".result")).to_contain_text("Do you have a safe place where nobody can overhear you?")


def test_a_job_is_claimed_linked_called_closed_submitted_reviewed_and_told(desk: Desk):
    # Given a free officer who claims the next job
    desk.open("queue")
    officer = desk.free_officer()
    desk.page.get_by_role("button", name="Claim the next job").click()
    reference = desk.reference()
    desk.stands("With an officer")
    # When link, call, record and review take their course
    link_and_call(desk, reference)
    close_and_submit(desk, reference)
    review(desk, officer)
    # Then command and control heard of every step, in order
    log = desk.open("cad", reference)
    expect(log).to_contain_text("Incident closed")
    kinds = [each.inner_text().partition(":")[0] for each in log.locator(".cad-log .kind").all()]
    wanted = ["Reported", "Claimed", "Arrived", "Call started", "Paused", "Resumed", "Link closed", "Submitted", "Reviewed"]
    wanted += ["Back for desk work", "Submitted", "Reviewed", "Finalised", "Victim told", "Incident closed"]
    rest = iter(kinds)
    assert all(each in rest for each in wanted), kinds
    desk.picture("cad-one-incident-desk")


def link_and_call(desk: Desk, reference: str) -> None:
    """The officer telephones and sends the link; the text arrives; the victim joins, takes a break and comes back."""
    desk.do("Record a telephone call", result="spoke", note="Test: is at home, alone.")
    desk.do("Send the link")
    desk.stands("Link sent")
    text = desk.open("texts", reference).locator(".phone").first
    expect(text).to_contain_text(re.compile(rf"reference {reference}\. Open http://127\.0\.0\.1:\d+/v#\w{{22}}"))
    text.get_by_role("button", name="Join").click()
    expect(text).to_contain_text("You are in the waiting room")
    desk.picture("texts-desk")
    desk.open("incident", reference)
    desk.do("Join the call")
    desk.stands("In the call")
    text = desk.open("texts", reference).locator(".phone").first
    text.get_by_role("button", name="Take a break").click()
    expect(text).to_contain_text("The call is paused")
    text.get_by_role("button", name="Come back").click()
    expect(text).to_contain_text("You are in the call")


def close_and_submit(desk: Desk, reference: str) -> None:
    """The officer ticks the checklist, closes the link for good and submits the record."""
    desk.open("incident", reference)
    form = desk.form("Tick the checklist")
    for item in form.locator("[data-tick]").all():
        item.select_option("done")
    form.get_by_role("button", name="Save the checklist").click()
    expect(desk.page.locator(".timeline")).to_contain_text("statement taken and signed")
    desk.picture("incident-in-call-desk")
    desk.do("Close the link")
    desk.stands("Call over, record to submit")
    text = desk.open("texts", reference).locator(".phone").first
    text.get_by_role("button", name="Try this link").click()
    expect(text).to_contain_text("This link is closed.")
    desk.open("incident", reference)
    desk.do("Submit for review", summary="Test: account taken.", lines_of_enquiry="Test: doorbell camera")
    desk.stands("Evidential review")


def review(desk: Desk, officer: str) -> None:
    """A sergeant cannot send it back without a plan; with one it comes again, is finalised, and the victim is told."""
    desk.sergeant()
    form = desk.form("Evidential review")
    form.locator("[name=decision]").select_option("desk_enquiries")
    form.get_by_role("button", name="Record the decision").click()
    expect(form.get_by_role("alert")).to_have_text("This decision needs an investigation plan for whoever goes on with it.")
    desk.picture("incident-review-without-plan-desk")
    form.locator("[name=plan]").fill("Test: view the footage.")
    form.get_by_role("button", name="Record the decision").click()
    desk.stands("Desk work")
    desk.act_as(officer)
    desk.do("Submit for review", summary="Test: nothing on the footage.")
    desk.stands("Evidential review")
    desk.sergeant()
    desk.do("Evidential review", decision="finalise")
    desk.stands("Finalised, victim to be told")
    desk.act_as(officer)
    desk.do("Record that the victim was told", how="phone")
    desk.stands("Closed")


def test_the_control_room_takes_an_incident_back_and_the_page_says_where_it_is(desk: Desk):
    # Given a report that waits for its offer
    reference = desk.report()
    # When the single point of contact recalls it
    desk.act_as("SPOC01")
    later = desk.page.locator("#panel-control .side")
    later.get_by_label("CAD reference").fill(reference)
    later.get_by_role("button", name="Find").click()
    later.get_by_text("Recall the incident").first.click()
    form = later.locator("form[data-action=recall]")
    form.get_by_label("Reason").select_option("duplicate")
    form.get_by_role("button", name="Recall the incident").click()
    # Then it is back with dispatch
    expect(later.locator(".chip")).to_have_text("Back with dispatch")
    desk.open("incident", reference)
    expect(desk.page.locator(".alerts")).to_contain_text("duplicate of another incident")
