"""What is asked of a statement: written by the officer, read and signed by the victim on their own screen (MG11, VPS)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from .command import Command
from .words import Code, Words

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z", examples=["0" * 64])]
#: Statements are counted within their incident, from 1.
StatementNumber = Annotated[int, Meta(ge=1, le=1000)]
#: A whole statement, as the document that is hashed, shown, signed and printed (`service/statements.py` writes it).
Document = Annotated[str, Meta(min_length=2, max_length=100_000)]
#: Strokes of a signature: moves and lines between whole numbers, in a field of 1000 by 400.
Drawing = Annotated[str, Meta(min_length=5, max_length=20_000, pattern=r"^M[0-9]{1,4} [0-9]{1,4}( [ML][0-9]{1,4} [0-9]{1,4})+\Z")]


class WriteStatement(Command, frozen=True):
    """Write a statement, or change one: `number` names it. Changed words make a new edition, which needs a new signature."""

    personal: ClassVar[tuple[str, ...]] = ("document",)
    kind: Code
    document: Document
    sha256: Sha256
    number: StatementNumber | None = None


class ShowStatement(Command, frozen=True):
    """Show a statement on the victim's screen, so that they can read it back."""

    number: StatementNumber


class LockStatement(Command, frozen=True):
    """The victim has read it and it is right: nothing changes any more until it is signed. `sha256`: of what the officer sees."""

    number: StatementNumber
    sha256: Sha256


class WantStatementChanged(Command, frozen=True):
    """The victim has read it and something is not right."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    number: StatementNumber
    note: Words | None = None


class SignStatement(Command, frozen=True):
    """The victim signs, with the declaration. `sha256` is of the document on their screen, `name` as they write it.

    `capacity`: a parent or carer may sign for somebody under 18. `drawing` is there when the signature was drawn.
    """

    personal: ClassVar[tuple[str, ...]] = ("name", "drawing")
    number: StatementNumber
    sha256: Sha256
    name: Words
    capacity: Literal["witness", "parent_or_carer"] = "witness"
    drawing: Drawing | None = None


class RecordStatementPrinted(Command, frozen=True):
    """The signed statement was made a PDF: its hash, and the version under which the bucket keeps it."""

    number: StatementNumber
    edition: Annotated[int, Meta(ge=1)]
    sha256: Sha256
    kept: Annotated[str, Meta(min_length=1, max_length=1024, pattern=r"^[A-Za-z0-9_.-]+\Z")]
