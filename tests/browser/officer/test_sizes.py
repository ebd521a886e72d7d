"""The officer's room for everybody: on a tablet, at 400 % zoom, and without a mouse; axe-core looks at every view."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.officer.person import TABLET, ZOOMED, Officer, Station

# --- other sizes, and no mouse ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [TABLET, ZOOMED], ids=["tablet", "400-percent"])
def test_at_other_sizes(devices: Browser, here: Station, size: dict[str, int]):
    officer = Officer(devices, here, size)
    name = here.job()
    here.victim(name, "join", safe=True)
    officer.sign_in(name)
    officer.heading("Waiting room")
    officer.looked_at("lobby")
    officer.press("Let in")
    officer.heading("Call")
    for each in officer.page.locator("details > summary").all():
        each.click()
    officer.looked_at("call")
    officer.press("Close the call")
    officer.looked_at("close-dialog")
    officer.press("Close for good")
    officer.heading("The call is over")
    officer.looked_at("record")
    officer.context.close()
    assert not officer.faults


def test_the_whole_way_by_keyboard(officer: Officer, here: Station):
    name = here.job()
    here.victim(name, "join", safe=True)
    page = officer.sign_in(name)
    officer.heading("Waiting room")

    def reach(words: str, most: int = 60) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == words:
                return
        raise AssertionError(f"{words} is not reached by Tab")

    reach("Let in")
    page.keyboard.press("Enter")
    officer.heading("Call")
    expect(page.get_by_role("heading", name="Call", exact=True)).to_be_focused()
    for control in ("Mute", "Camera off", "Ask for the rear camera", "Snapshot", "Share your screen", "Pause"):
        reach(control)
    page.keyboard.press("Space")
    expect(page.locator("#pause-title")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("To review evidence")).to_be_checked()
    reach("Pause the call")
    page.keyboard.press("Enter")
    officer.tag("tape", "Not recording: paused")
    reach("Resume")
    page.keyboard.press("Enter")
    expect(page.locator("#pause-said")).to_be_hidden()
    reach("Close the call")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert here.seen(name)["status"] == "in_call"
    reach("Close the call")
    page.keyboard.press("Enter")
    reach("Close for good")
    page.keyboard.press("Enter")
    officer.heading("The call is over")
