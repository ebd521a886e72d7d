"""What somebody at the start page does, in a few words; and what went wrong in the page meanwhile."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote

from playwright.sync_api import Locator, Page, Request, expect

from tests.browser import axe

_WORDS_OF_THE_FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return "";
    const labels = [...(element.labels ?? [])].map(label => label.innerText);
    const legend = element.closest("fieldset")?.querySelector("legend")?.innerText;
    return [element.innerText, element.getAttribute("aria-label"), ...labels, legend].filter(Boolean).join(" | ");
}"""

expect.set_options(timeout=30_000)


class Desk:
    """One page. `mistakes` collects errors of its scripts, whatever the content policy blocked, and requests to elsewhere."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.mistakes: list[str] = []
        page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("request", self._request)

    def _console(self, kind: str, text: str) -> None:
        # A refusal of the API is an answer, not a mistake; chromium reports it as one.
        if kind == "error" and "Failed to load resource" not in text:
            self.mistakes.append(text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.mistakes.append(f"a request to {request.url}")

    def open(self, part: str, rest: str = "") -> Locator:
        """Open a part by its address; return its panel."""
        self.page.goto(f"{self.address}#{part}{'/' + quote(rest, safe='') if rest else ''}")
        panel = self.page.locator(f"#panel-{part}")
        expect(panel).to_be_visible()
        return panel

    def act_as(self, id: str) -> None:
        if self.page.locator("#person").input_value() != id:
            self.page.select_option("#person", id)
            expect(self.page.locator(f"body[data-acting-as='{id}']")).to_be_attached()

    def free_officer(self) -> str:
        """Somebody on shift without a job; acts as them."""
        found = self.page.locator("#person option", has_text=re.compile(r"\(free\)")).first
        id = found.get_attribute("value")
        assert id, "no officer is free"
        self.act_as(id)
        return id

    def report(self) -> str:
        """A call handler takes a report; its offer waits. Returns its reference."""
        self.open("control")
        self.act_as("CH301")
        another = self.page.get_by_role("button", name="Take another report")
        if another.is_visible():
            another.click()
        reference = self.page.get_by_label("CAD reference").first.input_value()
        self.page.get_by_role("button", name="Send the report").click()
        expect(self.page.get_by_role("heading", name="Offer a video appointment with a police officer")).to_be_visible()
        return reference

    def sergeant(self) -> str:
        found = self.page.locator("#person option", has_text="sergeant").first.get_attribute("value")
        assert found
        self.act_as(found)
        return found

    def reference(self) -> str:
        """The incident that is open."""
        self.page.wait_for_url(re.compile("#incident/.+"))
        return unquote(self.page.url.partition("#incident/")[2])

    def do(self, action: str, **fields: str) -> None:
        """Open one of the actions of the incident, fill in its form, give it."""
        form = self.form(action)
        for name, value in fields.items():
            self._fill(form, name, value)
        form.get_by_role("button").click()

    def form(self, action: str) -> Locator:
        button = self.page.locator(".actions .buttons").first.get_by_role("button", name=action, exact=True)
        button.click()
        form = self.page.locator(".actions form")
        expect(form.locator("h5")).to_have_text(action)
        return form

    def _fill(self, form: Locator, name: str, value: str) -> None:
        control = form.locator(f"[name={name}]").first
        if control.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value={value}]").check()
        elif control.evaluate("element => element.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)

    def stands(self, words: str) -> None:
        """Where the open incident stands, in the words of its chip."""
        expect(self.page.locator(".incident-head .chip").first).to_have_text(words)

    def picture(self, name: str) -> None:
        self.page.screenshot(path=axe.kept(name), full_page=True)

    def tab_to(self, words: str, most: int = 120) -> None:
        """Press Tab until the focus is on what has these words."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if words in self.focused():
                return
        raise AssertionError(f"the keyboard does not reach '{words}'; it stopped at '{self.focused()}'")

    def focused(self) -> str:
        found: Any = self.page.evaluate(_WORDS_OF_THE_FOCUS)
        return " ".join(str(found).split())
