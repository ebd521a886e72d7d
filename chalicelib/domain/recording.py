"""What a recording is once it was joined: its takes as they came, a copy that plays, exports with parts taken out, its keeping."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from .words import Code

#: Hexadecimal, of a whole object as it lies in the bucket.
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z", examples=["0" * 64])]
#: What a browser records without stopping; a new one begins after each pause, and whenever the recorder was started again.
Take = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z", examples=["00c0ffee00c0ffee"])]
#: Milliseconds from the start of the copy that plays.
Milliseconds = Annotated[int, Meta(ge=0, le=172_800_000)]
Number = Annotated[int, Meta(ge=1, le=1000)]


class Stored(Struct, frozen=True, omit_defaults=True):
    """One version of one object in the bucket."""

    sha256: Sha256
    size: int
    version: str


class TakeStored(Struct, frozen=True, omit_defaults=True):
    """A take, joined byte by byte from the objects that arrived whole: the original."""

    take: Take
    stored: Stored


class Span(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a recording, and what is taken out of it. `to` is not before `from`."""

    from_: Milliseconds = field(name="from")
    to: Milliseconds
    what: Literal["silence", "black", "both"] = "both"


class Redaction(Struct, frozen=True, omit_defaults=True):
    """An export with spans taken out; `stored` once it was made."""

    number: int
    spans: tuple[Span, ...]
    stored: Stored | None = None


class Recording(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A call's recording. `gaps`: how many of each kind; the manifest names each with its times. `lasts`: of the copy that plays.

    `group`: the group of the management of police information once it is evidential; `until`: it is looked at again then, and
    cannot be deleted before.
    """

    number: int
    began: datetime
    ended: datetime
    manifest: Stored
    takes: tuple[TakeStored, ...] = ()
    playable: Stored | None = None
    lasts: int = 0
    objects: int = 0
    gaps: dict[str, int] = {}
    group: Code | None = None
    until: datetime
    redactions: tuple[Redaction, ...] = ()
