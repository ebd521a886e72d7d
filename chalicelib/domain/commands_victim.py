"""What a victim may ask for from the link's page, besides joining and leaving the call."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from .command import Command
from .words import Moment, Words

#: What a video call can be made to fit; whatever else there is to say stands in the note.
Need = Literal["interpreter", "hearing", "sight", "reading", "other"]


class TellNeeds(Command, frozen=True):
    """Tell, before the call, who comes with them and what they need for it. The last time it is told counts.

    `accompanied`: a parent or carer is there, as for a victim under 18; `companion` says who.
    """

    personal: ClassVar[tuple[str, ...]] = ("companion", "note")
    needs: Annotated[tuple[Need, ...], Meta(max_length=5)] = ()
    accompanied: bool = False
    companion: Words | None = None
    note: Words | None = None


class AskOfficer(Command, frozen=True):
    """Ask for another time (`at`: from when, if it matters), or to stop for now. It is for the officer to answer."""

    personal: ClassVar[tuple[str, ...]] = ("note",)
    what: Literal["another_time", "stop"]
    at: Moment | None = None
    note: Words | None = None


class ReadOutCode(Command, frozen=True):
    """Make a code of six digits that the officer reads out, for a victim whom no link reaches. A new one ends the one before."""


class UseCode(Command, frozen=True):
    """The victim has typed the code: it works once."""

    code_hash: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
