"""A file as the incident knows it: without its name, which is a person's words, and without its content."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

#: `sending`: its parts are on their way. `arriving`: the sender is done, nobody has looked at it yet. `arrived`: the hash is
#: the one that the sender's device computed. `different`: it is not; the file is kept and marked. `refused`: by its content; kept.
State = Literal["sending", "arriving", "arrived", "different", "refused"]


class File(Struct, frozen=True, omit_defaults=True):
    """One file, numbered within its incident; one that was given up is no longer here.

    `by`: `victim`, or the member of staff. `kind`: by content. `sha256`: what the sender said, until it has arrived (then the event
    has both). `version`: of the object in the bucket.
    """

    number: int
    by: str
    at: datetime
    size: int
    kind: str
    state: State = "sending"
    sha256: str | None = None
    version: str | None = None

    @property
    def kept(self) -> bool:
        """Whether it lies in the bucket, to be shown to those who may see it."""
        return self.state in ("arrived", "different")


class Custody(Struct, frozen=True, omit_defaults=True):
    """The newest chain-of-custody document: asked for, and made once `version` is there."""

    number: int
    version: str | None = None
