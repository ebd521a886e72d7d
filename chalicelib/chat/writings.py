"""What was written about a case: the investigation record, and the notes that came with what was done. Logged, then shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from ..domain.refusals import Refusal
from . import words
from .actions import ACTIONS, value
from .model import Fact, Notice
from .notices import refusal
from .spans import when

#: Says in a button's value that the notes are asked for, and not the details.
NOTES = "notes"
_LOGGED = "Only you see this, and the showing is logged. Hide it when you have read it."
#: By event and field, in the words of the form where it was written.
_TITLES = {
    ("Submitted", "summary"): "Investigation record",
    ("Submitted", "lines_of_enquiry"): "Line of enquiry",
    ("Reviewed", "plan"): "Investigation plan",
    ("Reviewed", "note"): "Note with the review",
    ("CallPaused", "question"): "Question to a sergeant",
    ("UpdateReceived", "text"): "Update",
    ("ContactAttempted", "note"): "Note of a telephone call",
    ("Reassigned", "note"): "Note for the colleague",
    ("Released", "note"): "Note with the release",
    ("FoundSuitable", "note"): "Note of the suitability review",
    ("AppointmentMade", "note"): "Note with the appointment",
    ("RiskReassessed", "note"): "Note on the risk",
    ("ReviewPaused", "note"): "Note with the pause of the review",
    ("LinkSent", "to"): "The link went to",
}
_RECORD = ("Submitted",)
#: Whoever looked at the details said why: that is the audit's, not a note about the case.
_AUDIT = ("DetailsShown",)


class Happened(Protocol):
    """One entry of the timeline; `details` holds codes, times, and references to texts."""

    @property
    def event(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def by(self) -> str: ...

    @property
    def details(self) -> dict[str, Any]: ...


def is_record(event: str) -> bool:
    return event in _RECORD


def is_note(event: str) -> bool:
    return event not in (*_RECORD, *_AUDIT)


WHICH: dict[str, Callable[[str], bool]] = {"record.show": is_record, "notes.show": is_note}


def of(timeline: Iterable[Happened], texts: Mapping[str, str], which: Callable[[str], bool]) -> tuple[Fact, ...]:
    """Every text of these events, oldest first, with when and by whom. `texts` is by reference."""
    return tuple(fact for each in timeline if which(each.event) for fact in _written(each, texts))


def _written(happened: Happened, texts: Mapping[str, str]) -> Iterator[Fact]:
    for field, held in happened.details.items():
        for reference in held if isinstance(held, list | tuple) else (held,):
            text = texts.get(reference) if isinstance(reference, str) else None
            if text:
                yield Fact(f"{_title(happened.event, field)}, {when(happened.at)}, {happened.by}", text)


def _title(event: str, field: str) -> str:
    return _TITLES.get((event, field), words.plain(field))


def shown(reference: str, written: tuple[Fact, ...]) -> Notice:
    said = _LOGGED if written else "Nothing was written, or nothing is kept of it."
    return Notice(text=f"{reference}. {said}", facts=written, buttons=(ACTIONS["details.hide"].button(reference),), hide=True)


def ask_why(refused: Refusal, reference: str) -> Notice:
    """Whoever does not have the job says why they read it, as with the details."""
    reason = ACTIONS["job.details_why"].button(value(reference, NOTES), "Read the notes, saying why")
    return Notice(text=refusal(refused).text, buttons=(reason,), tone="warning")
