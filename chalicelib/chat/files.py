"""Files in words: what kind, how large, why not sent. Never a name."""

from __future__ import annotations

GIVEN_UP = {
    "sender": "the sender stopped",
    "room_closed": "it was not finished when the link was closed",
    "parts_missing": "parts of it are missing",
}
REFUSED = {"kind": "content", "size": "size"}
_FAMILIES = {"image": "photo", "video": "video", "audio": "sound"}


def kind_of_file(kind: str) -> str:
    return _FAMILIES.get(kind.partition("/")[0], "document")


def size_of_file(size: int) -> str:
    """In the unit that a person would use."""
    for unit, bytes_ in (("GB", 1_000_000_000), ("MB", 1_000_000)):
        if size >= bytes_:
            return f"{size / bytes_:.1f} {unit}"
    return f"{max(1, round(size / 1000))} kB"
