"""The officer's document: the staff's words, and what the force has decided of the checklist and of emergencies.

It is the same for everybody who asks: who they are and which job is theirs is found out after the sign-in.
"""

from __future__ import annotations

import re
import tomllib
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import NamedTuple

from ...domain.policy import Policy
from ...settings import Identity
from .. import rendering as victims
from ..rendering import Page
from ..words import BASE, Words
from ..words import words as victims_words

HERE = Path(__file__).parent
#: The victim's page's words that shared modules say: a refused camera, and dates.
_SHARED = ("refused", "date")
_TICKS = ("done", "not_needed", "to_do")
_NAMED = re.compile(r"\{\{\{(?P<markup>[^}]+)\}\}\}|\{\{(?P<word>[\w.]+)\}\}")


@cache
def words() -> Words:
    """`section.name` to the staff's words, in English."""
    tables = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
    return {f"{section}.{name}": text for section, table in tables.items() for name, text in table.items()}


@cache
def css() -> str:
    files = (victims.WEB / "static" / "govuk.css", HERE / "page.css")
    return "".join(file.read_text(encoding="utf-8").strip() for file in files)


@cache
def style_hash() -> str:
    return b64encode(sha256(css().encode()).digest()).decode()


class _Writer(NamedTuple):
    policy: Policy | None
    identity: Identity | None

    def page(self) -> str:
        return _NAMED.sub(self._fill, (HERE / "page.html").read_text(encoding="utf-8"))

    def _fill(self, found: re.Match[str]) -> str:
        return self._markup(found["markup"]) if found["markup"] else self._word(found["word"])

    def _word(self, name: str) -> str:
        own = self._own()
        return escape(own[name] if name in own else self._said(name))

    @property
    def _force(self) -> str:
        return self.policy.name if self.policy else "EVR"

    def _own(self) -> dict[str, str]:
        who = self.identity if self.identity and self.identity.client_id else None
        code = self.policy.force if self.policy else ""
        given = (who.issuer, who.client_id or "", who.scopes) if who else ("", "", "")
        return dict(zip(("force", "code", "issuer", "client", "scopes"), (self._force, code, *given), strict=True))

    def _said(self, name: str) -> str:
        return words()[name].replace("{force}", self._force)

    def _markup(self, asked: str) -> str:
        kind, *rest = asked.split(":")
        match kind:
            case "css":
                return css()
            case "signin":
                return escape(self._said(self._way_in()))
            case "said":
                return "".join(f'<p data-word="{name}">{escape(text)}</p>' for name, text in self._spoken().items())
            case "radios":
                group, section, values = rest
                return "".join(_radio(group, value, value, self._said(f"{section}.{value}")) for value in values.split(","))
            case "dangers":
                reasons = self.policy.reasons.escalate if self.policy else {}
                return "".join(_radio("danger", code, code, text) for code, text in reasons.items())
            case "checklist":
                return "".join(self._task(code, text) for code, text in (self.policy.checklist if self.policy else {}).items())
            case "phrases":
                return "".join(_phrase(text) for name, text in words().items() if name.startswith("notes.quick_"))
        raise KeyError(asked)

    def _way_in(self) -> str:
        if self.policy is None:
            return "signin.nowhere"
        return "signin.words" if self.identity and self.identity.client_id else "signin.none"

    def _spoken(self) -> dict[str, str]:
        shared = {name: text for name, text in victims_words(BASE).items() if name.partition(".")[0] in _SHARED}
        return {name: text.replace("{force}", self._force) for name, text in (shared | words()).items()}

    def _task(self, code: str, text: str) -> str:
        choices = "".join(_radio(f"task-{code}", tick, tick, self._said(f"tasks.{tick}")) for tick in _TICKS)
        return (
            f'<fieldset class="task" data-task="{escape(code)}"><legend>{escape(text)}</legend>'
            f'<div class="govuk-radios govuk-radios--small">{choices}</div></fieldset>'
        )


def _radio(group: str, id: str, value: str, text: str) -> str:
    own = f"{escape(group)}-{escape(id)}"
    return (
        f'<div class="govuk-radios__item"><input class="govuk-radios__input" id="{own}" name="{escape(group)}" type="radio" '
        f'value="{escape(value)}"><label class="govuk-label govuk-radios__label" for="{own}">{escape(text)}</label></div>'
    )


def _phrase(text: str) -> str:
    return f'<button type="button" class="govuk-button govuk-button--secondary small" data-do="phrase">{escape(text)}</button>'


def page(policy: Policy | None, identity: Identity | None) -> Page:
    """The page of a force; of none where the address is nobody's, and without a way in where the client is not registered."""
    return Page(_Writer(policy, identity).page(), style_hash())
