"""What command and control sends when an incident is reported, and the facts the domain takes from it.

The body is a contract with integrators (DESIGN.md, "Interfaces"). Names, numbers, places and the person's story never pass this
module: `Facts` is all that the rest of the domain sees.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct

from .times import utc
from .words import Moment, Reference, Words

ShortText = Annotated[str, Meta(min_length=1, max_length=200)]
Slug = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9_ -]*\Z")]
#: Oldest report that is believed: anything before is a wrong date, not a late report [D].
OLDEST = timedelta(days=5 * 366)
#: Clocks differ a little; a report from further in the future is a wrong date [D].
CLOCK_SKEW = timedelta(minutes=5)
_TAG = re.compile("([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?")


class Thrive(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The assessment behind the grade, in the call handler's words."""

    threat: Words | None = None
    harm: Words | None = None
    risk: Words | None = None
    investigation: Words | None = None
    vulnerability: Words | None = None
    engagement: Words | None = None


class Location(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    text: Words
    postcode: Annotated[str, Meta(max_length=10)] | None = None


class SafeContact(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the victim said about being contacted; the offender may see the phone."""

    ok_to_text: bool | None = None
    ok_to_leave_message: bool | None = None
    times: ShortText | None = None


class Victim(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    name: ShortText
    date_of_birth: date | None = None
    phone: Annotated[str, Meta(min_length=3, max_length=30)] | None = None
    email: Annotated[str, Meta(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\Z")] | None = None
    language: Annotated[str, Meta(min_length=2, max_length=40)] | None = None
    needs: Annotated[tuple[ShortText, ...], Meta(max_length=30)] = ()
    safe_contact: SafeContact = SafeContact()


class Report(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The body of `POST /v1/incidents`."""

    reference: Reference
    reported_at: Moment
    grade: Annotated[str, Meta(min_length=1, max_length=20, pattern=r"\S")] | Annotated[int, Meta(ge=0, le=99)]
    type: Slug
    channel: Literal["phone", "station", "online"]
    summary: Words
    thrive: Thrive
    location: Location
    victim: Victim
    flags: Annotated[tuple[Slug, ...], Meta(max_length=30)] = ()


class Facts(Struct, frozen=True, omit_defaults=True):
    """What may be known without knowing the person. `safe_times`: the victim named times at which contact is safe."""

    reference: str
    reported_at: datetime
    grade: str
    type: str
    channel: str
    flags: tuple[str, ...] = ()
    minor: bool = False
    phone: bool = False
    email: bool = False
    ok_to_text: bool | None = None
    safe_times: bool = False
    needs: bool = False
    language: str | None = None


def facts_of(report: Report, today: date) -> Facts:
    """Leave the person out and keep what decisions need."""
    victim = report.victim
    return Facts(
        reference=report.reference,
        reported_at=utc(report.reported_at),
        grade=_grade(report.grade),
        type=_code(report.type),
        channel=report.channel,
        flags=tuple(sorted({_code(flag) for flag in report.flags})),
        minor=victim.date_of_birth is not None and _age(victim.date_of_birth, today) < 18,
        phone=victim.phone is not None,
        email=victim.email is not None,
        ok_to_text=victim.safe_contact.ok_to_text,
        safe_times=victim.safe_contact.times is not None,
        needs=bool(victim.needs),
        language=_language(victim.language),
    )


def _grade(value: str | int) -> str:
    """`3`, `"3"` and `"Grade 3"` are the same grade."""
    return str(value).strip().upper().removeprefix("GRADE").strip()


def _code(words: str) -> str:
    return words.strip().lower().replace(" ", "_").replace("-", "_")


def _language(given: str | None) -> str | None:
    """The tag of a language, `pl` or `pt-BR`. Other words may say more than a language and stay with the person."""
    tag = _TAG.fullmatch(given or "")
    return tag[1].lower() + (f"-{tag[2].upper()}" if tag[2] else "") if tag else None


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
