"""The victim's page on the system as it is deployed: through the packaged Lambda, from a text on an invented person's phone."""

from __future__ import annotations

import json
import re
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, expect

from tests.browser import axe

LINK = re.compile(r"http://127\.0\.0\.1:\d+/v#[1-9A-Za-z]{22}")


def links(address: str) -> list[str]:
    """The links in the texts that were sent on the sample day, newest first."""
    with urlopen(f"{address}local/texts", timeout=30) as answer:
        texts = json.load(answer)
    found = LINK.findall(json.dumps(texts))
    assert found, texts
    return found


def works(address: str, link: str) -> bool:
    body = json.dumps({"token": link.partition("#")[2]}).encode()
    asked = Request(f"{address}v1/links/state", body, {"Content-Type": "application/json"})
    try:
        with urlopen(asked, timeout=30) as answer:
            return bool(json.load(answer)["status"])
    except OSError:
        return False


def test_the_link_in_a_sample_text_opens_the_appointment(address: str, browser: Browser):
    link = next((each for each in links(address) if works(address, each)), None)
    assert link, "no text of the sample day has a link that still works"
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(link)
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.locator("section:not([hidden]) h1")).to_have_text("Are you somewhere safe, and able to talk?", timeout=20_000)
    expect(page.locator(".force")).to_contain_text("Police")
    assert "#" not in page.url
    page.screenshot(path=axe.kept("victim-system"), full_page=True)
    context.close()
    assert faults == []


def test_the_deployed_page_says_what_no_browser_may_do(address: str):
    for path in ("v", "v/page.js"):
        with urlopen(f"{address}{path}", timeout=30) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
