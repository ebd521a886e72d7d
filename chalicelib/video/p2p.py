"""Browser to browser (WebRTC): nothing to open and nothing to end. Signals go through our API, sound and picture do not.

Phones on mobile networks need a TURN server. Its credentials live for hours and are made for each joining from the secret that the
TURN server shares (coturn's `use-auth-secret`, draft-uberti-behave-turn-rest-00), which never leaves here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

from ..domain.policy.video import Video
from ..domain.seat import Side
from ..store.rooms import Venue
from .port import Ice, Name, Pass, Recording


class PeerToPeer:
    """`Provider`. `secret` gives the TURN server's shared secret; asked for only where the policy names TURN servers."""

    name: Name = "p2p"
    three = False

    def __init__(self, video: Video, secret: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._video, self._secret, self._now = video, secret, now

    def open(self, venue: Venue) -> Venue:
        return venue

    def join(self, venue: Venue, side: Side, person: str) -> Pass:
        stun = (Ice(self._video.stun),) if self._video.stun else ()
        return Pass("p2p", ice=(*stun, *self._turn(person)))

    def end(self, venue: Venue) -> None:
        """The signals stop with the room, and both pages hang up."""

    def recording(self, venue: Venue) -> Recording | None:
        """The officer's browser records."""
        return None

    def _turn(self, person: str) -> tuple[Ice, ...]:
        if not self._video.turn:
            return ()
        username = f"{int((self._now() + self._video.turn_lifetime).timestamp())}:{person}"
        # SHA-1 is what coturn's scheme is: an HMAC, for which its weakness does not matter
        digest = hmac.new(self._secret().encode(), username.encode(), hashlib.sha1).digest()
        return (Ice(self._video.turn, username, base64.b64encode(digest).decode()),)
