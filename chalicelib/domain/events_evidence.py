"""What happened to files. A name stands sealed behind its reference; hashes, sizes and kinds stand here for ever."""

from __future__ import annotations

from .event import Event


class FileAdded(Event, frozen=True):
    """`name` refers to the sender's words; `kind` by the first bytes, `declared` by the browser."""

    number: int
    name: str
    size: int
    kind: str
    declared: str = ""


class FileFinished(Event, frozen=True):
    """`sha256` as the sender's device computed it."""

    number: int
    sha256: str


class FileArrived(Event, frozen=True):
    """Looked at as it lies in the bucket. `same`: hash and size are those that the sender said."""

    number: int
    sha256: str
    size: int
    kind: str
    version: str
    same: bool = True


class FileRefused(Event, frozen=True):
    """By its content, which the first bytes did not tell; it is kept, and shown to nobody. `reason`: `kind` or `size`."""

    number: int
    reason: str
    sha256: str
    size: int
    kind: str
    version: str


class FileGivenUp(Event, frozen=True):
    """`reason`: `sender`; `room_closed` before it was finished; `parts_missing` in the bucket."""

    number: int
    reason: str


class FileShown(Event, frozen=True):
    """A download of one file, by the recorded actor."""

    number: int
    why: str | None = None


class CustodyAsked(Event, frozen=True):
    number: int


class CustodyMade(Event, frozen=True):
    """A document of everything that had happened until it was made."""

    number: int
    sha256: str
    size: int
    version: str


class CustodyShown(Event, frozen=True):
    number: int
    why: str | None = None


EvidenceEvent = (
    FileAdded | FileFinished | FileArrived | FileRefused | FileGivenUp | FileShown | CustodyAsked | CustodyMade | CustodyShown
)
