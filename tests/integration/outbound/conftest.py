from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from tests import emulator
from tests.builders import OFFICER
from tests.integration.outbound.real import RealWorld

MakeWorld = Callable[..., RealWorld]


@pytest.fixture
def make_world(table: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeWorld]:
    """Makes worlds on one table, each a force of its own with one officer on duty; their queues go afterwards."""
    made: list[RealWorld] = []
    emulator.client("sesv2").create_email_identity(EmailIdentity="evr.dorset.example")

    def make(**options: object) -> RealWorld:
        world = RealWorld(monkeypatch, table, os.environ["EVR_KEY"], **options)
        world.on_duty(OFFICER)
        world.settle()
        made.append(world)
        return world

    yield make
    for sqs in {id(world.sqs): world.sqs for world in made}.values():
        sqs.remove()


@pytest.fixture
def world(make_world: MakeWorld) -> RealWorld:
    return make_world()
