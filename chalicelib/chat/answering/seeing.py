"""The victim's details and sealed texts: shown in a private reply, to whom the domain allows it, after the showing was logged."""

from __future__ import annotations

from ...domain import commands as c
from ...domain.refusals import Refusal
from ...service.performing import UNKNOWN
from ...service.reading import incident_with_person
from ...service.sealed import NOTHING, sealed_person, sealed_words
from .. import notices, people, writings
from ..answers import Mistakes, command_for, is_reference
from ..pressing import Reply
from .asked import Asked
from .refusing import told_no
from .sealed import ONE_TEXT, next_to


def shown(asked: Asked) -> Reply:
    """A button that shows something: what the logging costs (one get, one transaction), and what is said below."""
    made = command_for(asked.action.id, asked.press.value)
    if isinstance(made, Mistakes) or not isinstance(made, c.Consult):
        return notices.refusal(UNKNOWN)
    return seen(asked, made.why)


def seen(asked: Asked, why: str | None) -> Reply:
    """What was asked for. The consultation is recorded first, or nothing is shown."""
    if not is_reference(asked.reference):
        return notices.refusal(UNKNOWN)
    if asked.action.id in ONE_TEXT:
        return _one(asked, why)
    if asked.action.id in writings.WHICH or writings.NOTES in asked.more:
        return _written(asked, why)
    return _details(asked, why)


def _details(asked: Asked, why: str | None) -> Reply:
    """The victim: one get more."""
    found = sealed_person(asked.deps, asked.caller, asked.reference, why)
    if isinstance(found, Refusal):
        return told_no(asked, found)
    return people.details(found.incident, found.person)


def _one(asked: Asked, why: str | None) -> Reply:
    """One text, and only it is opened: the asker's row, the events and the text, two gets and a query more."""
    kind, title = ONE_TEXT[asked.action.id]
    number = int(asked.more[0]) if asked.more and asked.more[0].isascii() and asked.more[0].isdigit() else None
    if kind == "update" and number is None:
        return notices.refusal(NOTHING, asked.reference)
    found = sealed_words(asked.deps, asked.caller, asked.reference, kind, why, number)
    if isinstance(found, Refusal):
        return told_no(asked, found)
    said = "\n\n".join(found.texts) or None
    return people.sealed_text(asked.reference, title.format(number), said, next_to(asked, found.incident, number))


def _written(asked: Asked, why: str | None) -> Reply:
    """The record, or the notes: everything of the incident in one query."""
    found = incident_with_person(asked.deps, asked.caller, asked.reference, why)
    if isinstance(found, Refusal):
        return writings.ask_why(found, asked.reference) if found.code == "why_missing" else told_no(asked, found)
    which = writings.WHICH.get(asked.action.id, writings.is_note)
    return writings.shown(asked.reference, writings.of(found.timeline, found.texts, which))
