"""The victim's details, for the one who may see them: never in a card, always with a way to take them away again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from ..domain.incident import Incident
from . import words
from .actions import ACTIONS
from .model import Button, Fact, Notice

if TYPE_CHECKING:  # only its shape matters here: the service reads it, and logs the showing, before this module sees it
    from ..service.reporting import Person

_LOGGED = "Only you see this, and the showing is logged. Hide it when you have read it."


def details(incident: Incident, person: Person | None) -> Notice:
    """Everything known about the victim, after the consultation was recorded (`service.sealed`). None: disposed of."""
    if person is None:
        return sealed_text(incident.reference, "The victim's details", None)
    warnings = list(_warnings(incident, person))
    return Notice(
        text="\n".join((f"The victim of {incident.reference}. {_LOGGED}", *warnings)),
        facts=tuple(Fact(label, value) for label, value in _facts(person) if value),
        buttons=(_hide(incident.reference),),
        tone="warning" if warnings else "plain",
        hide=True,
    )


def sealed_text(reference: str, title: str, text: str | None, buttons: tuple[Button, ...] = ()) -> Notice:
    """One text about a person: an update, a question, a plan. None when it was disposed of, or there never was one."""
    shown = (Fact(title, text),) if text else ()
    said = _LOGGED if text else f"{title}: nothing is kept of it."
    return Notice(text=f"{reference}. {said}", facts=shown, buttons=(*buttons, _hide(reference)), hide=True)


def hidden(reference: str) -> Notice:
    """What stands in the place of details that were hidden."""
    again = ACTIONS["job.details"].button(reference)
    return Notice(text=f"Details of {reference} hidden.", buttons=(again,))


def _hide(reference: str) -> Button:
    return ACTIONS["details.hide"].button(reference)


def _warnings(incident: Incident, person: Person) -> Iterator[str]:
    safe = person.victim.safe_contact
    if incident.contact_suspended:
        yield "Contact to the number on record is suspended: it was not safe."
    if safe.ok_to_text is False:
        yield "Texts are NOT safe."
    if safe.ok_to_leave_message is False:
        yield "Leave NO message."
    if incident.facts.minor:
        yield "Under 18: a parent or carer who is not the suspect has to be there."


def _facts(person: Person) -> Iterator[tuple[str, str | None]]:
    victim, place, safe = person.victim, person.location, person.victim.safe_contact
    born = victim.date_of_birth
    yield from (
        ("Name", victim.name),
        ("Born", f"{born.day}/{born.month}/{born.year}" if born else None),
        ("Telephone", victim.phone),
        ("Email", victim.email),
        ("Language", victim.language),
        ("Needs", ", ".join(victim.needs)),
        ("Texts are safe", _yes(safe.ok_to_text)),
        ("Messages are safe", _yes(safe.ok_to_leave_message)),
        ("Safe times", safe.times),
        ("Place", ", ".join(filter(None, (place.text, place.postcode)))),
        ("What happened", person.summary),
    )
    thrive: Mapping[str, str | None] = msgspec.structs.asdict(person.thrive)
    yield from ((words.plain(part), said) for part, said in thrive.items())


def _yes(value: bool | None) -> str:
    return "not asked" if value is None else "yes" if value else "NO"
