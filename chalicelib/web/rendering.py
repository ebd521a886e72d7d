"""The document: the template with a force's words in one language. Made once a process and page, then kept.

`{{section.name}}` is a word, escaped; `{{{name}}}` is markup that is made here. Whatever a template names has to be there.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import NamedTuple

from ..domain.policy import Policy
from .words import BASE, Words, languages, words

WEB = Path(__file__).parent
#: Where "Exit this page" leads: somewhere that anybody may have open, as GOV.UK's component has it.
LEAVE = "https://www.bbc.co.uk/weather"
#: Sections whose words the script says, because they depend on what happens.
SPOKEN = (
    "refused",
    "waiting",
    "time",
    "call",
    "statement",
    "files",
    "ended",
    "trouble",
    "survey",
    "code",
    "safe",
    "error",
    "page",
    "date",
)
_NAMED = re.compile(r"\{\{\{(?P<markup>[^}]+)\}\}\}|\{\{(?P<word>[\w.]+)\}\}")


class Page(NamedTuple):
    """The document, and the hash of its style sheet, which the Content-Security-Policy allows."""

    html: str
    style: str


def offered(policy: Policy | None) -> tuple[str, ...]:
    """The languages that a force's page is offered in, the force's first one first."""
    there = languages()
    return tuple(each for each in (policy.languages if policy else there) if each in there) or (BASE,)


@cache
def css() -> str:
    return "".join((WEB / "static" / name).read_text(encoding="utf-8").strip() for name in ("govuk.css", "page.css"))


@cache
def style_hash() -> str:
    return b64encode(sha256(css().encode()).digest()).decode()


class _Writer(NamedTuple):
    force: str
    code: str
    language: str
    policy: Policy | None
    words: Words

    def page(self) -> str:
        return _NAMED.sub(self._fill, (WEB / "page.html").read_text(encoding="utf-8"))

    def _fill(self, found: re.Match[str]) -> str:
        return self._markup(found["markup"]) if found["markup"] else self.word(found["word"])

    def word(self, name: str) -> str:
        own = {"lang": self.language, "force": self.force, "code": self.code, "leave": LEAVE}
        return escape(own[name] if name in own else self._said(name))

    def _said(self, name: str) -> str:
        return self.words[name].replace("{force}", self.force)

    def _markup(self, asked: str) -> str:
        kind, *rest = asked.split(":")
        match kind:
            case "css":
                return css()
            case "languages":
                return self._languages()
            case "privacy":
                return _paragraphs(self._own("privacy") or [self._said(f"privacy.{each}") for each in _PRIVACY])
            case "support":
                return _paragraphs(self._own("support") or [self._said("ended.support")])
            case "said":
                spoken = (name for name in self.words if name.partition(".")[0] in SPOKEN)
                return "".join(f'<p data-word="{name}">{escape(self._said(name))}</p>' for name in spoken)
            case "radios" | "checkboxes":
                section, group, values = rest
                return "".join(self._choice(kind, section, group, value) for value in values.split(","))
            case "question":
                return self._question(rest[0], rest[1].split(","))
        raise KeyError(asked)

    def _own(self, name: str) -> list[str]:
        """The force's own paragraphs in this language, else in its first; none: everybody's."""
        if self.policy is None:
            return []
        own = self.policy.pages.get(self.language) or self.policy.pages.get(self.policy.languages[0])
        return list(getattr(own, name)) if own else []

    def _languages(self) -> str:
        there = offered(self.policy)
        if len(there) < 2:
            return ""
        items, label = "".join(map(self._to, there)), self.word("page.languages")
        return f'<nav aria-label="{label}"><ul class="languages">{items}</ul></nav>'

    def _to(self, language: str) -> str:
        name = escape(words(language)["language.name"])
        if language == self.language:
            return f'<li><span aria-current="true" lang="{language}">{name}</span></li>'
        to = f'href="?lang={language}" lang="{language}" hreflang="{language}" data-lang-link'
        return f'<li><a class="govuk-link govuk-link--inverse" {to}>{name}</a></li>'

    def _choice(self, kind: str, section: str, group: str, value: str) -> str:
        one, input_ = ("radios", "radio") if kind == "radios" else ("checkboxes", "checkbox")
        name = f"{section}.{value}" if section != "survey" else f"survey.{group}_{value}"
        id = f"{group}-{value}"
        return (
            f'<div class="govuk-{one}__item">'
            f'<input class="govuk-{one}__input" id="{id}" name="{group}" type="{input_}" value="{value}">'
            f'<label class="govuk-label govuk-{one}__label" for="{id}">{self.word(name)}</label></div>'
        )

    def _question(self, group: str, values: list[str]) -> str:
        choices = "".join(self._choice("radios", "survey", group, value) for value in values)
        legend = f'<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{self.word(f"survey.{group}")}</legend>'
        fieldset = (
            f'<fieldset class="govuk-fieldset">{legend}<div class="govuk-radios govuk-radios--small">{choices}</div></fieldset>'
        )
        return f'<div class="govuk-form-group">{fieldset}</div>'


_PRIVACY = ("recorded", "pause", "seen", "kept", "rights")


def _paragraphs(texts: list[str]) -> str:
    return "".join(f'<p class="govuk-body">{escape(each)}</p>' for each in texts)


def page(policy: Policy | None, language: str) -> Page:
    """The page of a force, or of nobody in particular, in a language that it is offered in."""
    said = words(language)
    name = policy.texts.names.get(language, policy.name) if policy else said["page.police"]
    writer = _Writer(name, policy.force if policy else "", language, policy, said)
    return Page(writer.page(), style_hash())
