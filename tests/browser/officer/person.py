"""An officer at a desk: the officer's page in Debian's chromium, over the app in process and the local identity provider.

The provider is the one of `make run` (`infra/local/sign_in.py`): its keys are what the API checks tokens with. The bucket is
in memory and answers at the same address. The victim is played by the API, or by a page of their own.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import msgspec
import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from chalicelib import service, settings, wiring
from chalicelib.api import auth, jwks
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.report import Report
from chalicelib.service import Caller
from chalicelib.store.objects import Refused
from infra.local.issuer import Issuer
from infra.local.place import Place
from infra.local.sign_in import SignIn
from tests.browser import axe
from tests.browser.victim.person import axe_violations
from tests.builders import a_report
from tests.contract import seeds
from tests.contract.conftest import ENVIRONMENT
from tests.contract.desk import Desk, path
from tests.contract.web.serve import Served, served
from tests.fakes_objects import FakeObjects

WIDE, TABLET, ZOOMED = {"width": 1280, "height": 900}, {"width": 820, "height": 1180}, {"width": 320, "height": 640}
#: Team B's first constable, and a colleague; people of `make run`, whom the provider offers.
HOLDER, OTHER = "PC2211", "PC2212"
LOCAL = "/local/issuer/dorset"


class Station:
    """The force's system and its identity provider at one address."""

    def __init__(self, here: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
        self.here, self.desk = here, here.desk
        place = Place(int(here.address.rpartition(":")[2]), tmp_path)
        self.issuer = Issuer(place)
        self.provider = SignIn(self.issuer)
        self.objects = FakeObjects()
        self.objects.origin = f"{here.address}/evidence"
        began, stood = time.monotonic(), self.desk.clock
        running = lambda: stood() + timedelta(seconds=time.monotonic() - began)  # noqa: E731 - a clock that goes on
        self.desk.deps = replace(self.desk.deps, objects=self.objects, now=running)
        monkeypatch.setattr(wiring, "deps", lambda: self.desk.deps)
        self.trust(monkeypatch, self.issuer.identity())
        here.aside = self.beside
        for each in (HOLDER, OTHER):
            self.desk.staff(each, "officer")

    def trust(self, monkeypatch: pytest.MonkeyPatch, identity: dict[str, Any]) -> None:
        """Believe in these providers' tokens; the keys come without a fetch."""
        for name, value in (ENVIRONMENT | {"EVR_IDENTITY": json.dumps(identity)}).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("EVR_EVIDENCE_ADDRESS", f"{self.here.address}/evidence")
        settings.settings.cache_clear()
        own = jwks.Keys(lambda: json.dumps(self.issuer.jwks()).encode())
        monkeypatch.setattr(auth, "keys", lambda url: own)

    def beside(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes] | None:
        address = urlsplit(path)
        if address.path.startswith("/evidence/"):
            return self._bucket(f"{self.here.address}{path}", body)
        if address.path.startswith("/page/css/"):
            return 200, {"Content-Type": "text/css"}, b""
        if not address.path.startswith("/local/issuer/"):
            return None
        force, *rest = address.path.removeprefix("/local/issuer/").split("/")
        low = {name.lower(): value for name, value in headers.items()}
        answer = self.provider.answer(method, force, rest, body, low, address.query)
        return (answer.status, dict(answer.headers), answer.body) if answer else (404, {}, b"")

    def _bucket(self, url: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        try:
            # The browser leaves alone what looks quoted, and a key has its reference quoted in it.
            return 200, {}, self.objects.browser(unquote(url.replace("%2F", "%252F")), body)
        except Refused as refused:
            return 400, {}, refused.code.encode()

    def job(self, status: str = "link_sent", **report: Any) -> str:
        """A job of HOLDER's at this status; returns the reference."""
        name = f"2026/room-{status.replace('_', '-')}"
        caller = Caller(force="dorset", id="seeds", roles=seeds.ROLES)
        body = msgspec.convert(a_report(**{"reference": name} | report), Report)
        with self.here.lock:
            assert not isinstance(service.report(self.desk.deps, caller, body), Refusal)
            for command in seeds.steps(status):
                seeds.give(self.desk, name, command, HOLDER)
        return name

    def give(self, name: str, command: Any, who: str = HOLDER) -> None:
        with self.here.lock:
            seeds.give(self.desk, name, command, who)

    def seen(self, name: str) -> dict[str, Any]:
        """The incident without its person."""
        token = self.issuer.token("dorset", "records-system", ["read"])
        with self.here.lock:
            found: dict[str, Any] = self.desk.call("GET", path("incidents", name), token=token).body
        return found

    def events(self, name: str) -> list[str]:
        return [each["event"] for each in self.seen(name)["timeline"]]

    def victim(self, name: str, path_: str, /, **body: Any) -> Any:
        """What the victim's page would ask; a 200 is expected."""
        with self.here.lock:
            answer = self.desk.call("POST", f"/v1/links/{path_}", {"token": self.desk.link(name), **body})
        assert answer.status == 200, answer
        return answer.body


@contextmanager
def station(app: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[Station]:
    made = Desk(app)
    with served(made) as here:
        yield Station(here, monkeypatch, tmp_path)


class Officer:
    """One officer, their browser, and the page."""

    def __init__(self, browser: Browser, station: Station, viewport: dict[str, int] | None = None, **context: Any) -> None:
        self.station = station
        self.context = browser.new_context(viewport=viewport or WIDE, locale="en-GB", timezone_id="Europe/London", **context)
        self.context.set_default_timeout(10_000)
        self.asked: dict[str, list[str]] = {}
        self.faults: list[str] = []
        self.console: list[str] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)
        return page

    def _heard(self, line: Any) -> None:
        self.console.append(line.text)
        if line.type == "error" and not re.search(r"status of [45]\d\d|net::ERR_", line.text):
            self.faults.append(line.text)

    def address(self, name: str = "", force: str = "dorset") -> str:
        fragment = f"#{quote(name, safe='')}" if name else ""
        return f"{self.station.here.address}/officer?force={force}{fragment}"

    def open(self, name: str = "") -> Page:
        self.page.goto(self.address(name))
        return self.page

    def sign_in(self, name: str = "", who: str = HOLDER) -> Page:
        """Through the provider's own page."""
        self.open(name)
        self.press("Sign in")
        self.page.get_by_role("button", name=re.compile(f"^{who} ")).click()
        self.page.wait_for_url(re.compile(r"/officer\?"))
        return self.page

    def press(self, words: str) -> None:
        self.button(words).click()

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True)

    def heading(self, words: str) -> None:
        expect(self.page.locator("section[data-view]:not([hidden]) h1:visible")).to_have_text(words)

    def tag(self, id: str, words: str | re.Pattern[str], timeout: float = 10_000) -> None:
        expect(self.page.locator(f"#{id}")).to_have_text(words, timeout=timeout)

    def looked_at(self, name: str, picture: bool = True) -> None:
        """Nothing that axe knows of, nothing cut off at the side; and a picture for people."""
        width = self.page.viewport_size["width"]
        if picture:
            self.page.screenshot(path=axe.kept(f"officer-{name}-{width}"), full_page=True)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, name
        found = axe_violations(self.page)
        assert not found, f"{name}: {found}"


def victim_waits(victims: BrowserContext, here: Station, name: str) -> Page:
    """Through the victim's own page, into the waiting room."""
    page = victims.new_page()
    page.goto(f"{here.here.address}/v?force=dorset&lang=en#{here.desk.link(name)}")
    for button, choice in (("Continue", None), ("Continue", "Yes"), ("I have read this", None), ("Continue", None)):
        if choice:
            page.get_by_label(choice, exact=True).check()
        page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("button", name="Check camera and microphone").click()
    page.get_by_role("button", name="Go to the waiting room").click()
    expect(page.get_by_role("heading", name="You are in the waiting room")).to_be_visible()
    return page


def moving(page: Page, video: str) -> None:
    """Its picture goes on: the video's time rises."""
    look = f"(() => {{ const v = document.querySelector('{video}'); return v && v.videoWidth ? v.currentTime : -1 }})()"
    first = -1.0
    for _ in range(100):
        now = page.evaluate(look)
        if first >= 0 and now > first:
            return
        first = now if first < 0 else first
        page.wait_for_timeout(200)
    raise AssertionError(f"{video} shows no moving picture")
