"""The codes of GOV.UK Notify, and what they mean for the victim and for us.

Source: its documentation for developers ("Error codes", "Delivery receipts", "Status"). It asks not to read the messages of errors,
which change, but only the status and the kind.
"""

from __future__ import annotations

from ...domain.delivery import Undelivered
from .news import DELIVERED, ON_ITS_WAY, SENT, News, failed

U = Undelivered

#: Refusals that no repetition helps. What else the request holds, the policy has checked: only the number or address is left.
FINAL = {(400, "ValidationError"): U.BAD_ADDRESS}
#: Refusals that pass by themselves.
PASSING = frozenset({(429, "RateLimitError")})  # more than 3,000 a minute
#: Refusals that are about our service there.
NOT_SET_UP = frozenset(
    {
        (400, "BadRequestError"),  # trial mode, no such template or sender, no international numbers, too long
        (401, "AuthError"),  # no key
        (403, "AuthError"),  # the key, or our clock is out by more than 30 seconds
        (403, "BadRequestError"),
        (404, "NoResultFound"),  # no such template
        (429, "TooManyRequestsError"),  # the day's limit
    }
)

#: What became of a message, by its kind and `status`.
_BOTH: dict[str, News] = {
    "created": ON_ITS_WAY,
    "sending": ON_ITS_WAY,
    "pending": ON_ITS_WAY,
    "sent": SENT,  # abroad: the network tells no more
    "delivered": DELIVERED,  # also when the phone's owner has blocked the sender
    "technical-failure": failed(U.PROVIDER_FAULT),  # between Notify and the network; worth sending again
}
NEWS: dict[str, dict[str, News]] = {
    "sms": _BOTH
    | {
        "permanent-failure": failed(U.NUMBER_NOT_IN_USE),  # or the network refuses it
        "temporary-failure": failed(U.UNREACHABLE),  # off, no signal, or full; Notify has tried for up to 72 hours
    },
    "email": _BOTH
    | {
        "permanent-failure": failed(U.ADDRESS_UNKNOWN),
        "temporary-failure": failed(U.MAILBOX_FULL),  # or a filter took it for spam
    },
}
