"""What hangs on a wall, what is known of it, and what is wrong with it."""

from __future__ import annotations

from chalicelib.outbound.board import board_of
from chalicelib.outbound.nudges import Nudge
from chalicelib.outbound.scenes import board_key
from chalicelib.outbound.troubles import troubles
from tests import builders as b
from tests.walls import check_wall
from tests.workers import World

SPACE = b.policy().chat["slack"]


def board(world: World):
    key = board_key(Nudge("dorset", world.reference), "slack")
    return board_of(world.table.get([key]).get(key))


def held(world: World) -> list[str]:
    return [row.sk for row in world.table.all("HELD#") if row.sk.endswith(world.reference)]


def wrong(world: World) -> dict[str, str]:
    return {each.channel: each.code for each in troubles(world.table, "dorset", "slack")}


def checked(world: World) -> None:
    check_wall(world.ports, world.wall, "dorset", world.reference)


def a_job(world: World, status: str = "claimed") -> None:
    world.report()
    world.to(status)
