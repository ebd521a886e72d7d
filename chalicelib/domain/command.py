"""What every command is."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct


def tag(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")


class Command(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="command", tag=tag):
    """What a person or a system asks for; the tag is the class's name in snake case."""

    personal: ClassVar[tuple[str, ...]] = ()
