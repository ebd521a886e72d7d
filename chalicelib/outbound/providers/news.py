"""What a receipt says of a message, in our words. Each provider has a table from its codes to these."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ...domain.delivery import Undelivered


class News(NamedTuple):
    """`status` None: the message is on its way, which is no news to anybody."""

    status: Literal["sent", "delivered", "failed"] | None
    reason: Undelivered | None = None


ON_ITS_WAY = News(None)
SENT = News("sent")
DELIVERED = News("delivered")


def failed(reason: Undelivered) -> News:
    return News("failed", reason)
