"""One message as it goes to a provider."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from msgspec import Struct


class Letter(Struct, frozen=True, kw_only=True):
    """`to` and `sender`: a number in the form +447700900123 and a sender's name, or two addresses.

    `html`: the same words as `body`, for mail programs that want it. `lasts`: the message is of no use after that.
    """

    channel: Literal["sms", "email"]
    to: str
    sender: str
    body: str
    subject: str = ""
    html: str = ""
    language: str = "en"
    lasts: timedelta = timedelta(hours=72)
