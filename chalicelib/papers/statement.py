"""The signed statement on paper: its words, the declaration, the signature, and the hash that binds them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from reportlab.platypus import Flowable, KeepTogether

from ..domain.calendar import local
from ..service.statements import Document
from . import sheet

_READ_OVER = {
    "self": "The witness read the statement.",
    "officer": "The statement was read over to the witness by the officer.",
    "interpreter": "The statement was read over to the witness by the interpreter, {interpreter}.",
}


class Signature(Struct, frozen=True):
    """Who signed on the link's page, when, and how. `drawing`: strokes, None when the name was typed."""

    name: str
    capacity: str
    at: datetime
    drawing: str | None = None


def pages(document: Document, number: int, edition: int, sha256: str, signature: Signature, officer: str) -> bytes:
    """The statement as PDF, not yet sealed by the force's certificate. `officer`: whoever took it, by identifier."""
    content = [
        sheet.heading(document.title),
        sheet.paragraph(f"{document.force}, incident {document.reference}, statement {number}, edition {edition}"),
        sheet.facts(document.particulars),
        sheet.space(4),
        *(sheet.paragraph(each) for each in document.text.split("\n\n") if each.strip()),
        KeepTogether([*_signed(document, signature), *_bound(sha256, officer)]),
    ]
    return sheet.pdf(content, document.title, f"{document.reference}, statement {number}, edition {edition}")


def _signed(document: Document, signature: Signature) -> list[Flowable]:
    said = _READ_OVER[document.read_over].replace("{interpreter}", document.interpreter or "")
    capacity = "" if signature.capacity == "witness" else ", a parent or carer of the witness"
    drawn = [sheet.Strokes(signature.drawing)] if signature.drawing else []
    how = "by hand on the screen" if signature.drawing else "by typing the name"
    return [
        sheet.subheading("Declaration"),
        sheet.paragraph(document.declaration),
        sheet.paragraph(said),
        *drawn,
        sheet.paragraph(f"Signed {how} by {signature.name}{capacity}, on {local(signature.at):%d %B %Y at %H:%M:%S %Z}."),
    ]


def _bound(sha256: str, officer: str) -> list[Flowable]:
    return [
        sheet.paragraph(f"Taken by video by {officer}.", 8.5),
        sheet.paragraph(
            f"SHA-256 of the words that were on the witness's screen when they signed: {sha256}. "
            "This file carries the force's electronic seal with a time stamp; a change to it can be seen.",
            8.5,
        ),
    ]
