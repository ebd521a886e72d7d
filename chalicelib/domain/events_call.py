"""What happened around the call: the link, coming in, pausing, closing, and the record that followed."""

from __future__ import annotations

from datetime import datetime

from .event import Event


class LinkSent(Event, frozen=True):
    """`token_hash` is the SHA-256 of the token; `to` refers to another number or address than the one on record."""

    number: int
    token_hash: str
    expires: datetime
    channel: str
    device: str
    to: str | None = None
    telephoned: bool = False


class LinkDelivery(Event, frozen=True):
    """`code` is the provider's own word, `reason` ours for why it did not arrive (`delivery.Undelivered`)."""

    number: int
    status: str
    possibly_twice: bool = False
    code: str | None = None
    reason: str | None = None


class VictimJoined(Event, frozen=True):
    """`safe`: the victim said that they are safe and able to talk."""

    safe: bool = False


class OfficerJoined(Event, frozen=True):
    pass


class CallStarted(Event, frozen=True):
    pass


class CallPaused(Event, frozen=True):
    by: str
    reason: str
    question: str | None = None


class CallResumed(Event, frozen=True):
    by: str


class CallClosed(Event, frozen=True):
    held: bool


class ChecklistTicked(Event, frozen=True):
    items: dict[str, str]


class Submitted(Event, frozen=True):
    summary: str
    due: datetime
    lines_of_enquiry: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


CallEvent = (
    LinkSent
    | LinkDelivery
    | VictimJoined
    | OfficerJoined
    | CallStarted
    | CallPaused
    | CallResumed
    | CallClosed
    | ChecklistTicked
    | Submitted
)
