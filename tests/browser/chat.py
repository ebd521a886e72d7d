"""What somebody in the chat pane does: opens a channel, finds a card, presses, fills in a form."""

from __future__ import annotations

import json
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect
from slack_sdk import WebClient

from tests.browser import axe
from tests.browser.chat_samples import PIXEL
from tests.browser.desk import Desk

QUEUE, SERGEANTS, ROOM, TEAM = "C0QUEUE01", "C0SERGS01", "C0FCR0001", "C0TEAM001"


class Chat:
    """The pane of one page."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page

    def open(self, place: str = "", as_: str = "") -> None:
        """Go to a channel, or to "home"; as somebody, who has to be there first: a channel that is not theirs is left."""
        if as_:
            self.desk.open("chat")
            self.desk.act_as(as_)
        self.desk.open("chat", place)
        head = "home tab" if place == "home" else "#" if place.startswith("C") else "EVR"
        if place:
            expect(self.page.locator(".chat-main .chat-head h3")).to_contain_text(head)

    @property
    def list(self) -> Locator:
        return self.page.locator(".chat-main .chat-list")

    def card(self, words: str) -> Locator:
        """The newest message with these words."""
        return self.list.locator("article", has_text=words).last

    def private(self, words: str) -> Locator:
        """The newest private reply with these words."""
        found = self.list.locator("article.private", has_text=words).last
        expect(found).to_be_visible()
        return found

    def press(self, card: Locator, label: str) -> None:
        card.get_by_role("button", name=label, exact=True).click()

    def choose(self, card: Locator, label: str) -> None:
        """An entry of the card's menu."""
        card.get_by_role("button", name="More actions").click()
        self.page.get_by_role("menuitem", name=label, exact=True).click()

    @property
    def form(self) -> Locator:
        return self.page.locator("dialog.chat-dialog:not(.small)")

    def fill(self, title: str, **fields: str) -> Locator:
        """Fill in the form that opens. A field's name is its action; dots are written as two underscores."""
        expect(self.form.locator("h3")).to_have_text(title)
        for name, value in fields.items():
            control = self.form.locator(f'[data-action="{name.replace("__", ".")}"]')
            if control.evaluate("element => element.tagName") == "SELECT":
                control.select_option(value)
            elif control.evaluate("element => element.tagName") == "DIV":
                control.locator(f'input[value="{value}"]').check()
            else:
                control.fill(value)
        return self.form

    def send(self, label: str) -> None:
        """Send the form, and see it go."""
        self.form.get_by_role("button", name=label, exact=True).click()
        expect(self.form).to_have_count(0)

    def say(self, text: str, where: str = "channel") -> None:
        area = self.page.locator(f"#chat-{where}-text")
        area.fill(text)
        area.press("Enter")
        expect(area).to_have_value("")

    def confirm(self, label: str) -> None:
        self.page.locator("dialog.small").get_by_role("button", name=label, exact=True).click()

    def picture(self, name: str) -> None:
        """What is in sight: a dialog covers that, and no more."""
        self.page.screenshot(path=axe.kept(f"chat-{name}"))


class Bot:
    """Our app's token, in a test's hand."""

    def __init__(self, address: str, home: Path, force: str = "dorset") -> None:
        self._secret = json.loads((home / "keys" / f"slack-{force}").read_text())
        self.web = WebClient(token=self._secret["bot_token"], base_url=f"{address.rstrip('/')}/local/slack/api/")

    def post(self, channel: str, text: str, **more: Any) -> str:
        return str(self.web.chat_postMessage(channel=channel, text=text, **more)["ts"])

    def sees(self, channel: str, words: str, seconds: float = 300) -> None:
        """Wait until a message with these words stands in a channel: after the sample day its cards come first."""
        end = time.monotonic() + seconds
        while not any(
            words in str(each.get("blocks", "")) for each in self.web.conversations_history(channel=channel, limit=50)["messages"]
        ):
            assert time.monotonic() < end, f"nothing about {words} within {seconds} s"
            time.sleep(1)

    def upload(self, content: bytes = PIXEL) -> str:
        """A picture that can stand in a block."""
        told = self.web.files_getUploadURLExternal(filename="test.png", length=len(content))
        with urllib.request.urlopen(urllib.request.Request(str(told["upload_url"]), data=content)):
            pass
        self.web.files_completeUploadExternal(files=[{"id": str(told["file_id"]), "title": "Test"}])
        time.sleep(0.5)  # Slack looks it over first
        return str(told["file_id"])
