"""The codes of AWS End User Messaging SMS, and what they mean for the victim and for us.

Sources: the service's model in botocore (`pinpoint-sms-voice-v2`; a test holds the tables to it), its user guide ("Event types").
"""

from __future__ import annotations

from ...domain.delivery import Undelivered
from .news import DELIVERED, ON_ITS_WAY, SENT, News, failed

U = Undelivered

#: Refusals that are about the victim's number: no repetition helps.
FINAL = {
    "ConflictException.DESTINATION_PHONE_NUMBER_OPTED_OUT": U.OPTED_OUT,  # the phone's owner answered STOP
    "ConflictException.DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE": U.NOT_ALLOWED,  # an administrator blocked it
}

#: Refusals that are about our account there.
NOT_SET_UP = frozenset(
    {
        "AccessDeniedException",  # the role, or the account is suspended
        "ConflictException",  # nothing to send from; in the sandbox; the country is blocked by a protect configuration
        "ResourceNotFoundException",  # no such sender or pool
        "ServiceQuotaExceededException",  # the monthly spending limit, most likely
        "ValidationException",  # the sender is not registered, the country not enabled, a parameter not taken
    }
)

#: What became of a text, by `eventType`.
NEWS: dict[str, News] = {
    "TEXT_QUEUED": ON_ITS_WAY,
    "TEXT_PENDING": ON_ITS_WAY,
    "TEXT_SENT": SENT,
    # Accepted by the network, which for some countries is all that is ever told: so not more than "sent".
    "TEXT_SUCCESSFUL": SENT,
    "TEXT_DELIVERED": DELIVERED,
    "TEXT_INVALID": failed(U.NUMBER_NOT_IN_USE),
    "TEXT_UNREACHABLE": failed(U.UNREACHABLE),  # the phone is off or has no network
    "TEXT_CARRIER_UNREACHABLE": failed(U.UNREACHABLE),  # passing trouble in the victim's network
    "TEXT_BLOCKED": failed(U.BLOCKED),  # by the phone, or by its network for this number
    "TEXT_CARRIER_BLOCKED": failed(U.BLOCKED),
    "TEXT_SPAM": failed(U.BLOCKED),
    "TEXT_INVALID_MESSAGE": failed(U.MESSAGE_REFUSED),
    "TEXT_TTL_EXPIRED": failed(U.TOO_LATE),
    "TEXT_PROTECT_BLOCKED": failed(U.NOT_ALLOWED),  # the account's protect configuration
    # Not delivered for none of these reasons; also sent after 72 hours without a word from the network.
    "TEXT_UNKNOWN": failed(U.NOT_SAID),
}
