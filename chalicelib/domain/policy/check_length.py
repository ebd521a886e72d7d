"""Check that a text message is short: with the force's real name, the longest reference there can be, and the longest link."""

from collections.abc import Iterator

from ..segments import outside, parts
from .checking import Check, Mistakes
from .codes import LONGEST_REFERENCE, MOST_PARTS, PLACEHOLDERS, TOKEN_LETTERS
from .contact import LinkRules, Texts

TEXT_MESSAGES = ("link_sms",)


def longest_link(domain: str) -> str:
    """As `outbound/wording.py` writes it where a deployment serves each force at its own domain."""
    return f"https://{domain}/v#{'x' * TOKEN_LETTERS}"


def _length(texts: Texts, name: str, link: LinkRules) -> Mistakes:
    for language, templates in texts.templates.items():
        for template in TEXT_MESSAGES:
            if template in templates:
                text = filled(templates[template], texts.names.get(language, name), longest_link(link.domain))
                for words in _too_long(text):
                    yield f"texts.templates.{language}.{template}", words


def filled(template: str, force: str, link: str) -> str:
    """Without `format`: what stands wrongly between braces is another check's."""
    for place, value in zip(PLACEHOLDERS, (force, "9" * LONGEST_REFERENCE, link), strict=True):
        template = template.replace(f"{{{place}}}", value)
    return template.strip()


def _too_long(text: str) -> Iterator[str]:
    found = parts(text)
    if found > MOST_PARTS:
        why = (
            f"; {outside(text)} are not in the phones' alphabet, and without them nearly twice as much fits"
            if outside(text)
            else ""
        )
        yield f"takes {found} parts as a text message with the longest reference and link, {MOST_PARTS} at most{why}"


CHECKS: tuple[Check, ...] = ((("texts", "name", "link"), _length),)
