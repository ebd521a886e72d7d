"""The victim's details and sealed texts: shown in a private reply, to whom the domain allows it, after the showing was logged."""

from __future__ import annotations

from ...domain import commands as c
from ...domain.refusals import Refusal
from ...service.performing import UNKNOWN
from ...service.reading import incident_with_person
from .. import notices, people
from ..answers import Mistakes, command_for, is_reference
from ..pressing import Reply
from . import looking
from .asked import Asked
from .refusing import told_no
from .sealed import SHOWS_TEXT, text_of


def shown(asked: Asked) -> Reply:
    """A button that shows something. The logging costs a command (one get, one transaction), what is shown one query more."""
    made = command_for(asked.action.id, asked.press.value)
    if isinstance(made, Mistakes) or not isinstance(made, c.Consult):
        return notices.refusal(UNKNOWN)
    return details(asked, made.why)


def details(asked: Asked, why: str | None) -> Reply:
    """What is known about the victim, or one text. The consultation is recorded first, or nothing is shown."""
    if not is_reference(asked.reference):
        return notices.refusal(UNKNOWN)
    seen = incident_with_person(asked.deps, asked.caller, asked.reference, why)
    if isinstance(seen, Refusal):
        return told_no(asked, seen)
    if asked.action.id in SHOWS_TEXT:
        return people.sealed_text(seen.reference, *text_of(asked, seen))
    incident = looking.job(asked.deps, asked.asker.force, asked.reference)
    if isinstance(incident, Refusal) or seen.person is None:
        return people.sealed_text(seen.reference, "The victim's details", None)
    return people.details(incident, seen.person)
