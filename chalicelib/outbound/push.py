"""Push the feed to command and control: a cursor that walks along it, one pusher a force, everything in order.

While command and control is down the cursor stands still, and everything waits in order. Only an update that is refused for itself,
ten times in a row, is set aside, so that it cannot hold up the rest for ever; `make replay` sends it again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ..store.incidents import text_of
from ..store.rows import Conflict, Delete, Key, Put, Row, Write
from . import feed, noting, webhook
from .nudges import Later, Nudge
from .ports import Ports
from .queues import Message
from .rewriting import put
from .updates import Update

#: Longer than a pusher works (its worker has 30 s), so that a lease that has run out means its holder is dead.
LEASE = timedelta(seconds=60)
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
REFUSALS = 10
PAGE = 25
#: 4xx that pass: too early, too many, not just now. 401 and 403 are about the key, so every update is refused: hold, and be loud.
_PASSING = frozenset({401, 403, 408, 409, 425, 429})


class Position(Struct, frozen=True, omit_defaults=True):
    """How far command and control has been told. `refused` counts refusals of the next update, `failures` all since it took one."""

    after: str = feed.START
    failures: int = 0
    refused: int = 0
    next_attempt: datetime | None = None
    until: datetime | None = None


class Aside(Struct, frozen=True):
    """An update that was refused for good; it stays in the feed."""

    id: str
    status: int
    at: datetime


_position = msgspec.json.Decoder(Position).decode


def position_key(force: str) -> Key:
    return Key(f"PUSH#{force}", "PUSH")


def aside_list(force: str) -> str:
    return f"ASIDE#{force}"


def push(ports: Ports, force: str) -> int:
    """Post what is new, until all is told, the time is up or command and control does not take one; return how many it took.

    Raises Unavailable; repeating is safe: an update that is posted twice carries the same id.
    """
    policy = ports.deps.policies[force].cad
    if not policy.push:
        return 0
    try:
        address = ports.address(policy.secret)
    except webhook.NotConfigured as error:
        noting.log("updates cannot be pushed", level="error", force=force, why=str(error))
        noting.measure(force, {"WebhookNotConfigured": 1})
        return 0
    pusher = _Pusher(ports, force, address)
    return pusher.walk() if pusher.lease() else 0


class _Pusher:
    """Holds the force's cursor while it walks."""

    def __init__(self, ports: Ports, force: str, address: webhook.Address) -> None:
        self._ports, self._force, self._address = ports, force, address
        self._key = position_key(force)
        self._row: Row | None = None
        self._at = Position()

    def lease(self) -> bool:
        """False while another pusher is at work, or the pause after a failure is not over."""
        now = self._ports.deps.now()
        self._row = self._ports.deps.table.get([self._key]).get(self._key)
        self._at = _position(self._row.data or "") if self._row else Position()
        waits = [moment for moment in (self._at.until, self._at.next_attempt) if moment and moment > now]
        return not waits and self._save(replace(self._at, until=now + LEASE))

    def walk(self) -> int:
        taken = 0
        while not self._ports.time_is_up():
            page = feed.read(self._ports.deps.table, self._force, self._at.after, PAGE)
            for update in page.items:
                if self._ports.time_is_up():
                    break
                if not self._tell(update):
                    return taken
                taken += 1
            if not page.items:
                break
        self._save(replace(self._at, until=None))
        return taken

    def _tell(self, update: Update) -> bool:
        """Post one and move on; False when the cursor has to stay here for a while."""
        status = send(self._ports, self._address, update)
        now = self._ports.deps.now()
        if status is not None and 200 <= status < 300:
            return self._save(Position(after=feed.number_of(update), until=now + LEASE))
        return self._failed(update, status, now)

    def _failed(self, update: Update, status: int | None, now: datetime) -> bool:
        for_good = refused_for_good(status)
        noting.log("webhook not taken", force=self._force, id=update.id, status=status, failures=self._at.failures + 1)
        noting.measure(self._force, {"WebhooksFailed": 1})
        if for_good and self._at.refused + 1 >= REFUSALS:
            return self._set_aside(update, status or 0, now)
        failures = self._at.failures + 1
        self._save(
            replace(
                self._at,
                failures=failures,
                refused=self._at.refused + 1 if for_good else self._at.refused,
                next_attempt=now + pause(failures, self._ports.deps.chance()),
                until=None,
            )
        )
        return False

    def _set_aside(self, update: Update, status: int, now: datetime) -> bool:
        number = feed.number_of(update)
        row = Row(pk=aside_list(self._force), sk=number, data=text_of(Aside(update.id, status, now)))
        moved = self._save(Position(after=number, until=now + LEASE), Put(row))
        if moved:
            noting.log("webhook set aside", level="error", force=self._force, id=update.id, status=status)
            noting.measure(self._force, {"WebhooksSetAside": 1})
            # The row is what counts; a dead letter rings the same alarm as the worker's own.
            self._ports.queues.bury(Message("cad", f"{self._force}/aside/{number}", Nudge(self._force, again=number)))
        return moved

    def _save(self, after: Position, *more: Write) -> bool:
        """Write the cursor down; False when somebody else holds it, and then this pusher stops."""
        write = put(self._key, self._row, after)
        try:
            self._ports.deps.table.commit([write, *more])
        except Conflict:
            return False
        self._row, self._at = write.row, after
        return True


def refused_for_good(status: int | None) -> bool:
    """Whether it was this update that was refused, and not the moment or the key."""
    return status is not None and 300 <= status < 500 and status not in _PASSING


def pause(failures: int, chance: float) -> timedelta:
    """How long to wait after so many failures: doubling to five minutes, half of it by chance."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 16))
    return timedelta(seconds=longest * (0.5 + chance / 2))


def send(ports: Ports, address: webhook.Address, update: Update) -> int | None:
    """Post one update; what is pushed is what the feed says, letter for letter."""
    body = text_of(update).encode()
    return ports.post(address.url, body, webhook.headers(address, update.id, ports.deps.now(), body))


def again(ports: Ports, force: str, number: str) -> None:
    """Post an update that was set aside once more. Raises Later when it is not taken this time either."""
    key = Key(aside_list(force), number)
    update = feed.find(ports.deps.table, force, number) if ports.deps.table.get([key]) else None
    if update is None:
        return
    status = send(ports, ports.address(ports.deps.policies[force].cad.secret), update)
    if status is None or not 200 <= status < 300:
        raise Later("set-aside update not taken")
    ports.deps.table.commit([Delete(key)])
