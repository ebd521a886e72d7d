"""What is asked of a recording: held, kept longer, seen, exported with parts taken out; and what the media worker reports of it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from .command import Command
from .recording import Milliseconds, Number, Span, Stored, Take, TakeStored
from .words import Code, Moment, Words

#: More spans in one export are a mistake [D].
MOST_SPANS = 100
What = Literal["playable", "original", "manifest", "redaction"]


class HoldRecordings(Command, frozen=True):
    """Put everything recorded of the incident under legal hold, also what is still to come: nothing can be deleted meanwhile."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    note: Words | None = None


class ReleaseRecordings(Command, frozen=True):
    """Lift the legal hold. Every retention stands as it was."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    note: Words | None = None


class KeepRecordings(Command, frozen=True):
    """Put the recordings into a group of the force's retention policy; never one that would be looked at sooner."""

    group: Code


class ViewRecording(Command, frozen=True):
    """See a recording: the copy that plays, a take's original, the manifest, or an export. `why` is logged with it."""

    personal: ClassVar[tuple[str, ...]] = ("why",)
    number: Number
    what: What = "playable"
    take: Take | None = None
    redaction: Number | None = None
    why: Words | None = None


class RedactRecording(Command, frozen=True):
    """Have an export made with these spans silenced, blacked out, or both; the original stays as it is."""

    number: Number
    spans: Annotated[tuple[Span, ...], Meta(min_length=1, max_length=MOST_SPANS)]


class RecordRecording(Command, frozen=True, kw_only=True):
    """The media worker has joined a recording: see `Recording`."""

    number: Number
    began: Moment
    ended: Moment
    manifest: Stored
    takes: tuple[TakeStored, ...] = ()
    playable: Stored | None = None
    lasts: Milliseconds = 0
    objects: int = 0
    gaps: dict[Code, int] = {}  # noqa: RUF012 - msgspec gives each its own


class RecordNoRecording(Command, frozen=True):
    """The media worker found that nothing was recorded of a call that was held."""


class RecordRetention(Command, frozen=True):
    """The media worker has locked everything of a recording until then."""

    number: Number
    until: Moment
    group: Code | None = None


class RecordRedaction(Command, frozen=True):
    """The media worker has made an export."""

    number: Number
    redaction: Number
    stored: Stored
