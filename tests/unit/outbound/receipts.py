"""What the officer and the control room see of a text's delivery."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.incident import Link
from chalicelib.outbound.providers import Unknown
from tests import builders as b
from tests.faults import incident
from tests.workers import World

LOST = Unknown("ReadTimeoutError")


def link(world: World) -> Link:
    found = incident(world, b.REFERENCE).link
    assert found
    return found


def told(world: World) -> list[dict[str, Any]]:
    return [each.details for each in world.feed() if each.kind == "delivery"]
