"""One job in the chat pane alone, by everybody who has a part in it: from its first card to the closed incident."""

from __future__ import annotations

import json
import re
import urllib.request
import uuid
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.chat import QUEUE, ROOM, SERGEANTS, Bot, Chat
from tests.browser.desk import Desk

QUESTION = "Test: may she keep the phone overnight?"


def test_a_job_from_its_first_card_to_its_end(desk: Desk, bot: Bot):
    # Given a report from the control room's own system
    reference = desk.report()
    bot.sees(ROOM, reference)
    officer, sergeant = desk.free_officer(), desk.sergeant()
    chat = Chat(desk)
    # When everybody does their part in chat
    offered_and_found_suitable(chat, reference, sergeant)
    claimed_and_contacted(chat, reference, officer)
    join_as_the_victim(desk, reference)
    called_with_a_sergeants_advice(chat, reference, officer, sergeant)
    closed_and_submitted(chat, reference, officer)
    reviewed_and_told(chat, reference, officer, sergeant)
    # Then the card says so, and its thread tells how it came to that
    card = job(chat, reference)
    expect(card).to_contain_text("Closed")
    card.get_by_role("button", name=re.compile(r"^\d+ repl")).click()
    thread = chat.page.locator(".chat-aside .chat-list")
    wanted = ["Found suitable for EVR", "Claimed by", "Link sent", "The call began", "Paused by the police", "Resumed", "Call over"]
    wanted += ["Record submitted", "Reviewed", "The victim was told", "Closed"]
    expect(thread).to_have_text(re.compile(".*".join(wanted), re.DOTALL))
    chat.picture("story-12-thread-of-the-closed-job")


def job(chat: Chat, reference: str) -> Locator:
    """The job's card in the queue channel; it is older than the newest messages of a busy day."""
    found = chat.list.locator("article:not(.private)", has=chat.page.locator("h4", has_text=reference)).first
    earlier = chat.page.get_by_role("button", name="Show earlier messages")
    while found.count() == 0 and earlier.count():
        earlier.click()
        chat.page.wait_for_timeout(500)
    expect(found).to_be_visible()
    return found


def offered_and_found_suitable(chat: Chat, reference: str, sergeant: str) -> None:
    chat.open(ROOM, as_="SPOC01")
    card = chat.card(reference)
    expect(card).to_be_visible()
    chat.picture("story-01-first-card")
    chat.press(card, "Record the offer")
    questions = chat.form.locator('[data-action^="answers."]')
    expect(questions).not_to_have_count(0)
    names = [each.get_attribute("data-action") for each in questions.all()]
    chat.fill("Record the offer", made="yes", accepted="yes", **{str(name).replace(".", "__"): "yes" for name in names})
    chat.picture("story-02-offer")
    chat.send("Record")
    expect(chat.card(reference).get_by_role("button", name="Record the offer")).to_have_count(0)

    chat.open(SERGEANTS, as_=sergeant)
    chat.press(chat.card(f"Suitability review: {reference}"), "Review suitability")
    chat.fill("Review suitability", suitable="yes", level="queue")
    chat.picture("story-03-suitability")
    chat.send("Decide")


def claimed_and_contacted(chat: Chat, reference: str, officer: str) -> None:
    chat.open(QUEUE, as_=officer)
    expect(job(chat, reference)).to_contain_text("In the queue")
    chat.press(job(chat, reference), "Claim this job")
    mine = chat.private(f"{reference} is yours")
    expect(job(chat, reference)).to_contain_text("With an officer")
    chat.picture("story-04-claimed")
    chat.press(mine, "Show the victim's details")
    details = chat.private("The victim of")
    expect(details).to_contain_text("Only you see this, and the showing is logged.")
    chat.picture("story-05-details")
    chat.press(details, "Hide")
    expect(chat.private(f"Details of {reference} hidden")).to_be_visible()
    chat.press(job(chat, reference), "Record a telephone call")
    chat.fill("Record a telephone call", result="spoke", note="Test: at home, alone.")
    chat.send("Record")
    chat.press(job(chat, reference), "Send the link")
    chat.fill("Send the link", channel="sms", device="phone")
    chat.picture("story-06-link")
    chat.send("Send the link")
    expect(job(chat, reference)).to_contain_text("Link sent")


