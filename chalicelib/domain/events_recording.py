"""What happened to the recordings of an incident."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from .event import Event
from .recording import Span, Stored, TakeStored


class RecordingJoined(Event, frozen=True, kw_only=True):
    """The originals, the manifest and the copy that plays, as `Recording` has them."""

    number: int
    began: datetime
    ended: datetime
    manifest: Stored
    until: datetime
    takes: tuple[TakeStored, ...] = ()
    playable: Stored | None = None
    lasts: int = 0
    objects: int = 0
    gaps: dict[str, int] = {}  # noqa: RUF012 - msgspec gives each its own


class NothingRecorded(Event, frozen=True):
    """A call was held, and no recording of it arrived."""


class RecordingRetained(Event, frozen=True):
    """Everything of a recording is locked until then. `group`: None while it is not evidential."""

    number: int
    until: datetime
    group: str | None = None


class RecordingsGrouped(Event, frozen=True):
    """Somebody has put the recordings into a group of the force's retention policy."""

    group: str


class RecordingsHeld(Event, frozen=True):
    note: str | None = None


class RecordingsReleased(Event, frozen=True):
    note: str | None = None


class RecordingShown(Event, frozen=True):
    """A consultation, to whom: the recorded actor. `what` as in the command; the version is that of the object."""

    number: int
    what: str
    version: str
    take: str | None = None
    redaction: int | None = None
    why: str | None = None


class RedactionAsked(Event, frozen=True):
    number: int
    redaction: int
    spans: tuple[Span, ...]


class RedactionMade(Event, frozen=True):
    number: int
    redaction: int
    stored: Stored


RecordingEvent = (
    RecordingJoined
    | NothingRecorded
    | RecordingRetained
    | RecordingsGrouped
    | RecordingsHeld
    | RecordingsReleased
    | RecordingShown
    | RedactionAsked
    | RedactionMade
)
RECORDING_EVENTS: frozenset[type[Event]] = frozenset(get_args(RecordingEvent))
