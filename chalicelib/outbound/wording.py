"""What a victim is sent: the force's template with the link in it, and the number or address it goes to."""

from __future__ import annotations

import re
from email.utils import formataddr

from msgspec import Struct

from ..domain.policy import Policy

_SEPARATORS = re.compile(r"\(0\)|[\s().-]")
_NUMBER = re.compile(r"\+[1-9]\d{6,14}\Z")


class Letter(Struct, frozen=True):
    """One message as it goes to a provider."""

    to: str
    sender: str
    subject: str | None
    body: str


class BadAddress(Exception):
    """The number or address cannot be one. Says nothing of what it was."""


def link(base: str, domain: str, token: str) -> str:
    """The victim's link: the token stands in the fragment, so it reaches no server log, no proxy and no preview bot.

    `{domain}` in the base stands for the force's own host, where one deployment serves several forces.
    """
    return f"{base.replace('{domain}', domain)}#{token}"


def letter(policy: Policy, channel: str, to: str, reference: str, url: str, language: str | None) -> Letter:
    """Write the message, in the victim's language where the force has it, else in its first. Raises BadAddress."""
    spoken = language if language in policy.texts.templates else policy.languages[0]
    words = {name: _fill(text, policy, reference, url) for name, text in policy.texts.templates[spoken or ""].items()}
    if channel == "sms":
        return Letter(number(to), policy.texts.sender, None, words["link_sms"])
    if "@" not in to:
        raise BadAddress
    sender = formataddr((policy.texts.sender, f"evr@{policy.link.domain}"))
    return Letter(to.strip(), sender, words["link_email_subject"], words["link_email_body"])


def number(written: str) -> str:
    """A telephone number as providers want it, +447700900123; a number without its country is a British one."""
    digits = _SEPARATORS.sub("", written.strip())
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+44" + digits[1:]
    if not _NUMBER.match(digits):
        raise BadAddress
    return digits


def _fill(template: str, policy: Policy, reference: str, url: str) -> str:
    return template.strip().format(force=policy.name, reference=reference, link=url)
