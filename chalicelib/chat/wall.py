"""The port to a chat platform: where cards hang. Slack and Teams implement it; tests have a fake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from .model import Card, Home


class Spot(Struct, frozen=True):
    """Where a message stands."""

    channel: str
    message: str


class Picture(Struct, frozen=True):
    """A PNG with its text equivalent (`alt`)."""

    name: str
    png: bytes
    alt: str


class Wall(Protocol):
    """One force's workspace. `key` names a message of ours for `find`: the platform keeps it with the message, unseen.

    Every method raises one of the errors below, and nothing else, for the platform's own trouble.
    """

    def post(self, channel: str, card: Card, *, key: str, under: Spot | None = None, picture: Picture | None = None) -> Spot:
        """Hang up a card; `under`: as a reply in that message's thread. With a person's id as channel only they see it."""
        ...

    def edit(self, spot: Spot, card: Card) -> None: ...

    def say(self, under: Spot, lines: Sequence[str], *, key: str) -> None:
        """One reply of plain sentences in a thread."""
        ...

    def remove(self, spot: Spot) -> None: ...

    def find(self, channel: str, key: str, since: datetime, under: Spot | None = None) -> Spot | None:
        """Our own message with this key, posted at or after `since`: was it posted although its answer was lost?

        `channel` as it was given to `post`, so it may be a person's id.
        """
        ...

    def home(self, user: str, home: Home) -> None: ...


class Wait(Exception):
    """Rate-limited: come back after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"rate-limited for {seconds} s")
        self.seconds = seconds


#: Codes of `Gone` that mean the message alone: somebody deleted it, or it is not ours to change any more (an earlier installation
#: of the app, a workspace that lets nobody edit after a while). All others are about the channel, or the person.
MESSAGE_GONE = frozenset(
    {"message_not_found", "thread_not_found", "cant_update_message", "cant_delete_message", "edit_window_closed"}
)


class Gone(Exception):
    """The channel is archived, or we are not in it, or the message is no more. `code` is the platform's; the doctor explains it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unanswered(Exception):
    """No answer, or a fault of the platform's: whether it took effect is unknown."""


class Refused(Exception):
    """The platform does not take what we send (a bug of ours, or a token or scope that is missing). `code` is the platform's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
