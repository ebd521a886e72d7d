"""The form of every command that needs to be told something, with the force's words and a hint where one helps."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from .actions import ACTIONS
from .call_forms import CALL
from .fields import LONGEST, About
from .model import Field, Form
from .queue_forms import QUEUE
from .review_forms import REVIEW
from .room_forms import CONTROL_ROOM, UPDATE_INTRO, update_fields
from .words import of_type


class Filled(Struct, frozen=True):
    """What a form is made of, before it is about one incident."""

    submit: str
    fields: tuple[Field, ...]
    intro: tuple[str, ...] = ()


_MAKE: dict[str, Callable[[About], tuple[str, tuple[Field, ...], tuple[str, ...]]]] = {**QUEUE, **CALL, **REVIEW, **CONTROL_ROOM}
FORMS = frozenset(_MAKE)
#: A message becomes an update: this form is about no incident before it is sent.
FROM_MESSAGE = "message.update"
#: These are about no incident when they are opened.
OF_NO_JOB = frozenset({FROM_MESSAGE, "team.notice"})
#: The title of a form has little room (24 characters on Slack), so these say less than their buttons.
_TITLES = {
    "job.told": "The victim was told",
    "job.details_why": "The victim's details",
    "job.change_mind": "A visit instead",
    "job.advise": "Advise the officer",
    FROM_MESSAGE: "Update on a job",
    "team.notice": "Notice to the team",
}


def form(action: str, about: About, value: str | None = None) -> Form:
    """The form that an action opens, as the incident stands. Raises LookupError for an action that opens none."""
    if action not in _MAKE:
        raise LookupError(f"{action} opens no form")
    made = Filled(*_MAKE[action](about))
    incident = about.incident
    heading = f"{incident.reference}: {of_type(incident.facts.type, about.policy)}"
    return Form(
        id=action,
        title=title(action),
        submit=made.submit,
        value=incident.reference if value is None else value,
        fields=made.fields,
        intro=(heading, *made.intro),
    )


def from_message(text: str = "", reference: str = "") -> Form:
    """An update that starts from a message, or from nothing: the job is named in the form (`answers.reference_in`)."""
    where = Field("reference", "Reference of the job", "line", initial=reference or None, longest=64)
    kind, what = update_fields()
    fields = (where, kind, replace(what, initial=text[:LONGEST] or None))
    return Form(id=FROM_MESSAGE, title=title(FROM_MESSAGE), submit="Send", value="", fields=fields, intro=UPDATE_INTRO)


def title(action: str) -> str:
    return _TITLES.get(action, ACTIONS[action].label)


def opening(action: str, value: str) -> Form:
    """What is shown at once, before anything has been read: chat platforms give three seconds to open a form."""
    return Form(id=action, title=title(action), submit="", value=value, fields=(), intro=("One moment …",))
