"""Two people in a call: each a Chromium process of its own with Chromium's own camera and microphone, at the packaged system.

The job comes to them over the real API, as in `make demo`. What is seen and heard is counted by the browsers (getStats): the pages
are not changed for it, each connection they make is only remembered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, Playwright, expect

from chalicelib.web.words import words
from infra import browser as chromium
from infra.local import demo
from infra.local.ask import acting, token
from infra.local.demo_cast import FORCE, Cast, _drop, _on_shift, assemble
from infra.local.place import Place
from tests.browser.police_page import open_police_page
from tests.browser.victim import DEVICES

FLAGS = (*chromium.FLAGS, *DEVICES, "--allow-loopback-in-peer-connection", "--auto-accept-this-tab-capture")
PHONE = {"width": 390, "height": 844}
_REMEMBER = """window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) { super(...given); connections.push(this); } };"""
_COUNT = """async () => {
  const sum = { frames: 0, energy: 0, sent: 0, heard: 0, got: 0, open: 0 };
  for (const each of window.connections.filter((one) => one.connectionState === "connected")) {
    sum.open += 1;
    (await each.getStats()).forEach((one) => {
      if (one.type === "inbound-rtp") { sum.frames += one.framesDecoded ?? 0; sum.energy += one.totalAudioEnergy ?? 0; }
      if (one.type === "inbound-rtp") sum.got += one.bytesReceived;
      if (one.type === "outbound-rtp") sum.sent += one.bytesSent;
    });
  }
  return sum;
}"""


def started(playwright: Playwright, *more: str, through: Path | str = "") -> Browser:
    """A browser of its own. `through`: what starts it instead of chromium itself."""
    return playwright.chromium.launch(executable_path=str(through or chromium.path()), args=[*FLAGS, *more])


class Person:
    """One side in its browser, at the page it has open."""

    def __init__(self, browser: Browser, viewport: dict[str, int] = PHONE, **context: Any) -> None:
        self.context = browser.new_context(viewport=viewport, locale="en-GB", timezone_id="Europe/London", **context)
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(_REMEMBER)
        self.faults: list[str] = []
        self.page: Page

    def watch(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page = page
        return page

    def count(self) -> dict[str, float]:
        """Pictures decoded, sound energy, bytes sent and received by the connections that stand now."""
        found: dict[str, float] = self.page.evaluate(_COUNT)
        return found

    def sees_and_hears(self) -> bool:
        """Whether new pictures and sound come right now."""
        try:
            before = self.count()
            self.page.wait_for_timeout(150)
            now = self.count()
        except Error:  # the page is just being loaded
            return False
        return now["frames"] > before["frames"] > 0 and now["energy"] > before["energy"]

    def sends_nothing(self) -> bool:
        before = self.count()
        self.page.wait_for_timeout(500)
        return before["open"] == 1 and self.count()["sent"] == before["sent"]


class Room:
    """The job, its officer and its victim. `open_link` to `let_in` are what happens before a call."""

    def __init__(self, address: str, home: Path, officer: str = "DEMO-PC1") -> None:
        self.address, self.language = address, "en"
        self.place = Place(int(address.rstrip("/").rpartition(":")[2]), home)
        self.cast: Cast = assemble(self.place)
        if officer != "DEMO-PC1":
            self.cast.officer = acting(self.place, officer, ["staff"], FORCE)
            _on_shift(self.cast.officer, officer)
            job = self.cast.officer.ask("GET", "/v1/job").get("reference")
            if job:
                _drop(self.cast.sergeant, job)
        for step in (demo._report, demo._triage_and_claim, demo._link):
            step(self.cast)

    @property
    def link(self) -> str:
        return f"{self.address}v?force={FORCE}&lang={self.language}#{self.cast.token}"

    def do(self, command: str, **fields: Any) -> Any:
        return demo._do(self.cast, self.cast.officer, command, **fields)

    def let_in(self, police: Person | None = None) -> float:
        """The officer lets the victim in; returned is the moment at which they asked for it."""
        at = time.monotonic()
        self.do("officer_join")
        if police:
            police.page.evaluate("call.look()")  # as the officer's page does after each command
        return at

    def police(self, person: Person, **options: Any) -> Page:
        mine = token(self.place, "DEMO-PC1", ["staff"], FORCE)
        return person.watch(open_police_page(person.context, self.address, mine, self.cast.reference, **options))

    def victim(self, person: Person, link: str = "") -> Page:
        """From the message to the waiting room."""
        page = person.watch(person.context.new_page())
        say = words(self.language).__getitem__
        self._safe(page, link or self.link)
        for name in ("privacy.agree", "page.continue", "device.start", "device.go_on"):
            press(page, say(name))
        heading(page, say("waiting.title"))
        return page

    def _safe(self, page: Page, link: str) -> None:
        say = words(self.language).__getitem__
        page.goto(link)
        press(page, say("page.continue"))
        page.get_by_label(say("safe.yes"), exact=True).check()
        press(page, say("page.continue"))

    def back(self, person: Person, link: str = "") -> Page:
        """By the same link, into a call that goes on."""
        page = person.watch(person.context.new_page())
        self._safe(page, link or self.link)
        return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, said: str, within: float = 20) -> None:
    expect(page.locator("section:not([hidden]) h1")).to_have_text(said, timeout=within * 1000)


#: How many times a limit a busy machine may take before a test fails: what is measured is printed, and compared where it is quiet.
PATIENCE = 5


def until(what: Callable[[], bool], limit: float, name: str, since: float | None = None) -> float:
    """Wait until it is so; the seconds that took, printed beside the limit. Fails when it does not come at all."""
    begun = time.monotonic() if since is None else since
    while not what():
        assert time.monotonic() - begun < limit * PATIENCE, f"not within {limit * PATIENCE:g} s: {name}"
        time.sleep(0.05)
    took = time.monotonic() - begun
    print(f"MEASURED {name}: {took:.1f} s (limit {limit:g} s)", flush=True)
    return took
