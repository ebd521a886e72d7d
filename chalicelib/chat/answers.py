"""From what was filled in to a command. Whatever is wrong with it is said at its field, in words, and all of it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from ..domain import commands as c
from ..domain.calendar import LONDON
from ..domain.review import NEEDS_PLAN, PASSES_ON
from ..domain.words import Tick
from .actions import ACTIONS, parts

#: By the form's field: a text, or the several that were chosen.
Answers = Mapping[str, str | tuple[str, ...]]
MISSING = "Fill this in."
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]*\Z")
LONGEST_REFERENCE = 64
_LENGTH = re.compile(r"length ([<>])= (\d+)")


class _AtFields(ValueError):
    """What is wrong stands at several inputs of the form, which are one field of the command."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class Mistakes(Struct, frozen=True):
    """What to put right, by the field where it was filled in."""

    fields: dict[str, str]


def command_for(action: str, value: str, answers: Answers | None = None) -> c.Command | Mistakes:
    """The command that an action asks for, or what is wrong with its form. Raises LookupError where no command belongs to it."""
    known = ACTIONS.get(action)
    if known is None or known.command is None:
        raise LookupError(f"no command belongs to {action}")
    given = {"why": _WHY.get(action, "")} | dict(answers or {}) | _in_value(known.command, value)
    mistakes: dict[str, str] = {}
    found: dict[str, Any] = {}
    for field in fields(known.command):
        try:
            read = _read(field, given)
        except _AtFields as several:
            mistakes |= several.fields
            continue
        except ValueError as mistake:
            mistakes[field.name] = str(mistake)
            continue
        if read is not None:
            found[field.name] = read
        elif field.required:
            mistakes[field.name] = MISSING
    mistakes = dict(_together(known.id, found)) | mistakes
    kind: Any = known.command
    return Mistakes(mistakes) if mistakes else cast(c.Command, kind(**found))


def reference_in(answers: Answers) -> str | Mistakes:
    """The job that a form names itself, where no button brought its reference along."""
    text = _text("reference", answers)
    if text is None:
        return Mistakes({"reference": MISSING})
    return text if is_reference(text) else Mistakes({"reference": "This is not a reference; look at the log."})


def is_reference(text: str) -> bool:
    """Whether this could be CAD's reference of an incident at all; a value that comes back from a platform may be anything."""
    return len(text) <= LONGEST_REFERENCE and _REFERENCE.match(text) is not None


#: Some buttons are their own reason for seeing what is sealed; it is logged with the showing.
_WHY = {
    "update.show": "To read the control room's update.",
    "question.show": "To answer the officer's question.",
    "plan.show": "To go by the investigation plan.",
    "record.show": "To read the investigation record.",
}


def _in_value(kind: type[c.Command], value: str) -> dict[str, str]:
    """An update's number comes with the button."""
    more = parts(value)[1]
    return {"update": more[0]} if kind is c.AcknowledgeUpdate and more else {}


def _read(field: FieldInfo, given: Answers) -> Any:
    """One field of the command, or None when it was left empty. Raises ValueError with a sentence."""
    reader = _READERS.get(field.name, _text)
    read = reader(field.name, given)
    if read is None:
        return None
    try:
        return msgspec.convert(read, field.type)
    except msgspec.ValidationError as error:
        raise ValueError(_in_words(str(error))) from error


def _in_words(error: str) -> str:
    """msgspec's sentence is for programmers, and may repeat what was written."""
    length = _LENGTH.search(error)
    if length is None:
        return "This is not one of the choices; choose again."
    return f"Too long: {length[2]} at most." if length[1] == "<" else f"Too short: {length[2]} at least."


def _text(name: str, given: Answers) -> str | None:
    answer = given.get(name)
    text = answer if isinstance(answer, str) else next(iter(answer or ()), "")
    return text.strip() or None


def _yes(name: str, given: Answers) -> bool | None:
    text = _text(name, given)
    if text not in (None, "yes", "no"):
        raise ValueError("Answer yes or no.")
    return None if text is None else text == "yes"


def _number(name: str, given: Answers) -> int | None:
    text = _text(name, given)
    if text is not None and not (text.isascii() and text.isdigit()):
        raise ValueError("A number belongs here.")
    return int(text) if text else None


def _moment(name: str, given: Answers) -> datetime | None:
    """An ISO time (without a zone it is London's), or seconds since 1970, as chat platforms send it."""
    text = _text(name, given)
    if text is None:
        return None
    try:
        if text.isascii() and text.isdigit():
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)
    except (ValueError, OverflowError, OSError) as mistake:
        raise ValueError("Give a date and a time.") from mistake


