"""The inputs of forms, made from the policy's words. Each `id` is the command's field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from ..domain.incident import Incident
from ..domain.officer import Officer, why_not_free
from ..domain.policy import Policy
from ..domain.words import Role
from . import words
from .model import Field, Option

#: What fits an input on every platform; the service takes more.
LONGEST = 3000
#: The longest words of a choice that every platform shows.
OPTION = 75
PRIVATE = "Kept encrypted; only those who may see the victim's details can read it."


class About(Struct, frozen=True):
    """What a form is about. `officers`: the roster, for the forms that choose somebody; `is_holder`: of whoever fills it in."""

    incident: Incident
    policy: Policy
    now: datetime
    officers: tuple[Officer, ...] = ()
    is_holder: bool = False


def options(of: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(value, cut(label)) for value, label in of.items())


def cut(label: str) -> str:
    return label if len(label) <= OPTION else f"{label[: OPTION - 1]}…"


def choice(
    id: str, label: str, of: Mapping[str, str], *, required: bool = True, hint: str | None = None, initial: str | None = None
) -> Field:
    return Field(id, label, "choice", required, options(of), hint, initial if initial in of else None)


def yes_no(id: str, label: str, *, required: bool = True, hint: str | None = None, initial: str | None = None) -> Field:
    return choice(id, label, {"yes": "Yes", "no": "No"}, required=required, hint=hint, initial=initial)


def text(id: str, label: str, *, required: bool = False, hint: str | None = PRIVATE) -> Field:
    return Field(id, label, "lines", required, hint=hint, longest=LONGEST)


def note(label: str = "Note") -> Field:
    return text("note", label)


def officer(about: About, label: str, *, required: bool, hint: str | None = None) -> Field:
    """Every active EVR officer but the job's own, those who are free first; why the others are not."""
    known = [each for each in about.officers if Role.OFFICER in each.roles and each.id != about.incident.officer]
    return Field("officer", label, "officer", required, tuple(_officers(known)), hint)


def _officers(known: Iterable[Officer]) -> list[Option]:
    ordered = sorted(known, key=lambda each: (not each.available, each.duty == "off", each.id))
    return [Option(each.id, cut(f"{each.id} ({_state(each)}) {each.record.name}")) for each in ordered]


def _state(officer: Officer) -> str:
    if why_not_free(officer, None) is None:
        return "free"
    return f"holds {officer.job}" if officer.job else words.DUTY[officer.duty]
