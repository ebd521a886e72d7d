"""Everything that can be pressed in chat: its identifier, its words, and what happens.

Identifiers are stable across releases: a card may be pressed months after it was posted. An identifier that goes out of use stays
in `tests/unit/chat/test_actions.py` and is answered with help. Who may press what is the domain's to say (`offering.py` only spares
people useless buttons).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ..domain import commands as c
from ..domain.officer import Duty
from .model import Button, Tone

#: form: opens `forms.form`. command: given at once. details: the victim's details or a sealed text, read with the showing logged.
#: service: claim next, the shift and notices to the team, which are no command to one incident; the code to read out, which a
#: command makes and only its officer sees. notice: a private reply.
#: go: another page.
#: hide: the reply is taken away.
Does = Literal["form", "command", "details", "service", "notice", "go", "hide"]


class Action(Struct, frozen=True, omit_defaults=True):
    id: str
    label: str
    does: Does
    command: type[c.Command] | None = None
    tone: Tone = "plain"
    confirm: str | None = None

    def button(self, value: str = "", label: str | None = None) -> Button:
        return Button(self.id, label or self.label, value, self.tone, self.confirm)


_CLOSING = "Only the police can close the link, and a closed link can never be used again. Close it?"
_ALL = (
    Action("job.offer", "Record the offer", "form", c.Offer),
    Action("job.triage", "Review suitability", "form", c.Triage),
    Action("job.claim", "Claim this job", "command", c.Claim, tone="good"),
    Action("job.allocate", "Allocate", "form", c.Allocate),
    Action("job.contact", "Record a telephone call", "form", c.RecordContact),
    Action("job.link", "Send the link", "form", c.SendLink, tone="good"),
    Action("job.code", "Read out a code", "service", c.ReadOutCode),
    Action("job.join", "Join the call", "command", c.OfficerJoin, tone="good"),
    Action("job.resume", "Resume the call", "command", c.Resume, tone="good"),
    Action("job.pause", "Pause the call", "form", c.Pause),
    Action("job.checklist", "Tick the checklist", "form", c.TickChecklist),
    Action("job.close", "Close the link", "command", c.Close, tone="danger", confirm=_CLOSING),
    Action("job.submit", "Submit for review", "form", c.Submit, tone="good"),
    Action("job.review", "Evidential review", "form", c.Review, tone="good"),
    Action("job.pause_review", "Pause the review", "form", c.PauseReview),
    Action("job.resume_review", "Take the review up again", "command", c.ResumeReview),
    Action("job.dip_sample", "Record the dip sample", "form", c.RecordDipSample),
    Action("job.told", "Record that the victim was told", "form", c.TellVictim, tone="good"),
    Action("job.read_update", "Mark the update as read", "command", c.AcknowledgeUpdate, tone="good"),
    Action("job.details", "Show the victim's details", "details", c.Consult),
    Action("job.details_why", "Show the victim's details, saying why", "form", c.Consult),
    Action("job.appointment", "Make an appointment", "form", c.MakeAppointment),
    Action("job.risk", "Look at the risk again", "form", c.ReassessRisk),
    Action("job.update", "Send an update", "form", c.Update),
    Action("job.advise", "Answer or advise the officer", "form", c.Advise, tone="good"),
    Action("job.reassign", "Hand to a colleague", "form", c.Reassign),
    Action("job.release", "Release to the queue", "form", c.Release),
    Action("job.change_mind", "The victim wants a visit instead", "form", c.ChangeMind),
    Action("job.return", "Return to dispatch", "form", c.ReturnToDispatch),
    Action("job.recall", "Recall the incident", "form", c.Recall),
    Action("job.outcome", "Record an outcome", "form", c.Outcome),
    Action("job.escalate", "Escalate as an emergency", "form", c.Escalate, tone="danger"),
    Action("message.update", "Make this an update on a job", "form", c.Update),
    Action("update.show", "Show the update", "details", c.Consult),
    Action("question.show", "Show the question", "details", c.Consult),
    Action("plan.show", "Show the plan", "details", c.Consult),
    Action("record.show", "Read the record", "details", c.Consult),
    Action("notes.show", "Read the notes", "details", c.Consult),
    Action("job.room", "Open the room", "notice", tone="good"),
    Action("job.card", "Show the job", "notice"),
    Action("job.timeline", "What happened", "notice"),
    Action("job.more", "What can I do?", "notice"),
    Action("queue.claim_next", "Claim the next job", "service", tone="good"),
    Action("shift.start", "Start my shift", "service", tone="good"),
    Action("shift.end", "End my shift", "service"),
    Action("shift.break", "Take a break", "service"),
    Action("shift.back", "Back from my break", "service", tone="good"),
    Action("list.mine", "Show my work", "notice"),
    Action("list.queue", "Show the queue", "notice"),
    Action("list.triage", "Show the suitability reviews", "notice"),
    Action("list.reviews", "Show the evidential reviews", "notice"),
    Action("list.dip_samples", "Show the dip samples", "notice"),
    Action("list.notices", "Show the notices to the team", "notice"),
    Action("team.notice", "Post a notice to the team", "form"),
    Action("notice.read", "Read", "service"),
    Action("notice.acknowledge", "I have taken note", "service", tone="good"),
    Action("team.show", "Who is on", "notice"),
    Action("home.page", "Show more", "go"),
    Action("details.hide", "Hide", "hide"),
    Action("reminder.dismiss", "Dismiss", "hide"),
    Action("doctor", "Check the set-up", "notice"),
    Action("help", "Help", "notice"),
)
ACTIONS = {each.id: each for each in _ALL}
#: In this order they are offered.
_ON_A_JOB = ("job.", "plan.", "record.", "notes.", "update.")
ON_A_JOB = tuple(each for each in _ALL if each.command and each.id.startswith(_ON_A_JOB))
HELP = ACTIONS["help"]


def action(id: str) -> Action:
    """The action of an identifier; one that nobody knows (an old card, a forged one) is answered with help."""
    return ACTIONS.get(id, HELP)


#: What `service.shift` is asked for.
SHIFTS = {"shift.start": "start", "shift.end": "end", "shift.break": "break", "shift.back": "back"}

#: How the shift stands after each.
LEADS_TO: dict[str, Duty] = {"start": "on", "end": "off", "break": "break", "back": "on"}


#: In the value of "Mark the update as read": the button stands beside the text, so whoever presses it was shown it.
SHOWN = "shown"


def value(reference: str, *more: str) -> str:
    """What a button acts on, as text: the reference, then a number or a kind, and `SHOWN`. No reference holds a `|`."""
    return "|".join((reference, *more))


def parts(value: str) -> tuple[str, tuple[str, ...]]:
    """The reference and the rest of a button's value."""
    reference, *more = value.split("|")
    return reference, tuple(more)
