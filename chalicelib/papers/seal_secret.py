"""What a force seals its papers with: kept in the secret `evr/<force>/seal` as JSON, a `Seal`.

Without a time stamping authority nobody else vouches for the time: `local_stamp` is for a developer's machine alone, and no court
would take it.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from ..secrets import NotConfigured


class LocalStamp(Struct, frozen=True, forbid_unknown_fields=True):
    """A time stamp's key and certificate of one's own, PEM."""

    key: str
    certificate: str


class Seal(Struct, frozen=True, forbid_unknown_fields=True):
    """`key`: PEM. `certificates`: PEM of the seal's own, then of its issuers. `tsa`: https address of an RFC 3161 authority."""

    key: str
    certificates: str
    tsa: str | None = None
    local_stamp: LocalStamp | None = None


def name_of(force: str) -> str:
    """The secret's name."""
    return f"evr/{force}/seal"


def read(name: str, secret: str, local: bool = False) -> Seal:
    """The secret's text as what it holds. `local`: a developer's machine. Raises NotConfigured, which repeats nothing of it."""
    try:
        seal = msgspec.json.decode(secret, type=Seal)
    except msgspec.MsgspecError:
        raise NotConfigured(f"secret {name} is not the JSON that docs/statements.md describes") from None
    if seal.local_stamp and not local:
        raise NotConfigured(f"secret {name} has a time stamp of its own, which is for a developer's machine: name a 'tsa'")
    if not seal.tsa and not seal.local_stamp:
        raise NotConfigured(f"secret {name} names no time stamping authority ('tsa')")
    if seal.tsa and not seal.tsa.startswith("https://") and not local:
        raise NotConfigured(f"secret {name}: the address of the time stamping authority has to begin with https://")
    return seal
