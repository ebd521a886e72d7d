"""A victim with a phone or at a desk: the pages in Debian's chromium, over the app in process."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from chalicelib.web.words import words
from tests.browser import axe
from tests.contract import seeds
from tests.contract.web.serve import Served

SMALL, PHONE, WIDE = ({"width": 320, "height": 640}, {"width": 390, "height": 844}, {"width": 1280, "height": 900})
_RUN = """axe.run(document, {runOnly: {type: 'tag', values: %s}, resultTypes: ['violations']}).then(
    (r) => r.violations.map((v) => v.id + ' ' + v.help + ' ' + JSON.stringify(v.nodes.slice(0, 3).map((n) => n.target))))"""
#: Chromium's own camera and microphone for tests.
DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


#: Each page before the camera, with what is chosen there and what is pressed.
_WAY = (
    ("landing", "", "page.continue"),
    ("safe", "safe.yes", "page.continue"),
    ("privacy", "", "privacy.agree"),
    ("needs", "", "page.continue"),
)


class Victim:
    """One person and their browser. `name` is the incident's reference; `say` gives the words of their language."""

    def __init__(
        self, browser: Browser, here: Served, viewport: dict[str, int] = PHONE, language: str = "en", **context: Any
    ) -> None:
        self.here, self.desk = here, here.desk
        self.language, self.say = language, words(language).__getitem__
        self.context = browser.new_context(viewport=viewport, locale="en-GB", timezone_id="Europe/London", **context)
        self.context.set_default_timeout(8_000)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda line: self.faults.append(line.text) if line.type == "error" and "status of 4" not in line.text else None,
        )
        self.name = ""

    def incident(self, status: str = "link_sent") -> str:
        self.name = seeds.an_incident_at(self.desk, status)
        return self.desk.link(self.name)

    def open(self, token: str = "", query: str | None = None) -> Page:
        asked = f"?force=dorset&lang={self.language}" if query is None else query
        self.page.goto(f"{self.here.address}/v{asked}{f'#{token}' if token else ''}")
        return self.page

    def heading(self, words: str) -> None:
        expect(self.page.locator("section:not([hidden]) h1")).to_have_text(words)

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def choose(self, words: str) -> None:
        self.page.get_by_label(words, exact=True).check()

    def view(self, name: str) -> Locator:
        found = self.page.locator(f'[data-view="{name}"]')
        expect(found).to_be_visible()
        return found

    def officer(self, command: Any) -> None:
        with self.here.lock:
            seeds.give(self.desk, self.name, command, seeds.officer("link_sent"))

    def state(self) -> dict[str, Any]:
        from tests.contract.desk import path

        with self.here.lock:
            found: dict[str, Any] = self.desk.call("GET", path("incidents", self.name), scopes="read personal").body
        return found

    def up_to(self, view: str, token: str = "") -> str:
        """From the link to this page, on the straight way; the token."""
        token = token or self.incident()
        self.open(token)
        for name, choice, button in _WAY:
            self.view(name)
            if name == view:
                return token
            if choice:
                self.choose(self.say(choice))
            self.press(self.say(button))
        self.view("device")
        if view == "waiting":
            self.press(self.say("device.start"))
            self.press(self.say("device.go_on"))
            self.view("waiting")
        return token

    def looked_at(self, name: str, picture: bool = True) -> None:
        """Nothing that axe knows of, nothing cut off at the side; and a picture for people."""
        width = self.page.viewport_size["width"]
        if picture:
            self.page.screenshot(path=axe.kept(f"victim-{self.language}-{name}-{width}"), full_page=True)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, name
        found = axe_violations(self.page)
        assert not found, f"{name}: {found}"


def axe_violations(page: Page) -> list[str]:
    """axe-core in a world of its own: the page's policy lets nobody else's script in, and the test need not bend it."""
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]
    session.send("Runtime.evaluate", {"expression": axe.script() + ";0", "contextId": world})
    asked = {"expression": _RUN % axe.TAGS, "contextId": world, "awaitPromise": True, "returnByValue": True}
    answer = session.send("Runtime.evaluate", asked)
    session.detach()
    assert "exceptionDetails" not in answer, answer
    found: list[str] = answer["result"]["value"]
    return found
