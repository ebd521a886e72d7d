"""The port to whatever carries picture and sound, chosen by the force's policy: `p2p`, `chime` or `external`.

open        whenever somebody joins: prepares where both sides meet, or looks whether it is still there; the same for the same name
join        gives one person what their browser needs; nothing that outlives the call
end         when the room is closed: puts everybody out; as often as it is told to
recording   where the platform records by itself, if it does

A provider's own trouble is `Unavailable` when trying again may help, `NotSetUp` when somebody has to mend the set-up first.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

from msgspec import Struct

from ..domain.refusals import Refusal
from ..domain.seat import Side
from ..store.rooms import Venue

Name = Literal["p2p", "chime", "external"]
TWO_ONLY = Refusal("two_only", "This call is between two devices; a third person can only join beside one of them.")


class NotSetUp(Exception):
    """The provider cannot work as the policy or its secret is; the text says what to mend, and holds nothing of the secret."""


class Ice(Struct, frozen=True, omit_defaults=True):
    """A STUN or TURN server, as browsers take it (RTCIceServer)."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None


class Pass(Struct, frozen=True, omit_defaults=True):
    """What one person's browser needs to be seen and heard.

    `ice` with p2p; `meeting` and `attendee` with chime, as amazon-chime-sdk-js takes them; `url` with external.
    """

    provider: Name
    ice: tuple[Ice, ...] = ()
    meeting: dict[str, Any] | None = None
    attendee: dict[str, Any] | None = None
    url: str | None = None


class Recording(Struct, frozen=True):
    """Where the platform puts what it recorded by itself: a key's beginning in our bucket."""

    prefix: str


class Provider(Protocol):
    """The port. `person` is random and the same for the same page."""

    name: Name
    #: Whether a third device may join.
    three: bool

    def open(self, venue: Venue) -> Venue: ...

    def join(self, venue: Venue, side: Side, person: str) -> Pass: ...

    def end(self, venue: Venue) -> None: ...

    def recording(self, venue: Venue) -> Recording | None: ...
