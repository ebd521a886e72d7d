"""What a victim is sent: the force's template with the link in it, and the number or address it goes to."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import formataddr
from html import escape

from msgspec.structs import replace

from ..domain.policy import Policy
from ..service.numbers import NoTexts, mobile
from .letter import Letter

_LINK = re.compile(r"https?://[^\s<>\"]+")


class BadAddress(Exception):
    """The number or address cannot be one. Says nothing of what it was."""


def link(base: str, domain: str, token: str) -> str:
    """The victim's link: the token stands in the fragment, so it reaches no server log, no proxy and no preview bot.

    `{domain}` in the base stands for the force's own host, where one deployment serves several forces.
    """
    return f"{base.replace('{domain}', domain)}#{token}"


def letter(policy: Policy, channel: str, to: str, reference: str, url: str, language: str | None, lasts: timedelta) -> Letter:
    """Write the message, in the victim's language where the force has it, else in its first. Raises BadAddress."""
    spoken = _spoken(policy, language)
    force = policy.texts.names.get(spoken, policy.name)
    texts = policy.texts.templates[spoken].items()
    words = {name: text.strip().format(force=force, reference=reference, link=url) for name, text in texts}
    if channel == "sms":
        return Letter(
            channel="sms", to=_number(to), sender=policy.texts.sender, body=words["link_sms"], language=spoken, lasts=lasts
        )
    if "@" not in to:
        raise BadAddress
    made = Letter(
        channel="email",
        to=to.strip(),
        sender=formataddr((policy.texts.sender, f"evr@{policy.link.domain}")),
        subject=words["link_email_subject"],
        body=words["link_email_body"],
        language=spoken,
        lasts=lasts,
    )
    return replace(made, html=html(made))


def _spoken(policy: Policy, language: str | None) -> str:
    """`cy-GB` is Welsh, too."""
    wanted = (language or "", (language or "").partition("-")[0])
    return next((each for each in wanted if each in policy.texts.templates), policy.languages[0])


def _number(to: str) -> str:
    try:
        return mobile(to)
    except NoTexts as error:
        raise BadAddress from error


def html(letter: Letter) -> str:
    """The same words for mail programs that show HTML: paragraphs and the link. No picture, nothing that reports an opening."""
    paragraphs = "".join(f"<p>{_linked(part)}</p>" for part in re.split(r"\n\s*\n", letter.body))
    style = "font-family:Arial,sans-serif;font-size:19px;line-height:1.5;color:#0b0c0c;max-width:38em;margin:1em"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(letter.subject)}</title>'
    body = f'<div style="{style}">{paragraphs}</div>'
    return f'<!doctype html><html lang="{letter.language}"><head>{head}</head><body>{body}</body></html>'


def _linked(part: str) -> str:
    pieces, end = [], 0
    for found in _LINK.finditer(part):
        pieces += [escape(part[end : found.start()]), f'<a href="{escape(found[0])}">{escape(found[0])}</a>']
        end = found.end()
    return "".join([*pieces, escape(part[end:])]).replace("\n", "<br>")
