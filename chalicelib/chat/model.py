"""The words of chat, without a platform: cards, buttons, forms, notices, the home tab.

Nothing in a card names a person: cards stand in channels. Details of a victim go only into a `Notice` for one officer.
Identifiers of actions, forms and fields are stable across releases: a card may be pressed months after it was posted.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Tone = Literal["plain", "good", "warning", "danger"]
FieldKind = Literal["line", "lines", "choice", "choices", "officer", "date", "time", "datetime"]


class Button(Struct, frozen=True, omit_defaults=True):
    """Something to press: `action` says what, `value` on what (mostly the incident's reference). `confirm` is asked first.

    `url`: an address that pressing opens as well.
    """

    action: str
    label: str
    value: str = ""
    tone: Tone = "plain"
    confirm: str | None = None
    url: str | None = None


class Fact(Struct, frozen=True):
    label: str
    value: str


class Card(Struct, frozen=True, omit_defaults=True):
    """One job, or one matter, as it stands now. `summary` is the one line that notifications and screen readers get.

    `leading` has two buttons at most, all others are in `menu`. `id` is the same for every version of the card.
    """

    id: str
    title: str
    summary: str
    facts: tuple[Fact, ...] = ()
    lines: tuple[str, ...] = ()
    tone: Tone = "plain"
    leading: tuple[Button, ...] = ()
    menu: tuple[Button, ...] = ()


class Option(Struct, frozen=True):
    value: str
    label: str


class Field(Struct, frozen=True, omit_defaults=True):
    """One input of a form. `id` is the command's field."""

    id: str
    label: str
    kind: FieldKind
    required: bool = True
    options: tuple[Option, ...] = ()
    hint: str | None = None
    initial: str | tuple[str, ...] | None = None
    longest: int | None = None


class Form(Struct, frozen=True, omit_defaults=True):
    """What is filled in before a command is given. `value` comes back with the answers."""

    id: str
    title: str
    submit: str
    value: str
    fields: tuple[Field, ...]
    intro: tuple[str, ...] = ()


class Notice(Struct, frozen=True, omit_defaults=True):
    """A private reply: only the one who pressed sees it. `hide` lets them take it away again."""

    text: str
    facts: tuple[Fact, ...] = ()
    buttons: tuple[Button, ...] = ()
    tone: Tone = "plain"
    hide: bool = False


class Section(Struct, frozen=True, omit_defaults=True):
    """A part of the home tab."""

    title: str
    cards: tuple[Card, ...] = ()
    lines: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


class Home(Struct, frozen=True):
    """The home tab of one person, a page of it."""

    title: str
    sections: tuple[Section, ...]


class Private(Struct, frozen=True):
    """A card as a private reply, with the buttons of whoever asked."""

    card: Card


class Hide(Struct, frozen=True, omit_defaults=True):
    """The message that was pressed is taken away; `instead` stands in its place."""

    instead: Notice | None = None