def _each_line(name: str, given: Answers) -> list[str] | None:
    text = _text(name, given)
    return [line.strip() for line in text.splitlines() if line.strip()] if text else None


def _eligibility(name: str, given: Answers) -> dict[str, bool] | None:
    """Each question is answered yes or no, once the victim has accepted; before that they are left out altogether."""
    if _text("accepted", given) != "yes":
        return None
    said = {each: _text(f"{name}.{each}", given) for each in c.Answers.__struct_fields__}
    missing = {f"{name}.{each}": "Answer yes or no." for each, answer in said.items() if answer not in ("yes", "no")}
    if missing:
        raise _AtFields(missing)
    return {each: answer == "yes" for each, answer in said.items()}


def _items(name: str, given: Answers) -> dict[str, str] | None:
    prefix = f"{name}."
    ticks = {field: _text(field, given) for field in given if field.startswith(prefix)}
    wrong = {field: "Choose one of these." for field, tick in ticks.items() if tick not in (None, *get_args(Tick))}
    if wrong:
        raise _AtFields(wrong)
    if not any(ticks.values()):
        raise _AtFields({next(iter(ticks), name): "Tick one at least."})
    return {field.removeprefix(prefix): tick for field, tick in ticks.items() if tick}


_READERS: dict[str, Callable[[str, Answers], Any]] = {
    "made": _yes,
    "accepted": _yes,
    "suitable": _yes,
    "times_checked": _yes,
    "satisfactory": _yes,
    "answers": _eligibility,
    "at": _moment,
    "items": _items,
    "lines_of_enquiry": _each_line,
    "update": _number,
}


# --- what belongs together ----------------------------------------------------------------------------------------------------

_Found = dict[str, Any]
_Said = Iterator[tuple[str, str]]


def _together(action: str, found: _Found) -> _Said:
    if found.get("reason") == "other" and "note" not in found and action != "job.pause":
        yield "note", "Say here what the reason is."
    if action in _TOGETHER:
        yield from _TOGETHER[action](found)


def _offer(found: _Found) -> _Said:
    if found.get("made") is False and "reason" not in found:
        yield "reason", "Not offering EVR needs a reason."
    if found.get("made") is False and "accepted" in found:
        yield "accepted", "What was not offered cannot be accepted or declined."


def _pause(found: _Found) -> _Said:
    if found.get("reason") == "sergeant_advice" and "question" not in found:
        yield "question", "Write your question: the sergeants are called with it."


def _review(found: _Found) -> _Said:
    decision = found.get("decision")
    if decision in NEEDS_PLAN and "plan" not in found:
        yield "plan", "This decision needs an investigation plan for whoever goes on with it."
    if decision and decision not in PASSES_ON and "receiver" in found:
        yield "receiver", "This decision passes the incident to nobody; leave this empty."


def _outcome(found: _Found) -> _Said:
    if found.get("kind", "outcome") == "outcome" and "code" not in found:
        yield "code", "A crime outcome needs its code."


_TOGETHER: dict[str, Callable[[_Found], _Said]] = {
    "job.offer": _offer,
    "job.pause": _pause,
    "job.review": _review,
    "job.outcome": _outcome,
}

#: Where a refusal that comes after the form belongs in it.
_FIELDS = {
    "answers_missing": ("accepted",),
    "appointment_time": ("at",),
    "outside_hours": ("at",),
    "time_in_future": ("at",),
    "impossible_time": ("at",),
    "contact_suspended": ("to",),
    "no_number": ("to", "channel"),
    "no_address": ("to", "channel"),
    "not_safe_to_text": ("to", "channel"),
    "safe_times": ("times_checked",),
    "number_invalid": ("to", "channel"),
    "number_landline": ("to", "channel"),
    "number_no_texts": ("to", "channel"),
    "number_premium": ("to", "channel"),
    "address_invalid": ("to", "channel"),
    "plan_missing": ("plan",),
    "reason_missing": ("reason",),
    "receiver_not_wanted": ("receiver",),
    "unknown_receiver": ("receiver",),
    "unknown_outcome": ("code",),
    "unknown_reason": ("reason",),
    "same_officer": ("officer",),
    "unknown_officer": ("officer",),
    "not_an_officer": ("officer",),
    "officer_busy": ("officer",),
    "on_break": ("officer",),
    "off_shift": ("officer",),
    "why_missing": ("why",),
    "unknown_incident": ("reference",),
    "wrong_status": ("reference",),
    "checklist_incomplete": ("summary",),
}


def field_of(code: str, form_fields: frozenset[str]) -> str | None:
    """The field of the form at which a refusal is shown; None when it has no place there and closes the form."""
    return next((field for field in _FIELDS.get(code, ()) if field in form_fields), None)
