"""How far a message to the victim has come, and why it did not arrive."""

from __future__ import annotations

from enum import StrEnum


class Undelivered(StrEnum):
    """Why a message did not arrive. Stable codes: the card, command and control and the API show them.

    Providers' own codes are turned into these by the tables in `outbound/providers/`.
    """

    # said by a provider or a network
    NUMBER_NOT_IN_USE = "number_not_in_use"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    OPTED_OUT = "opted_out"
    TOO_LATE = "too_late"
    ADDRESS_UNKNOWN = "address_unknown"
    MAILBOX_FULL = "mailbox_full"
    SUPPRESSED = "suppressed"
    MESSAGE_REFUSED = "message_refused"
    NOT_ALLOWED = "not_allowed"
    PROVIDER_FAULT = "provider_fault"
    NOT_SAID = "not_said"
    # found out by us, before anything was sent
    BAD_ADDRESS = "bad_address"
    NO_ADDRESS = "no_address"
    CONTACT_SUSPENDED = "contact_suspended"
    HELD_UP = "held_up"
    DISPOSED = "disposed"
    LINK_UNKNOWN = "link_unknown"


#: Receipts come twice and out of order; a message only ever moves to the right.
_PROGRESS = {"sending": 0, "unknown": 1, "sent": 2, "failed": 3, "delivered": 4}
#: "Delivered" of an email means that a mail server took it. It may still come back, and then the victim has nothing.
_CAME_BACK = 5


def progress(status: str, reason: str | None = None) -> int:
    """A number that grows as a message gets on; what does not grow it is no news."""
    if status == "failed" and reason == Undelivered.ADDRESS_UNKNOWN:
        return _CAME_BACK
    return _PROGRESS[status]
