"""Those who carry a message to a person, behind one port. A provider is named in the force's policy (`texts.sms`, `texts.email`).

Errors, as far as they matter to whoever has to decide about sending again:

    SendError
     |- NotSent    certainly not sent; `passing` says whether trying again can help
     |- Unknown    may have been sent: the answer was lost
"""

from __future__ import annotations

from functools import cache
from typing import Protocol


class SendError(Exception):
    """`code` is the provider's own word for it, or ours; never what was sent or to whom."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotSent(SendError):
    """The message was certainly not sent. `passing`: trouble that passes (throttled, not reachable), so try again."""

    def __init__(self, code: str, *, passing: bool = False) -> None:
        super().__init__(code)
        self.passing = passing


class Unknown(SendError):
    """The message may have been sent."""


class Provider(Protocol):
    """The port. Must not retry by itself: only the lease knows that a message has been sent before."""

    def send(self, to: str, sender: str, subject: str | None, body: str, reference: str) -> str:
        """Send one message and return the provider's id for it. Raises NotSent and Unknown. `reference` is ours."""
        ...


def names() -> tuple[str, ...]:
    """The names that a policy may use."""
    return tuple(_MADE)


@cache
def named(name: str) -> Provider:
    """The provider of this name. Raises NotSent for one that does not exist: another may carry the message."""
    if name not in _MADE:
        raise NotSent("no_such_provider", passing=True)
    return _MADE[name]()


def _sns() -> Provider:
    from .once import client
    from .sns import Sns

    return Sns(client("sns"))


def _ses() -> Provider:
    from .once import client
    from .ses import Ses

    return Ses(client("sesv2"))


_MADE = {"sns": _sns, "ses": _ses}
