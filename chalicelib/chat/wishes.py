"""What a victim said at the link's page, in words that a channel may see: what they need and what they ask, never who they are."""

from __future__ import annotations

from datetime import datetime

from .spans import when

NEEDS = {
    "interpreter": "an interpreter",
    "hearing": "help with hearing",
    "sight": "help with sight",
    "reading": "help with reading or writing",
    "other": "something else, in their own words",
}


def of_needs(needs: tuple[str, ...], accompanied: bool) -> str:
    """`a parent or carer joins; needs an interpreter, help with hearing`; nothing when nothing was told."""
    told = ", ".join(NEEDS.get(each, each) for each in needs)
    return "; ".join(filter(None, ("a parent or carer joins" if accompanied else "", f"needs {told}" if told else "")))


def of_wish(what: str, wanted: datetime | None) -> str:
    """What the victim asks of the officer, as it follows on "The victim"."""
    if what == "stop":
        return "does not want to go on for now"
    return f"asks for another time{f', from {when(wanted)}' if wanted else ''}"
