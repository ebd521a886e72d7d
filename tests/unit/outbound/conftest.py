from __future__ import annotations

import pytest

from tests.builders import OFFICER
from tests.workers import World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """One force with one officer on duty, and nothing left to relay."""
    world = World(monkeypatch)
    world.on_duty(OFFICER)
    world.settle()
    return world
