"""A link that opens nothing: unknown, closed, expired or replaced. Whoever tries it must not learn from the time which it was.

The whole app in process, over the emulator's table; the kinds take turns, each round beginning with another, so that whatever else
the machine does befalls all of them. That each makes the same calls is held by a test (tests/contract/web/test_same_time.py); here
is measured that nothing else takes time either.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import Any
from unittest.mock import patch

from msgspec import structs

from chalicelib.service.guessing import TOKENS
from chalicelib.store import keys
from chalicelib.store.personal import context, link_token
from tests.builders import policy
from tests.contract import seeds
from tests.contract.desk import Desk

from . import world

BUDGET = 1.1
ROUNDS, WARM_UP = 200, 20
#: Taps, and whether they come with an Idempotency-Key, which costs one more look.
TAPS = (("join", False), ("join", True), ("state", False), ("needs", False))
#: A tap and a kind of link.
Tap = tuple[tuple[str, bool], str]
STATUS = {"unknown": 404, "closed": 410, "expired": 410, "replaced": 410}


class Emulated(Desk):
    """The desk of the contract tests over the emulator's table."""

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self.table = world.table()  # the real one behind the same port
        self.deps = structs.replace(self.deps, table=self.table)

    def link(self, reference: str, number: int = 1, force: str = "dorset") -> str:
        key = keys.state(force, reference)
        row = self.table.get([key])[key]
        return link_token(self.deps.keyring.unwrap(row.sealed or b"", context(force, reference)), number)


def measure() -> dict[str, Any]:
    """Milliseconds from the event to the response, medians; `ratio` is of the slowest kind to the fastest.

    Each round sets every kind against the unknown one of the same round and tap, and the median of these counts: a machine that is
    busy for a minute slows all of a round, but moves the plain medians by more than what is looked for.
    """
    with _desk() as desk:
        links = _links(desk)
        took = _in_turns(desk, links)
    medians = {tap: {kind: world.median(took[tap, kind]) for kind in links} for tap in TAPS}
    against = {kind: world.median([one for tap in TAPS for one in _against_unknown(took, tap, kind)]) for kind in links}
    ratio = max(against.values()) / min(against.values())
    return {
        **{f"{kind}_ms": round(world.median([each[kind] for each in medians.values()]), 2) for kind in links},
        **{f"{kind}_against_unknown": round(value, 3) for kind, value in against.items() if kind != "unknown"},
        "ratio": round(ratio, 3),
        "budget": BUDGET,
        "by_tap": {_name(tap): {kind: round(value, 2) for kind, value in each.items()} for tap, each in medians.items()},
        "met": ratio <= BUDGET,
    }


def _against_unknown(took: dict[Tap, list[float]], tap: tuple[str, bool], kind: str) -> list[float]:
    return [one / other for one, other in zip(took[tap, kind], took[tap, "unknown"], strict=True)]


def _name(tap: tuple[str, bool]) -> str:
    return f"{tap[0]} with a key" if tap[1] else tap[0]


def _links(desk: Desk) -> dict[str, Callable[[], str]]:
    """What gives a token of each kind. The unknown one is another each time, as a guesser's would be."""
    closed = desk.link(seeds.an_incident_at(desk, "call_closed", reference="BENCH-1"))
    seeds.an_incident_at(desk, "link_sent", reference="BENCH-2")
    replaced = desk.link("BENCH-2")
    seeds.give(desk, "BENCH-2", seeds.c.SendLink(), seeds.officer("link_sent"))
    expired = desk.link(seeds.an_incident_at(desk, "link_sent", reference="BENCH-3"))
    desk.clock.forward(policy().link.lifetime)
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    unknown = "".join(secrets.choice(alphabet) for _ in range(len(closed)))
    # Another last letter each time, so that its row is no more in anybody's cache than that of a guess
    return {
        "unknown": lambda: unknown[:-3] + "".join(secrets.choice(alphabet) for _ in range(3)),
        "closed": lambda: closed,
        "expired": lambda: expired,
        "replaced": lambda: replaced,
    }


def _in_turns(desk: Desk, links: dict[str, Callable[[], str]]) -> dict[Tap, list[float]]:
    took: dict[Tap, list[float]] = {(tap, kind): [] for tap in TAPS for kind in links}
    kinds = list(links)
    for turn in range(ROUNDS + WARM_UP):
        desk.clock.forward(TOKENS.window)  # or guesses would be too many
        for tap in TAPS:
            for kind in (*kinds[turn % len(kinds) :], *kinds[: turn % len(kinds)]):
                one = _tap(desk, tap, links[kind](), STATUS[kind])
                if turn >= WARM_UP:
                    took[tap, kind].append(one)
    return took


def _tap(desk: Desk, tap: tuple[str, bool], token: str, status: int) -> float:
    command, key = tap
    headers = {"Idempotency-Key": secrets.token_hex(8)} if key else {}
    body = json.dumps({"token": token}).encode()
    sent = {"Content-Type": "application/json"} | headers
    with redirect_stdout(StringIO()):
        start = time.perf_counter()
        answer = desk.send("POST", f"/v1/links/{command}", sent, body)
        took = (time.perf_counter() - start) * 1000
    if answer.status != status:
        raise RuntimeError(f"{command}: {answer.status} {answer.code}")
    return took


@contextmanager
def _desk() -> Iterator[Desk]:
    from chalicelib import settings, wiring
    from tests.contract.conftest import ENVIRONMENT

    with patch.dict(os.environ, ENVIRONMENT):
        settings.settings.cache_clear()
        with redirect_stdout(StringIO()):  # where its log lines go from now on
            from app import app
        desk = Emulated(app)
        with patch.object(wiring, "deps", lambda: desk.deps):
            yield desk
        settings.settings.cache_clear()
