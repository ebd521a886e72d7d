"""The record of one message to a person: leased before the provider is called, settled after. The rules, without any call.

no row --lease--> sending --settle--> sent | failed
                    |  |
      (crash, lost answer)  +--not sent, passes--> waiting --lease--> sending ...
                    |
                    +--> once more; then the two count as "possibly twice", or as unknown, never silently as one

What the provider reports later (`heard`) stands beside that, and moves one way only: sent -> failed | delivered. A receipt may come
at any moment, also while a call is under way or after its answer was lost: it says that the message went out, so no second goes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ..domain.delivery import Undelivered, progress

#: Longer than a worker can live (45 s), so that a lease that has run out means its holder is dead.
LEASE = timedelta(seconds=60)
#: Two texts that are known to be two are better than none; three are not.
MOST = 2

State = Literal["sending", "waiting", "sent", "failed", "unknown", "skipped"]
Status = Literal["sent", "delivered", "failed", "unknown"]
FINAL = frozenset({"sent", "failed", "unknown", "skipped"})
_TOLD: dict[State, Status] = {"sent": "sent", "failed": "failed", "unknown": "unknown", "waiting": "unknown"}


class Heard(Struct, frozen=True, omit_defaults=True):
    """What the provider said last of its message `id`. `code` is its own word, `reason` ours."""

    id: str
    status: Literal["sent", "delivered", "failed"]
    code: str
    reason: Undelivered | None = None


class Delivery(Struct, frozen=True, omit_defaults=True):
    """`maybe` counts the calls that may have sent a message without our hearing of it; `provider` is who sent it, or may have."""

    state: State
    number: int
    attempts: int = 0
    maybe: int = 0
    until: datetime | None = None
    provider: str | None = None
    provider_id: str | None = None
    code: str | None = None
    reason: Undelivered | None = None
    heard: Heard | None = None

    @property
    def final(self) -> bool:
        """Whether nothing more is to be sent: it has been, or it will not be."""
        return self.state in FINAL or self.heard is not None

    @property
    def possibly_twice(self) -> bool:
        return self.maybe + (self.state == "sent") > 1

    @property
    def report(self) -> Heard | None:
        """What was heard, if it counts: of two messages that were sent, one that failed says nothing about the other."""
        heard = self.heard
        other = heard is not None and self.provider_id is not None and heard.id != self.provider_id
        return None if heard is None or (other and heard.status == "failed") else heard

    @property
    def told(self) -> tuple[Status, str | None, Undelivered | None] | None:
        """Status, code and reason for the incident; None when there is nothing to tell."""
        if self.report:
            return self.report.status, self.report.code, self.report.reason
        status = _TOLD.get(self.state)
        return (status, self.code, self.reason) if status else None


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
    return replace(lease, state="sent", provider=provider, provider_id=provider_id, until=None, code=None, reason=None)


def found(lease: Delivery, provider: str, provider_id: str) -> Delivery:
    """The provider has had the message whose answer was lost: there is one of it less in doubt."""
    return replace(sent(lease, provider, provider_id), maybe=lease.maybe - 1)


def not_sent(lease: Delivery, code: str, passing: bool, reason: Undelivered | None = None) -> Delivery:
    """To be tried again when the trouble passes; final otherwise."""
    return replace(lease, state="waiting" if passing else "failed", code=code, reason=reason, until=None)


def lost(lease: Delivery, code: str, provider: str) -> Delivery:
    """The answer was lost: once more, or not at all when this was the second time."""
    maybe = lease.maybe + 1
    state: State = "unknown" if maybe >= MOST else "waiting"
    return replace(lease, state=state, maybe=maybe, code=code, provider=provider, until=None)


def dropped(
    before: Delivery | None, number: int, state: Literal["skipped", "failed"], code: str, reason: Undelivered | None = None
) -> Delivery:
    """It cannot or may not be sent (any more). What may have been sent before stays known."""
    was = before or Delivery("waiting", number)
    maybe = was.maybe + (was.state == "sending")
    return replace(was, state="unknown" if maybe else state, maybe=maybe, code=code, reason=reason, until=None)


def hear(before: Delivery, receipt: Heard) -> Delivery | None:
    """Take a receipt in; None when it says no more than is known: it came twice, or another overtook it."""
    after = replace(before, heard=receipt)
    if after.report is None:
        return None
    known = before.told
    if known is not None and progress(receipt.status, receipt.reason) <= progress(known[0], known[2]):
        return None
    return after


def same_call(now: Delivery, mine: Delivery) -> bool:
    """Whether the row still holds my lease, though a receipt was written into it meanwhile."""
    return now.state == "sending" and now.attempts == mine.attempts
