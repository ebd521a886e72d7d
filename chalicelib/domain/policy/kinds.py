"""The kinds of value a policy is made of; the description of each is what a mistake says was expected."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the policy file."""


Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}\Z", description="a code such as `not_reachable`")]
Words = Annotated[str, Meta(pattern=r"\S", max_length=2000, description="words (1 to 2000 characters)")]
ClockTime = Annotated[str, Meta(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\Z", description='a local time such as "08:00"')]
GradeCode = Annotated[str, Meta(pattern=r"^[A-Z0-9]{1,10}\Z", description='a grade such as "3"')]
OutcomeCode = Annotated[str, Meta(pattern=r"^[0-9]{1,2}[A-Z]?\Z", description='an outcome number such as "16"')]
TypeOrAny = Annotated[str, Meta(pattern=r"^(\*|[a-z][a-z0-9_]{0,39})\Z", description='an incident type, or "*" for all')]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?\Z", description='a language such as "en"')]
Version = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{1,4}\Z", description='a version such as "2026-11-22.1"')]
HostName = Annotated[
    str,
    Meta(
        pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\Z",
        max_length=100,
        description="a host name such as `evr.example.police.uk`, without scheme or path",
    ),
]
SenderName = Annotated[
    str, Meta(pattern=r"^(?=.*[A-Za-z])[A-Za-z0-9]{3,11}\Z", description="3 to 11 letters and digits, one a letter")
]
SecretName = Annotated[
    str, Meta(pattern=r"^evr/[a-z0-9_-]+/[a-z0-9_/-]+\Z", description="a secret's name such as `evr/dorset/cad`")
]
ChatId = Annotated[
    str,
    Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9@._:-]{0,119}\Z", description="an identifier of the chat platform such as `C0QUEUE01`"),
]
NotifyId = Annotated[
    str,
    Meta(
        pattern=r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?\Z",
        description="an identifier of GOV.UK Notify such as `f33517ff-2a88-4f6e-b855-c550268ce08a`",
    ),
]
"""Empty: none of its own, Notify's default counts."""
AwsOrigin = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_:/+-]{0,256}\Z", description="a number, pool or sender of the AWS account, by its name or ARN")
]
Digit = Annotated[int, Meta(ge=0, le=9, description="a digit, 0 to 9")]
Count = Annotated[int, Meta(ge=1, le=1000, description="a whole number, 1 to 1000")]
Fraction = Annotated[float, Meta(ge=0, le=1, description="a fraction, 0 to 1")]
Switch = Annotated[bool, Meta(description="true or false")]
Day = Annotated[date, Meta(description="a date such as 2026-12-25")]
Weekday = Annotated[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], Meta(description='a weekday such as "mon"')]
WorkingDays = Annotated[int, Meta(ge=1, le=250, description='working days such as "5 working days"')]
"""Written in the file as "5 working days" or "1 working day"."""
