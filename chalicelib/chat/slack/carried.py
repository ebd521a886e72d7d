"""What a view carries unseen from the press that opened it to the answers that come back: its private_metadata."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from . import limits


class Carried(Struct, frozen=True, omit_defaults=True):
    """`value`: of the button that was pressed. The rest says where a private answer goes after the form was sent.

    `response_url` works five times in 30 minutes; then `channel` (and `thread`) do. `message` is the one that was pressed.
    """

    value: str = ""
    response_url: str | None = None
    channel: str | None = None
    thread: str | None = None
    message: str | None = None


_decode = msgspec.json.Decoder(Carried).decode


def packed(carried: Carried) -> str:
    return limits.exact(msgspec.json.encode(carried).decode(), limits.PRIVATE_METADATA)


def unpacked(metadata: str) -> Carried:
    """Raises ValueError for what is not ours."""
    return _decode(metadata) if metadata else Carried()
