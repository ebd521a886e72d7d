"""The record of one message to a person: leased before the provider is called, settled after. The rules, without any call.

no row --lease--> sending --settle--> sent | failed
                    |  |
      (crash, lost answer)  +--not sent, passes--> waiting --lease--> sending ...
                    |
                    +--> once more; then the two count as "possibly twice", or as unknown, never silently as one
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

#: Longer than a worker can live (30 s), so that a lease that has run out means its holder is dead.
LEASE = timedelta(seconds=60)
#: Two texts that are known to be two are better than none; three are not.
MOST = 2

State = Literal["sending", "waiting", "sent", "failed", "unknown", "skipped"]
FINAL = frozenset({"sent", "failed", "unknown", "skipped"})


class Delivery(Struct, frozen=True, omit_defaults=True):
    """`maybe` counts the calls that may have sent a message without our hearing of it."""

    state: State
    number: int
    attempts: int = 0
    maybe: int = 0
    until: datetime | None = None
    provider: str | None = None
    provider_id: str | None = None
    code: str | None = None

    @property
    def final(self) -> bool:
        return self.state in FINAL

    @property
    def possibly_twice(self) -> bool:
        return self.maybe + (self.state == "sent") > 1


def held_for(delivery: Delivery | None, now: datetime) -> timedelta | None:
    """How long another worker still holds it; None when nobody does."""
    if delivery is None or delivery.state != "sending" or delivery.until is None or delivery.until <= now:
        return None
    return delivery.until - now


def leased(before: Delivery | None, number: int, now: datetime) -> Delivery:
    """Take it up. A lease that ran out is a crash between call and answer, and counts as "may have been sent"."""
    was = before or Delivery("waiting", number)
    maybe = was.maybe + (was.state == "sending")
    if maybe >= MOST:
        return replace(was, state="unknown", maybe=maybe, until=None)
    return replace(was, state="sending", attempts=was.attempts + 1, maybe=maybe, until=now + LEASE)


def sent(lease: Delivery, provider: str, provider_id: str) -> Delivery:
    return replace(lease, state="sent", provider=provider, provider_id=provider_id, until=None, code=None)


def not_sent(lease: Delivery, code: str, passing: bool) -> Delivery:
    """To be tried again when the trouble passes; final otherwise."""
    return replace(lease, state="waiting" if passing else "failed", code=code, until=None)


def lost(lease: Delivery, code: str) -> Delivery:
    """The answer was lost: once more, or not at all when this was the second time."""
    maybe = lease.maybe + 1
    return replace(lease, state="unknown" if maybe >= MOST else "waiting", maybe=maybe, code=code, until=None)


def dropped(before: Delivery | None, number: int, state: Literal["skipped", "failed"], code: str) -> Delivery:
    """It cannot or may not be sent (any more). What may have been sent before stays known."""
    was = before or Delivery("waiting", number)
    maybe = was.maybe + (was.state == "sending")
    return replace(was, state="unknown" if maybe else state, maybe=maybe, code=code, until=None)
