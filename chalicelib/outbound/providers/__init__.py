"""Those who carry a message to a person, behind one port. A provider is named in the force's policy (`texts.sms`, `texts.email`).

Errors, as far as they matter to whoever has to decide about sending again:

    SendError
     |- NotSent       certainly not sent; `passing` says whether another try, or another provider, can help
     |   |- NotSetUp  our account or our settings there: somebody has to mend it
     |   |- NewCode   an answer that no table of ours knows: somebody has to look it up
     |- Unknown       may have been sent: the answer was lost
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Protocol, runtime_checkable

from ...domain.delivery import Undelivered
from ...domain.policy import Policy
from ..letter import Letter
from ..marks import Mark


class SendError(Exception):
    """`code` is the provider's own word for it, or ours; never what was sent or to whom."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotSent(SendError):
    """The message was certainly not sent. `passing`: so try again, or elsewhere. Else it is about the victim's number: `reason`."""

    def __init__(self, code: str, *, passing: bool = False, reason: Undelivered | None = None) -> None:
        super().__init__(code)
        self.passing, self.reason = passing, reason


class NotSetUp(NotSent):
    """Not sent, and it will not be until somebody mends our account there. Another provider may carry it meanwhile."""

    def __init__(self, code: str) -> None:
        super().__init__(code, passing=True)


class NewCode(NotSent):
    """Not sent, for a reason that no table knows yet. Another provider may carry it."""

    def __init__(self, code: str) -> None:
        super().__init__(code, passing=True)


class Unknown(SendError):
    """The message may have been sent."""


class Provider(Protocol):
    """The port. Must not retry by itself: only the lease knows that a message has been sent before."""

    def send(self, letter: Letter, mark: Mark) -> str:
        """Send one message with our mark on it, and return the provider's id for it. Raises NotSent and Unknown."""
        ...


@runtime_checkable
class Remembers(Protocol):
    """A provider that can be asked whether it has had a message."""

    def had(self, letter: Letter, mark: Mark) -> str | None:
        """The provider's id of the message with this mark, None when it knows of none. Raises SendError."""
        ...


def names() -> tuple[str, ...]:
    """The names that a policy may use."""
    return tuple(_MADE)


def named(name: str, policy: Policy) -> Provider:
    """The provider of this name, for this force. Raises NotSetUp for one that does not exist: another may carry the message."""
    if name not in _MADE:
        raise NotSetUp("no_such_provider")
    return _MADE[name](policy)


def _end_user_messaging(policy: Policy) -> Provider:
    from .end_user_messaging import EndUserMessaging

    return EndUserMessaging(_client("pinpoint-sms-voice-v2"), policy.texts.aws_origin)


def _notify(policy: Policy) -> Provider:
    from .notify import Notify
    from .notify_key import keys

    return Notify(keys(), policy.force, policy.texts.notify)


def _sns(policy: Policy) -> Provider:
    from .sns import Sns

    return Sns(_client("sns"))


def _ses(policy: Policy) -> Provider:
    from ...settings import settings
    from .ses import Ses

    return Ses(_client("sesv2"), settings().email_events)


@cache
def _client(service: str) -> object:
    from .once import client

    return client(service)


_MADE: dict[str, Callable[[Policy], Provider]] = {
    "end_user_messaging": _end_user_messaging,
    "notify": _notify,
    "ses": _ses,
    "sns": _sns,
}
