"""Whether the link can reach the victim where it is to be sent: looked at before anything is committed.

What the victim said about safe contact is the domain's to keep (`domain/link.py`). Here is what needs the number itself.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from ..domain.commands import SendLink
from ..domain.incident import Incident
from ..domain.refusals import Refusal
from ..domain.report import Victim
from ..store.personal import unseal
from ..store.rows import Row
from .numbers import NoTexts, mobile

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z")


class _Person(Struct, frozen=True):
    """As much of the sealed person as is looked at."""

    victim: Victim


_person = msgspec.json.Decoder(_Person).decode


def why_not(command: SendLink, incident: Incident, key: bytes, person: Row | None) -> Refusal | None:
    """Why the link cannot be sent there; None when it can. `person` is the sealed row, `key` opens it."""
    recorded = _recorded(command.channel, key, person)
    to = command.to or recorded
    if to is None:
        return None  # disposed of: the worker says so
    refusal = _wrong(to, command)
    return refusal or (_unsafe(to, command, incident, recorded) if command.to and recorded else None)


def _recorded(channel: str, key: bytes, person: Row | None) -> str | None:
    if person is None or person.sealed is None:
        return None
    victim = _person(unseal(key, "/".join(person.key), person.sealed)).victim
    return victim.phone if channel == "sms" else victim.email


def _wrong(to: str, command: SendLink) -> Refusal | None:
    which = "This" if command.to else "The one on record"
    if command.channel == "email":
        if _ADDRESS.match(to.strip()):
            return None
        return Refusal("address_invalid", f"{which} is no email address. Check it, or send a text.")
    try:
        mobile(to)
    except NoTexts as error:
        return _refusal(error.code, which)
    return None


def _refusal(code: str, which: str) -> Refusal:
    match code:
        case "number_landline":
            return Refusal(
                "number_landline", f"{which} is a landline, which takes no texts. Give a mobile number, or send an email."
            )
        case "number_premium":
            return Refusal("number_premium", f"{which} is a premium-rate number. Give a mobile number, or send an email.")
        case "number_no_texts":
            return Refusal("number_no_texts", f"{which} is a number that takes no texts. Give a mobile number, or send an email.")
    return Refusal(
        "number_invalid",
        f"{which} is not a whole telephone number. Check it (a foreign one begins with + and its country), or send an email.",
    )


def _unsafe(to: str, command: SendLink, incident: Incident, recorded: str) -> Refusal | None:
    """Giving the unsafe number a second time does not make it safe."""
    if not _same(to, recorded, command.channel):
        return None
    if incident.contact_suspended:
        return Refusal(
            "contact_suspended", "This is the one on record, to which contact was unsafe. Agree another one with the victim."
        )
    if command.channel == "sms" and incident.facts.ok_to_text is False:
        return Refusal("not_safe_to_text", "This is the number on record, and the victim said that texts to it are not safe.")
    return None


def _same(given: str, recorded: str, channel: str) -> bool:
    if channel == "email":
        return given.strip().casefold() == recorded.strip().casefold()
    try:
        return mobile(given) == mobile(recorded)
    except NoTexts:
        return False
