"""Checks of the link, of the texts that a victim is sent, and of the control room's updates."""

import re
from string import Formatter

from .chat import Workspace
from .checking import Check, Mistakes, empty, not_exactly, repeated, unknown
from .codes import CHAT_PLATFORMS, CHECK_BY_CALLING, EMAIL_PROVIDERS, PLACEHOLDERS, SMS_PROVIDERS, TEMPLATES
from .contact import Cad, LinkRules, Texts
from .never_say import said

_ONE_LINE = ("link_sms", "link_email_subject")
_WITH_LINK = ("link_sms", "link_email_body")


def _link(link: LinkRules) -> Mistakes:
    if link.expiring_before >= link.lifetime:
        yield "link.expiring_before", "expected less than link.lifetime"


def _providers(texts: Texts) -> Mistakes:
    for name, providers, known in (("sms", texts.sms, SMS_PROVIDERS), ("email", texts.email, EMAIL_PROVIDERS)):
        yield from empty(f"texts.{name}", providers, "provider")
        yield from repeated(f"texts.{name}", providers)
        yield from unknown(f"texts.{name}", providers, known, f"provider of {name}")
        if "notify" in providers and not getattr(texts.notify, f"{name}_template"):
            yield f"texts.notify.{name}_template", f"missing; texts.{name} names notify"


def _templates(texts: Texts, languages: tuple[str, ...]) -> Mistakes:
    yield from not_exactly("texts.templates", languages, texts.templates)
    yield from unknown("texts.names", texts.names, languages, "language")
    for language, templates in texts.templates.items():
        yield from not_exactly(f"texts.templates.{language}", TEMPLATES, templates)
        for name, text in templates.items():
            for words in _mistakes_of_text(name, text, language):
                yield f"texts.templates.{language}.{name}", words


def _mistakes_of_text(name: str, text: str, language: str) -> list[str]:
    found = [f'must not say "{word}"' for word in said(text, language)]
    if name in _ONE_LINE and "\n" in text:
        found.append("must be one line")
    try:
        places = _places_in(text)
    except ValueError as mistake:
        return [*found, f"{mistake}; write {{{{ or }}}} for a brace"]
    found.extend(_mistakes_of_places(places))
    if name in _WITH_LINK:
        found.extend(f"must have {{{place}}}" for place in PLACEHOLDERS if place not in places)
        if not re.search(rf"\b{CHECK_BY_CALLING}\b", text):
            found.append(f"must say how to check that it is genuine: by calling {CHECK_BY_CALLING}")
    return found


def _places_in(text: str) -> list[str]:
    """Give what stands between braces, as it is written, or raise ValueError for a brace alone."""
    return [
        place + (f"!{change}" if change else "") + (f":{form}" if form else "")
        for _, place, form, change in Formatter().parse(text)
        if place is not None
    ]


def _mistakes_of_places(places: list[str]) -> list[str]:
    known = ", ".join(f"{{{place}}}" for place in PLACEHOLDERS)
    return [f"unknown placeholder {{{place}}}; expected one of {known}" for place in places if place not in PLACEHOLDERS]


def _secret(cad: Cad, force: str) -> Mistakes:
    if not cad.secret.startswith(f"evr/{force}/"):
        yield "cad.secret", f'expected a secret of this force, evr/{force}/..., got "{cad.secret}"'


def _chat(chat: dict[str, Workspace], force: str) -> Mistakes:
    yield from unknown("chat", chat, CHAT_PLATFORMS, "chat platform")
    for name, workspace in chat.items():
        if not workspace.secret.startswith(f"evr/{force}/"):
            yield f"chat.{name}.secret", f'expected a secret of this force, evr/{force}/..., got "{workspace.secret}"'


CHECKS: tuple[Check, ...] = (
    (("link",), _link),
    (("texts",), _providers),
    (("texts", "languages"), _templates),
    (("cad", "force"), _secret),
    (("chat", "force"), _chat),
)
