"""What happened to a statement. The words, the name and the strokes of the signature are behind references."""

from __future__ import annotations

from .event import Event


class StatementWritten(Event, frozen=True):
    number: int
    kind: str
    edition: int
    sha256: str
    document: str


class StatementShown(Event, frozen=True):
    number: int
    edition: int


class StatementLocked(Event, frozen=True):
    number: int
    edition: int
    sha256: str


class StatementChangeWanted(Event, frozen=True):
    number: int
    edition: int
    note: str | None = None


class StatementSigned(Event, frozen=True):
    """`sha256` is of the document that was on the victim's screen; `drawing` is there when the signature was drawn."""

    number: int
    edition: int
    sha256: str
    name: str
    capacity: str = "witness"
    drawing: str | None = None


class StatementPrinted(Event, frozen=True):
    """`sha256` is of the PDF, `kept` the version under which the bucket keeps it."""

    number: int
    edition: int
    sha256: str
    kept: str


StatementEvent = StatementWritten | StatementShown | StatementLocked | StatementChangeWanted | StatementSigned | StatementPrinted
