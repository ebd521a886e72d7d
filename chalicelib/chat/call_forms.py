"""Forms of the call and of the record that follows it."""

from __future__ import annotations

from ..domain.call import required, unanswered
from ..domain.words import Status
from . import fields as f
from . import words
from .fields import About
from .model import Field
from .queue_forms import Made


def pause(about: About) -> Made:
    hint = f"The sergeants are called with it. {f.PRIVATE}"
    fields = (f.choice("reason", "Why", words.PAUSES), f.text("question", "Question to a sergeant", hint=hint))
    return "Pause the call", fields, ("Both of you can come back on the same link.",)


def checklist(about: About) -> Made:
    needed = set(required(about.incident, about.policy))
    ticks = about.incident.checklist
    fields = tuple(
        f.choice(
            f"items.{code}",
            label,
            words.TICKS,
            required=False,
            hint="To be answered before the record is submitted." if code in needed else None,
            initial=ticks.get(code),
        )
        for code, label in about.policy.checklist.items()
    )
    return "Save", fields, ()


def submit(about: About) -> Made:
    fields = (
        f.text("summary", "Investigation record", required=True),
        f.text("lines_of_enquiry", "Lines of enquiry", hint="One a line, 30 at most."),
    )
    return "Submit for review", fields, tuple(_still_open(about))


def _still_open(about: About) -> list[str]:
    said = []
    missing = unanswered(about.incident, required(about.incident, about.policy))
    others = [code for code in unanswered(about.incident, tuple(about.policy.checklist)) if code not in missing]
    if missing:
        said.append(f"Answer these on the checklist first: {listed(about, missing)}.")
    if others:
        said.append(f"The sergeant will see that these are not answered: {listed(about, tuple(others))}.")
    return said


def listed(about: About, codes: tuple[str, ...]) -> str:
    return "; ".join(words.lower(words.of_item(code, about.policy)) for code in codes)


#: Why a sergeant mostly asks, ready to be sent or changed.
_USUAL = {Status.IN_TRIAGE: "Suitability review", Status.IN_REVIEW: "Evidential review"}


def details(about: About) -> Made:
    label = "Why do you need to see the victim's details?"
    needed = about.policy.audit.reason_required
    return (
        "Show",
        (Field("why", label, "line", needed, initial=_USUAL.get(about.incident.status), longest=300),),
        ("Each showing is logged, with who, when and why.",),
    )


CALL = {"job.pause": pause, "job.checklist": checklist, "job.submit": submit, "job.details_why": details}
