"""The pictures of the guides, from the real cards and forms: one job through the chat pane, by everybody who has a part.

By hand, against a local system of one's own: `make run FRESH=1` in one window, `.venv/bin/python -m tests.browser.pictures` in
another (EVR_PAGE names the address of a system that runs elsewhere). Each picture is what the browser shows, cut to the card or the
form; look at each one, and at the words beside it in docs/, before you commit it.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, expect, sync_playwright

from infra import browser as chromium
from tests.browser.chat import QUEUE, ROOM, SERGEANTS, Chat
from tests.browser.desk import Desk
from tests.browser.test_chat_story import job, join_as_the_victim
from tests.local_system import ROOT

PLACE = ROOT / "docs" / "pictures"
SPOC = "SPOC01"
#: Larger than this is slow to load on the networks that people read guides on.
LARGEST = 120_000
_COLOURS = 96


class Pictures:
    """One walk through the chat pane; what it shows on the way is kept."""

    def __init__(self, desk: Desk, place: Path = PLACE) -> None:
        self.desk, self.chat, self.place = desk, Chat(desk), place

    def take(self, name: str, of: Locator) -> None:
        """Keep what the browser shows of this, in few colours: it is writing, not a photograph."""
        of.scroll_into_view_if_needed()
        self.desk.page.mouse.move(0, 0)
        self.desk.page.wait_for_timeout(300)
        shown = Image.open(io.BytesIO(of.screenshot(animations="disabled"))).convert("RGB")
        file = self.place / f"chat-{name}.png"
        shown.quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
        size = file.stat().st_size
        print(f"{file.name}: {shown.width} x {shown.height}, {size // 1000} kB", flush=True)
        assert size < LARGEST, f"{file.name} is too large"

    def all(self) -> None:
        reference = self.desk.report()
        sergeant = self.desk.sergeant()
        self.offered(reference)
        self.found_suitable(reference, sergeant)
        officer = self.claimed(reference)
        self.linked(reference)
        self.called(reference, officer, sergeant)
        self.closed(reference)
        self.reviewed(reference, sergeant)

    def offered(self, reference: str) -> None:
        chat = self.chat
        chat.open(ROOM, as_=SPOC)
        chat.press(chat.card(reference), "Record the offer")
        questions = chat.form.locator('[data-action^="answers."]')
        expect(questions).not_to_have_count(0)
        self.take("control-room-offer", chat.form)
        names = [str(each.get_attribute("data-action")).replace(".", "__") for each in questions.all()]
        chat.fill("Record the offer", made="yes", accepted="yes", **dict.fromkeys(names, "yes"))
        chat.send("Record")

    def found_suitable(self, reference: str, sergeant: str) -> None:
        chat = self.chat
        chat.open(SERGEANTS, as_=sergeant)
        chat.press(chat.card(f"Suitability review: {reference}"), "Review suitability")
        chat.fill("Review suitability", suitable="yes", level="queue")
        self.take("sergeant-suitability", chat.form)
        chat.send("Decide")

    def claimed(self, reference: str) -> str:
        """By somebody who is free; what they see first is their home tab."""
        chat = self.chat
        self.desk.open("chat")
        officer = self.desk.free_officer()
        chat.open("home")
        expect(chat.list.get_by_role("button", name="Claim the next job")).to_be_visible()
        self.desk.page.wait_for_timeout(4_000)  # what was there before is shown until the tab is filled anew
        self.take("officer-home-tab", chat.page.locator(".chat-box"))
        chat.open(QUEUE)
        chat.press(job(chat, reference), "Claim this job")
        mine = chat.private(f"{reference} is yours")
        chat.press(mine, "Show the victim's details")
        details = chat.private("The victim of")
        self.take("officer-details", details)
        chat.press(details, "Hide")
        return officer

    def linked(self, reference: str) -> None:
        chat = self.chat
        chat.press(job(chat, reference), "Record a telephone call")
        chat.fill("Record a telephone call", result="spoke", note="At home, alone, on her own phone.")
        self.take("officer-telephone", chat.form)
        chat.send("Record")
        chat.press(job(chat, reference), "Send the link")
        chat.fill("Send the link", channel="sms", device="phone")
        self.take("officer-link", chat.form)
        chat.send("Send the link")
        join_as_the_victim(self.desk, reference)
        expect(job(chat, reference)).to_contain_text("the victim is in the room and waits")
        self.take("officer-card", job(chat, reference))

    def called(self, reference: str, officer: str, sergeant: str) -> None:
        chat = self.chat
        chat.press(job(chat, reference), "Join the call")
        expect(job(chat, reference)).to_contain_text("In the call")
        chat.press(job(chat, reference), "Pause the call")
        chat.fill("Pause the call", reason="sergeant_advice", question="May she keep the phone until the footage is copied?")
        self.take("officer-pause", chat.form)
        chat.send("Pause the call")
        chat.open(SERGEANTS, as_=sergeant)
        asked = chat.card(f"{officer} asks a sergeant: {reference}")
        expect(asked.get_by_role("button", name="Show the question")).to_be_visible()
        self.take("sergeant-question", asked)
        chat.press(asked, "Answer or advise the officer")
        chat.fill("Advise the officer", text="Yes. Ask her to send it by the link before you close it.")
        chat.send("Send")
        chat.open(ROOM, as_=SPOC)
        chat.page.locator("#chat-channel-text").fill(f"/evr update {reference}")
        chat.page.keyboard.press("Enter")
        chat.fill("Send an update", kind="information", text="The shop next door has kept its footage of the street.")
        self.take("control-room-update", chat.form)
        chat.send("Send")
        chat.open(QUEUE, as_=officer)
        chat.press(job(chat, reference), "Resume the call")
        expect(job(chat, reference)).to_contain_text("In the call")
        for number in (1, 2):
            chat.press(job(chat, reference), f"Show update {number}")
            chat.press(chat.private(f"Update {number}"), "Mark the update as read")
            expect(job(chat, reference)).not_to_contain_text(f"Show update {number}")

    def closed(self, reference: str) -> None:
        chat = self.chat
        chat.choose(job(chat, reference), "What can I do?")
        chat.press(chat.private("Close the link"), "Close the link")
        self.take("officer-close", chat.page.locator("dialog.small"))
        chat.confirm("Close the link")
        expect(job(chat, reference)).to_contain_text("Call over, record to submit")
        chat.press(job(chat, reference), "Submit for review")
        chat.fill("Submit for review", summary="Account taken on video.", lines_of_enquiry="Footage of the shop")
        chat.send("Submit for review")
        expect(job(chat, reference)).to_contain_text("Evidential review")

    def reviewed(self, reference: str, sergeant: str) -> None:
        chat = self.chat
        chat.open(SERGEANTS, as_=sergeant)
        chat.press(chat.card(f"Evidential review: {reference}"), "Evidential review")
        chat.fill("Evidential review", decision="desk_enquiries", plan="Ask the shop for its footage and look at it.")
        self.take("sergeant-review", chat.form)
        chat.send("Decide")


def main() -> None:
    address = os.environ.get("EVR_PAGE", "http://127.0.0.1:8800/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=list(chromium.FLAGS))
        context = browser.new_context(
            viewport={"width": 1060, "height": 1180}, device_scale_factor=1.5, locale="en-GB", timezone_id="Europe/London"
        )
        context.set_default_timeout(60_000)
        try:
            Pictures(Desk(context.new_page(), address)).all()
        finally:
            browser.close()


if __name__ == "__main__":
    main()
