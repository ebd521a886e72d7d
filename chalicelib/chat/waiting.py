"""A worklist as far as it was read, and how long it is in words."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ..domain.incident import Incident


class Waiting(Struct, frozen=True):
    """A worklist in its order, as far as it was read; `more`: it goes on behind."""

    jobs: tuple[Incident, ...] = ()
    more: bool = False

    @property
    def oldest(self) -> datetime | None:
        """When the job that waits longest was reported. The priority lane stands in front, so it is not always the first."""
        return min((each.facts.reported_at for each in self.jobs), default=None)


def counted(waiting: Waiting) -> str:
    """How many wait, and how many of them first."""
    number = len(waiting.jobs)
    if not number:
        return "Nothing is waiting."
    urgent = sum(each.priority for each in waiting.jobs)
    said = f"{'More than ' if waiting.more else ''}{number} waiting"
    return f"{said}, {urgent} of them in the priority lane." if urgent else f"{said}."
