"""Which sealed text a button shows: an update, a question to a sergeant, the plan that came back with a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...domain.words import Role, Status
from ...service.views import Happened, IncidentView
from ..actions import ACTIONS, value
from ..model import Button
from .asked import Asked

Found = tuple[str, str | None, tuple[Button, ...]]


def text_of(asked: Asked, seen: IncidentView) -> Found:
    """Its title, its words (None where there are none, or none any more), and what can be done about it."""
    return _TEXTS[asked.action.id](asked, seen)


def _update(asked: Asked, seen: IncidentView) -> Found:
    number = asked.more[0] if asked.more else ""
    reference = next((each.details["text"] for each in _of(seen, "UpdateReceived") if str(each.details["number"]) == number), "")
    unread = number in map(str, seen.updates_to_read) and asked.roles & {Role.OFFICER, Role.SERGEANT}
    read = (ACTIONS["job.read_update"].button(value(seen.reference, number)),) if unread else ()
    return f"Update {number}", seen.texts.get(reference), read


def _question(asked: Asked, seen: IncidentView) -> Found:
    """Whoever reads it as a sergeant answers it there."""
    next_ = "job.advise" if Role.SERGEANT in asked.roles else "job.card"
    return "Question", _last(seen, "CallPaused", "question"), (ACTIONS[next_].button(seen.reference),)


def _plan(asked: Asked, seen: IncidentView) -> Found:
    going_on = seen.status == Status.DESK_WORK and seen.officer == asked.id
    return "Investigation plan", _last(seen, "Reviewed", "plan"), (_SUBMIT.button(seen.reference),) if going_on else ()


_SUBMIT = ACTIONS["job.submit"]


def _last(seen: IncidentView, event: str, field: str) -> str | None:
    references = [each.details[field] for each in _of(seen, event) if each.details.get(field)]
    return seen.texts.get(references[-1]) if references else None


def _of(seen: IncidentView, event: str) -> Iterator[Happened]:
    return (each for each in seen.timeline if each.event == event)


_TEXTS: dict[str, Callable[[Asked, IncidentView], Found]] = {
    "update.show": _update,
    "question.show": _question,
    "plan.show": _plan,
}
SHOWS_TEXT = frozenset(_TEXTS)
