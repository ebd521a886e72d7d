"""Forms of the evidential review and of what follows from it."""

from __future__ import annotations

from ..domain.call import unanswered
from ..domain.dip_sample import QUESTIONS
from . import fields as f
from . import words
from .call_forms import listed
from .fields import About
from .model import Field
from .queue_forms import Made
from .spans import until, when


def review(about: About) -> Made:
    fields = (
        f.choice("decision", "Decision", words.DECISIONS),
        f.text("plan", "Investigation plan", hint=f"Needed unless the incident is finalised. {f.PRIVATE}"),
        f.choice(
            "receiver",
            "Receiving team",
            about.policy.review.receivers,
            required=False,
            hint="When it is passed on; patrol if left empty.",
        ),
        f.note(),
    )
    return "Decide", fields, tuple(_before_the_decision(about))


def _before_the_decision(about: About) -> list[str]:
    case, said = about.incident.case, []
    if case:
        said.append(f"Due {when(case.due)} ({until(case.due, about.now)}).")
    if case and case.submissions > 1:
        said.append(f"Submitted {case.submissions} times.")
    if case and case.paused:
        said.append(f"Paused: {words.of_reason(case.paused, about.policy)}.")
    missing = unanswered(about.incident, tuple(about.policy.checklist))
    said.append(f"Not answered on the checklist: {listed(about, missing)}." if missing else "The checklist is complete.")
    return said


def pause_review(about: About) -> Made:
    case = about.incident.case
    intro = (f"The clock runs on: due {when(case.due)}.",) if case else ()
    return "Pause the review", (f.choice("reason", "Reason", about.policy.reasons.review_pause), f.note()), intro


def dip_sample(about: About) -> Made:
    questions = tuple(f.choice(question, words.DIP_SAMPLE[question], words.JUDGEMENTS) for question in QUESTIONS)
    drawn = about.incident.dip_sample
    intro = (f"Drawn by lot, {when(drawn.drawn_at)}.",) if drawn else ()
    return "Record", (*questions, f.yes_no("satisfactory", "Satisfactory on the whole?"), f.note()), intro


def told(about: About) -> Made:
    by = about.incident.case.tell_victim_by if about.incident.case else None
    intro = (f"To be told by {when(by)} ({until(by, about.now)}).",) if by else ()
    return "Record", (f.choice("how", "How was the victim told?", words.TOLD), f.note()), intro


def outcome(about: About) -> Made:
    kinds = {"outcome": "Crime outcome", "arrest": "Arrest", "interview": "Voluntary interview"}
    codes = {code: f"{code}: {name}" for code, name in about.policy.outcomes.names.items()}
    fields = (
        f.choice("kind", "What", kinds, initial="outcome"),
        f.choice("code", "Outcome code", codes, required=False, hint="For a crime outcome."),
        Field("at", "When", "datetime", required=False, hint="Now, if left empty."),
    )
    return "Record", fields, ()


REVIEW = {
    "job.review": review,
    "job.pause_review": pause_review,
    "job.dip_sample": dip_sample,
    "job.told": told,
    "job.outcome": outcome,
}
