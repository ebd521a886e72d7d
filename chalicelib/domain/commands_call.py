"""What is asked around the call: the link, coming in, pausing, closing, and the record that follows (the flow, steps 8 to 11)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from .command import Command
from .words import Channel, Code, Device, Tick, Words


class SendLink(Command, frozen=True):
    """Send the link, again, or to another device. `to` is given only when it is not the victim's number or address on record.

    `times_checked`: the officer has looked at the times which the victim named as safe; they are words, so nobody else can.
    """

    personal: ClassVar[tuple[str, ...]] = ("to",)
    channel: Channel = "sms"
    device: Device = "phone"
    to: Annotated[str, Meta(min_length=3, max_length=254)] | None = None
    times_checked: bool = False


class VictimJoin(Command, frozen=True):
    """The victim has tapped "continue" and waits in the room. `safe`: asked whether it is safe to talk, they said yes."""

    safe: bool = False


class OfficerJoin(Command, frozen=True):
    """The officer is in the room."""


class Pause(Command, frozen=True):
    """Stop the call for a while; both may rejoin on the same link."""

    personal: ClassVar[tuple[str, ...]] = ("question",)
    reason: Literal["evidence_review", "sergeant_advice", "victim_break", "other"] = "other"
    question: Words | None = None


class Advise(Command, frozen=True):
    """A sergeant's answer to the officer who asked, or advice nobody asked for; the officer reads it like an update."""

    personal: ClassVar[tuple[str, ...]] = ("text",)
    text: Words


class Resume(Command, frozen=True):
    """Go on after a pause."""


class Close(Command, frozen=True):
    """Close the link for ever. Only the police can."""


class TickChecklist(Command, frozen=True):
    """What was done in the call."""

    items: Annotated[dict[Code, Tick], Meta(min_length=1, max_length=40)]


class Submit(Command, frozen=True):
    """Submit the investigation record for evidential review, also again after desk work."""

    personal: ClassVar[tuple[str, ...]] = ("summary", "lines_of_enquiry")
    summary: Words
    lines_of_enquiry: Annotated[tuple[Words, ...], Meta(max_length=30)] = ()
