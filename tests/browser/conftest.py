"""A local system with the sample day, and Debian's chromium looking at its start page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from infra import browser as chromium
from tests.browser.chat import Bot, Chat
from tests.browser.desk import Desk
from tests.local_system import running

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser and takes its time."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A system of its own and its folder, or, while one works on the page, the ones that EVR_PAGE and EVR_HOME name."""
    if os.environ.get("EVR_PAGE"):
        yield os.environ["EVR_PAGE"], Path(os.environ.get("EVR_HOME", "build/local"))
        return
    with running(tmp_path_factory.mktemp("browser")) as system:
        yield system.address, system.home


@pytest.fixture(scope="session")
def address(here: tuple[str, Path]) -> str:
    return here[0]


@pytest.fixture
def bot(here: tuple[str, Path]) -> Bot:
    return Bot(*here)


@pytest.fixture(scope="session")
def playing() -> Iterator[Playwright]:
    """Playwright itself: one to a process, for it does not start twice."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playing: Playwright) -> Iterator[Browser]:
    started = playing.chromium.launch(executable_path=chromium.path(), args=list(chromium.FLAGS))
    yield started
    started.close()


@pytest.fixture
def desk(address: str, browser: Browser) -> Iterator[Desk]:
    """A page at a desk."""
    yield from _page(address, browser, WIDE)


@pytest.fixture
def chat(desk: Desk) -> Chat:
    return Chat(desk)


@pytest.fixture
def another(address: str, browser: Browser) -> Iterator[Chat]:
    """The page of somebody else, at the same time."""
    yield from map(Chat, _page(address, browser, WIDE))


@pytest.fixture
def phone(address: str, browser: Browser) -> Iterator[Desk]:
    """A page in a hand."""
    yield from _page(address, browser, PHONE)


@pytest.fixture(params=[WIDE, PHONE], ids=["desk", "phone"])
def either(request: pytest.FixtureRequest, address: str, browser: Browser) -> Iterator[Desk]:
    yield from _page(address, browser, request.param)


def _page(address: str, browser: Browser, viewport: dict[str, int]) -> Iterator[Desk]:
    context = browser.new_context(viewport=viewport, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(30_000)
    desk = Desk(context.new_page(), address)
    yield desk
    context.close()
    assert not desk.mistakes, desk.mistakes
