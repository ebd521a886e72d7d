"""A victim before the real pages, over the app in process. Tests choose `size`, `language` and `options` by parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from chalicelib import wiring
from infra import browser as chromium
from tests.browser.victim.person import DEVICES, PHONE, Victim
from tests.contract import conftest as contract
from tests.contract.desk import Desk
from tests.contract.web.serve import Served, served

app, identity = contract.app, contract.identity


@pytest.fixture(scope="module")
def devices(playing: Playwright) -> Iterator[Browser]:
    """A browser that has a camera and a microphone, and is allowed to use them."""
    started = playing.chromium.launch(executable_path=chromium.path(), args=[*chromium.FLAGS, *DEVICES])
    yield started
    started.close()


@pytest.fixture
def here(app: Any, identity: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    made = Desk(app)
    monkeypatch.setattr(wiring, "deps", lambda: made.deps)
    with served(made) as found:
        yield found


@pytest.fixture
def size() -> dict[str, int]:
    return PHONE


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def options() -> dict[str, Any]:
    """What the browser is like: Playwright's options of a context."""
    return {}


@pytest.fixture
def victim(devices: Browser, here: Served, size: dict[str, int], language: str, options: dict[str, Any]) -> Iterator[Victim]:
    made = Victim(devices, here, size, language, **options)
    yield made
    made.context.close()
    assert not made.faults, made.faults
