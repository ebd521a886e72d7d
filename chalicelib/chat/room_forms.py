"""Forms of the control room, and of what may happen at any moment."""

from __future__ import annotations

from ..domain.commands import Answers
from . import fields as f
from . import words
from .fields import About
from .model import Field
from .queue_forms import Made


def offer(about: About) -> Made:
    """The script is read out; then the answers, each of them a yes or a no."""
    prompt = about.policy.prompt
    questions = (f.yes_no(f"answers.{each}", prompt.questions[each], required=False) for each in Answers.__struct_fields__)
    fields = (
        f.yes_no("made", "Was EVR offered?", initial="yes"),
        f.choice("reason", "Why not?", prompt.not_offered_reasons, required=False, hint="Only when it was not offered."),
        f.yes_no("accepted", "Did the victim accept?", required=about.incident.offered_at is not None),
        *questions,
        f.text("companion", "Who joins the victim"),
        f.note(),
    )
    return "Record", fields, (f"{prompt.title}.", *prompt.script)


UPDATE_INTRO = ("The officer of the job hears of it at once.",)


def update_fields() -> tuple[Field, Field]:
    return f.choice("kind", "Kind", words.UPDATES, initial="information"), f.text("text", "What is new", required=True)


def update(about: About) -> Made:
    return "Send", update_fields(), UPDATE_INTRO


def advise(about: About) -> Made:
    """A sergeant's answer: what was asked stands in the question (`question.show`), not here."""
    intro = (f"{about.incident.officer or 'The officer'} hears of it at once.",)
    return "Send", (f.text("text", "Your answer or advice", required=True),), intro


def recall(about: About) -> Made:
    intro = ("The incident goes back to the usual dispatch; a link that was sent is closed.",)
    return "Recall", (f.choice("reason", "Reason", about.policy.reasons.recall), f.note()), intro


def give_back(about: About) -> Made:
    intro = ("Everything gathered goes with it, and the time reported stands. A link that was sent is closed.",)
    return "Return to dispatch", (f.choice("reason", "Reason", about.policy.reasons.returned), f.note()), intro


def change_mind(about: About) -> Made:
    intro = ("An officer will visit. Everything gathered goes with it, and the time reported stands.",)
    return "Record", (f.note(),), intro


def escalate(about: About) -> Made:
    intro = ["Straight back to the control room as an emergency. In danger of life, call the control room as well."]
    if about.incident.call.victim_joined_at and about.incident.room_open:
        intro.append("The room stays open: you go on seeing and hearing the victim.")
    return "Escalate", (f.choice("reason", "What has happened", about.policy.reasons.escalate), f.note()), tuple(intro)


CONTROL_ROOM = {
    "job.offer": offer,
    "job.update": update,
    "job.advise": advise,
    "job.recall": recall,
    "job.return": give_back,
    "job.change_mind": change_mind,
    "job.escalate": escalate,
}
