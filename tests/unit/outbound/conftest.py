from __future__ import annotations

import pytest

from tests.builders import OFFICER, OTHER_OFFICER, SERGEANT
from tests.workers import World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """One force with one officer on duty, and nothing left to relay."""
    world = World(monkeypatch)
    world.on_duty(OFFICER)
    world.settle()
    return world


@pytest.fixture
def chatting(monkeypatch: pytest.MonkeyPatch) -> World:
    """A force that chats, its staff on shift, and nothing left to relay."""
    return a_chatting_world(monkeypatch)


def a_chatting_world(patch: pytest.MonkeyPatch) -> World:
    world = World(patch, chat=True)
    world.on_duty(OFFICER, OTHER_OFFICER)
    world.on_duty(SERGEANT, role="sergeant")
    world.on_duty("SP0007", role="spoc")
    world.settle()
    return world


@pytest.fixture
def ready(world: World) -> World:
    """An officer has spoken to the victim and is about to send the link."""
    world.report()
    world.to("contacted")
    world.settle()
    return world


@pytest.fixture
def sent(ready: World) -> World:
    """The text has been sent."""
    ready.to_next("link_sent")
    ready.settle()
    return ready
