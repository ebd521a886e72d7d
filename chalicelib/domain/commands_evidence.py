"""Files: added, sent, looked at on arrival, shown; and the document that tells who had what when.

The API gives these on paths of their own, never by the commands' general one: each has something to do beside the command.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from .command import Command
from .words import Words

FileNumber = Annotated[int, Meta(ge=1, le=100_000)]
#: In bytes. What JSON's numbers hold exactly is more than anybody takes.
FileSize = Annotated[int, Meta(ge=0, le=2**53 - 1)]
#: A media type without parameters; empty where a browser knows none.
MediaType = Annotated[str, Meta(max_length=100, pattern=r"^([a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*)?\Z")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
#: What the bucket calls one stored content of a key.
ObjectVersion = Annotated[str, Meta(min_length=1, max_length=1024, pattern=r"^[\x21-\x7e]+\Z")]


class AddFile(Command, frozen=True):
    """Announce a file. `kind`: told by its first bytes; `declared`: what the browser calls it."""

    personal: ClassVar[tuple[str, ...]] = ("name",)
    name: Words
    size: FileSize
    kind: MediaType
    declared: MediaType = ""


class FinishFile(Command, frozen=True):
    """All parts are sent. `sha256`: of the whole file, computed where it was sent from."""

    number: FileNumber
    sha256: Sha256


class GiveUpFile(Command, frozen=True):
    """The sender does not go on with a file that is not finished. What was finished stays."""

    number: FileNumber


class RecordFileArrival(Command, frozen=True):
    """What the media worker found: the hash and the size of what lies in the bucket, and its kind by content."""

    number: FileNumber
    sha256: Sha256
    size: FileSize
    kind: MediaType
    version: ObjectVersion


class RecordFileLost(Command, frozen=True):
    """A victim's file was not finished when the room closed, or the bucket does not have what was said to be sent."""

    number: FileNumber


class ShowFile(Command, frozen=True):
    """Let the asker download a file; each showing is logged (Data Protection Act 2018, s.62)."""

    personal: ClassVar[tuple[str, ...]] = ("why",)
    number: FileNumber
    why: Words | None = None


class AskCustody(Command, frozen=True):
    """Have the chain of custody of all files, recordings and statements written down as it stands."""


class RecordCustody(Command, frozen=True):
    """The document is made."""

    number: FileNumber
    sha256: Sha256
    size: FileSize
    version: ObjectVersion


class ShowCustody(Command, frozen=True):
    """Let the asker download the newest chain of custody; logged."""

    personal: ClassVar[tuple[str, ...]] = ("why",)
    why: Words | None = None
