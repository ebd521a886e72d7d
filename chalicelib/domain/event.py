"""What every event is."""

from __future__ import annotations

from msgspec import Struct


class Event(Struct, frozen=True, omit_defaults=True, tag_field="event"):
    """Something that has happened; the tag is the class's name."""
