"""The codes of Amazon SES, and what they mean for the victim and for us.

Sources: the model of its API in botocore (a test holds the tables to it), and its developer guide, "Contents of event data" (bounce
types and subtypes).
"""

from __future__ import annotations

from ...domain.delivery import Undelivered
from .news import DELIVERED, ON_ITS_WAY, SENT, News, failed

U = Undelivered

#: Refusals that no repetition helps.
FINAL = {
    "BadRequestException": U.BAD_ADDRESS,
    "InvalidParameterValue": U.BAD_ADDRESS,
    "ValidationException": U.BAD_ADDRESS,
}
#: Refusals that are about our account there.
NOT_SET_UP = frozenset(
    {
        "AccountSuspendedException",
        "LimitExceededException",  # the day's quota
        "MailFromDomainNotVerifiedException",
        "MessageRejected",  # the sender is not verified, or the account is still in the sandbox
        "NotFoundException",  # no such configuration set
        "SendingPausedException",
    }
)

#: What became of an email, by event type; a bounce by its type and subtype, or by its type alone.
NEWS: dict[str, News] = {
    "Send": SENT,
    "DeliveryDelay": ON_ITS_WAY,
    "Delivery": DELIVERED,  # taken by the mail server; it may still come back
    "Complaint": DELIVERED,  # somebody said that it is spam, so it has arrived
    "Open": DELIVERED,  # never asked for: no tracking
    "Click": DELIVERED,
    "Reject": failed(U.MESSAGE_REFUSED),  # SES found a virus
    "RenderingFailure": failed(U.MESSAGE_REFUSED),
    "Bounce.Permanent": failed(U.ADDRESS_UNKNOWN),
    "Bounce.Permanent.General": failed(U.ADDRESS_UNKNOWN),
    "Bounce.Permanent.NoEmail": failed(U.ADDRESS_UNKNOWN),
    "Bounce.Permanent.Suppressed": failed(U.SUPPRESSED),  # bounced for somebody within 14 days: not even tried
    "Bounce.Permanent.OnAccountSuppressionList": failed(U.SUPPRESSED),
    "Bounce.Permanent.UnsubscribedRecipient": failed(U.OPTED_OUT),
    "Bounce.Transient": failed(U.UNREACHABLE),
    "Bounce.Transient.General": failed(U.UNREACHABLE),  # also an automatic answer, after it was delivered
    "Bounce.Transient.MailboxFull": failed(U.MAILBOX_FULL),
    "Bounce.Transient.MessageTooLarge": failed(U.MESSAGE_REFUSED),
    "Bounce.Transient.ContentRejected": failed(U.BLOCKED),
    "Bounce.Transient.AttachmentRejected": failed(U.BLOCKED),
    "Bounce.Transient.CustomTimeoutExceeded": failed(U.TOO_LATE),
    "Bounce.Undetermined": failed(U.NOT_SAID),
    "Bounce.Undetermined.Undetermined": failed(U.NOT_SAID),
}