def join_as_the_victim(desk: Desk, reference: str) -> None:
    """The victim opens the link that the text brought: not a part of chat."""
    token = None
    for _ in range(60):
        texts = ask(desk, "/local/texts")["texts"]
        found = [each["body"] for each in texts if reference in each["body"] and "#" in each["body"]]
        token = re.search(r"#([1-9A-HJ-NP-Za-km-z]{22})", found[0]) if found else None
        if token:
            break
        desk.page.wait_for_timeout(500)
    assert token, "no text arrived"
    ask(desk, "/v1/links/join", {"token": token[1]})


def ask(desk: Desk, path: str, body: Any = None) -> Any:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    data = json.dumps(body).encode() if body else None
    with urllib.request.urlopen(urllib.request.Request(desk.address.rstrip("/") + path, data, headers), timeout=30) as answer:
        return json.load(answer)


def called_with_a_sergeants_advice(chat: Chat, reference: str, officer: str, sergeant: str) -> None:
    expect(job(chat, reference)).to_contain_text("the victim is in the room and waits")
    chat.press(job(chat, reference), "Join the call")
    expect(job(chat, reference)).to_contain_text("In the call")
    chat.press(job(chat, reference), "Pause the call")
    chat.fill("Pause the call", reason="sergeant_advice")
    chat.form.get_by_role("button", name="Pause the call", exact=True).click()
    expect(chat.form.locator(".field-error")).to_have_text("Write your question: the sergeants are called with it.")
    chat.picture("story-07-question-missing")
    chat.fill("Pause the call", question=QUESTION)
    chat.send("Pause the call")

    chat.open(SERGEANTS, as_=sergeant)
    asked = chat.card("asks a sergeant")
    expect(asked).to_contain_text(reference)
    chat.press(asked, "Show the question")
    expect(chat.private(QUESTION)).to_be_visible()
    asked.get_by_role("button", name=re.compile("^Reply in thread")).click()
    chat.say("Test: yes, with a receipt.", "thread")
    expect(chat.page.locator(".chat-aside article")).to_have_count(2)
    chat.picture("story-08-sergeant-answers")

    chat.open(QUEUE, as_=officer)
    chat.press(job(chat, reference), "Resume the call")
    expect(job(chat, reference)).to_contain_text("In the call")


def closed_and_submitted(chat: Chat, reference: str, officer: str) -> None:
    chat.press(job(chat, reference), "Tick the checklist")
    items = chat.form.locator('[data-action^="items."]')
    expect(items).not_to_have_count(0)
    names = [str(each.get_attribute("data-action")).replace(".", "__") for each in items.all()]
    chat.fill("Tick the checklist", **dict.fromkeys(names, "done"))
    chat.picture("story-09-checklist")
    chat.send("Save")
    chat.choose(job(chat, reference), "What can I do?")
    everything = chat.private("Close the link")
    chat.press(everything, "Close the link")
    chat.picture("story-10-confirm")
    chat.confirm("Close the link")
    expect(job(chat, reference)).to_contain_text("Call over, record to submit")
    chat.press(job(chat, reference), "Submit for review")
    chat.fill("Submit for review", summary="Test: account taken.", lines_of_enquiry="Test: doorbell camera")
    chat.send("Submit for review")
    expect(job(chat, reference)).to_contain_text("Evidential review")


def reviewed_and_told(chat: Chat, reference: str, officer: str, sergeant: str) -> None:
    chat.open(SERGEANTS, as_=sergeant)
    chat.press(chat.card(f"Evidential review: {reference}"), "Evidential review")
    chat.fill("Evidential review", decision="finalise")
    chat.picture("story-11-review")
    chat.send("Decide")
    chat.open(QUEUE, as_=officer)
    expect(job(chat, reference)).to_contain_text("Finalised")
    chat.press(job(chat, reference), "Record that the victim was told")
    chat.fill("The victim was told", how="phone")
    chat.send("Record")
