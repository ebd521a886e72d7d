"""An officer at the page, and the system behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from infra import browser as chromium
from tests.browser.officer.person import Officer, Station, station
from tests.browser.victim.person import DEVICES, PHONE
from tests.contract import conftest as contract

app = contract.app


@pytest.fixture
def here(app: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Station]:
    with station(app, monkeypatch, tmp_path) as found:
        yield found


@pytest.fixture(scope="session")
def devices(browser: Browser) -> Iterator[Browser]:
    """A browser that has a camera and a microphone, and may use them; where only loopback exists, calls go over that."""
    flags = [*chromium.FLAGS, *DEVICES, "--allow-loopback-in-peer-connection", "--auto-select-desktop-capture-source=Entire screen"]
    started = browser.browser_type.launch(executable_path=chromium.path(), args=flags)
    yield started
    started.close()


@pytest.fixture
def officer(devices: Browser, here: Station) -> Iterator[Officer]:
    made = Officer(devices, here)
    yield made
    made.context.close()
    assert not made.faults, made.faults


@pytest.fixture
def victims(devices: Browser) -> Iterator[BrowserContext]:
    """Where the victim's own page can be opened."""
    context = devices.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(15_000)
    yield context
    context.close()
