"""The exchange of the video room's pages, for the table of database calls: the victim's, which has the link to read as well."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from chalicelib.domain.commands import OfficerJoin, VictimJoin
from chalicelib.service import perform, room_door
from chalicelib.service.links import perform_by_link
from chalicelib.service.room import Exchange, SignalOut, exchange
from chalicelib.store import keys
from chalicelib.store.personal import context, link_token

from . import world

VICTIM, OFFICER = "v" * 22, "p" * 22


def steps(deps: Any, reference: str = "B-0000000", officer: str = "PC1") -> dict[str, Callable[[Any], Any]]:
    """What to count, for an incident whose link was sent. What has to be there first is done with `deps`, uncounted."""
    token = cache(lambda: _in_call(deps, reference, officer))
    return {
        "a room, quiet": lambda d: _ask(d, token(), Exchange(page=VICTIM)),
        "a room, signals": lambda d: _ask(d, token(), _with_signals(deps, reference, officer)),
    }


def _in_call(deps: Any, reference: str, officer: str) -> str:
    key = keys.state(world.FORCE, reference)
    wrapped = deps.table.get([key])[key].sealed
    token = link_token(deps.keyring.unwrap(wrapped, context(world.FORCE, reference)), 1)
    perform_by_link(deps, token, VictimJoin())
    perform(deps, world.staff(officer), reference, OfficerJoin())
    _officer(deps, reference, officer, Exchange(page=OFFICER, arrive=True))
    _ask(deps, token, Exchange(page=VICTIM, arrive=True))
    return token


def _with_signals(deps: Any, reference: str, officer: str) -> Exchange:
    """Something to send, and something that waits."""
    _officer(deps, reference, officer, Exchange(page=OFFICER, send=(SignalOut(VICTIM, 1, "offer", "Test."),)))
    return Exchange(page=VICTIM, send=(SignalOut(OFFICER, 1, "answer", "Test."),))


def _officer(deps: Any, reference: str, officer: str, asked: Exchange) -> None:
    exchange(deps, lambda: room_door.police(deps, world.staff(officer), reference), asked)


def _ask(deps: Any, token: str, asked: Exchange) -> None:
    exchange(deps, lambda: room_door.victim(deps, token), asked)
