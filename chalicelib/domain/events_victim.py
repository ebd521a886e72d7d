"""What a victim says at the link's page, and the code that is read out to them."""

from __future__ import annotations

from datetime import datetime

from .event import Event


class NeedsTold(Event, frozen=True):
    """What the victim needs for the call, and whether a parent or carer joins; `companion` and `note` refer to their words."""

    needs: tuple[str, ...] = ()
    accompanied: bool = False
    companion: str | None = None
    note: str | None = None


class VictimAsked(Event, frozen=True):
    """`what`: `another_time` (`wanted`: from when) or `stop`."""

    what: str
    wanted: datetime | None = None
    note: str | None = None


class CodeGiven(Event, frozen=True):
    """A code to read out; `code_hash` as `store.personal.code_hash` makes it."""

    code_hash: str
    until: datetime


class CodeUsed(Event, frozen=True):
    pass


VictimEvent = NeedsTold | VictimAsked | CodeGiven | CodeUsed
