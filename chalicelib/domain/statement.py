"""A statement as the incident knows it: how far it has come, and the hash of its words. The words themselves are kept sealed."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Printed(Struct, frozen=True):
    """The newest PDF: of which edition, its hash, and the version under which the bucket keeps it."""

    edition: int
    sha256: str
    kept: str


class Statement(Struct, frozen=True, omit_defaults=True):
    """`kind` is a template of the force's (`policy.statements`). `document` refers to the words of this edition, `sha256` is
    their hash.

    `state`: `written` by the officer, `shown` to the victim, `locked` for signing, `signed`. Every change of the words makes a
    new edition, which is `written` again: what was signed before stays signed, and on record.
    """

    number: int
    kind: str
    edition: int
    sha256: str
    document: str
    state: str = "written"
    signed_at: datetime | None = None
    signed_editions: tuple[int, ...] = ()
    printed: Printed | None = None
