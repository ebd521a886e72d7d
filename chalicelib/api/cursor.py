"""An opaque place in a list. It names the list, so that a cursor of one cannot be used on another."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

from msgspec import Meta

from .problems import Refused

Cursor = Annotated[str, Meta(min_length=1, max_length=400, pattern=r"^[A-Za-z0-9_=-]+\Z")]


def pack(name: str, after: str | None) -> str | None:
    return urlsafe_b64encode(f"{name}\n{after}".encode()).decode() if after else None


def unpack(name: str, cursor: str | None) -> str | None:
    """Where the page before ended. Raises Refused."""
    if cursor is None:
        return None
    try:
        listed, _, after = urlsafe_b64decode(cursor).decode().partition("\n")
    except ValueError:
        listed, after = "", ""
    if listed != name or not after or not after.isprintable():
        raise Refused("invalid_cursor", "This cursor is not one that a page of this list gave.", "cursor")
    return after
