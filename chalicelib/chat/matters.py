"""Cards about one matter of a job: a suitability review, an evidential review, an update, a question to a sergeant."""

from __future__ import annotations

from datetime import datetime

from ..domain.call import unanswered
from ..domain.events import UpdateReceived
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.suitability import suggested_level
from . import words
from .actions import ACTIONS, value
from .cards import age, one_line, room_words
from .due import due_lines, tone
from .model import Button, Card, Fact
from .spans import until, when


def triage_card(incident: Incident, policy: Policy, now: datetime) -> Card:
    """For the sergeants: what speaks for which level of response."""
    level = "allocate" if incident.priority else suggested_level(incident.facts, policy)
    facts = (
        ("Reported", f"{when(incident.facts.reported_at)} ({age(incident, policy, now)})"),
        ("Flags", words.of_flags(incident.facts.flags, policy)),
        ("Suggested", words.LEVELS[level]),
        ("Due", "; ".join(due_lines(incident, policy, now))),
    )
    return Card(
        id=f"triage:{incident.reference}",
        title=f"Suitability review: {_subject(incident, policy)}",
        summary=f"Suitability review: {one_line(incident, policy, now)}",
        facts=_facts(facts),
        tone=tone(incident, policy, now),
        leading=(ACTIONS["job.triage"].button(incident.reference), ACTIONS["job.details_why"].button(incident.reference)),
        menu=_rest(incident, "job.risk", "notes.show", "job.return", "job.escalate", "job.card"),
    )


#: What a sergeant looks at first.
_BEFORE_DECIDING = ("record.show", "job.details_why", "job.timeline", "job.card", "notes.show")


def review_card(incident: Incident, policy: Policy, now: datetime) -> Card:
    """For the sergeants: when it is due, and what the record lacks."""
    case = incident.case
    missing = unanswered(incident, tuple(policy.checklist))
    facts = (
        ("Due", f"{when(case.due)} ({until(case.due, now)})" if case else ""),
        ("Call taken by", ", ".join(incident.callers)),
        ("Paused", words.of_reason(case.paused, policy) if case and case.paused else ""),
        ("Submitted", f"{case.submissions} times" if case and case.submissions > 1 else ""),
        ("Not answered", "; ".join(words.lower(words.of_item(code, policy)) for code in missing)),
        ("Flags", words.of_flags(incident.facts.flags, policy)),
    )
    second = "job.resume_review" if case and case.paused else "job.pause_review"
    return Card(
        id=f"review:{incident.reference}",
        title=f"Evidential review: {_subject(incident, policy)}",
        summary=f"Evidential review of {incident.reference}" + (f", due {when(case.due)} ({until(case.due, now)})" if case else ""),
        facts=_facts(facts),
        tone=tone(incident, policy, now),
        leading=(ACTIONS["job.review"].button(incident.reference), ACTIONS[second].button(incident.reference)),
        menu=_rest(incident, *_BEFORE_DECIDING, "job.return", "job.escalate"),
    )


def update_card(incident: Incident, update: UpdateReceived, policy: Policy, at: datetime) -> Card:
    """That there is news from the control room, or a sergeant's advice. What it says is about a person: the holder is shown it,
    and marks it as read there.
    """
    number = str(update.number)
    unread = update.number in incident.updates_to_read
    on = value(incident.reference, number)
    kind = words.UPDATES.get(update.kind, words.ADVICE)
    whence = f"{number} {words.whence(update.kind)}"
    return Card(
        id=f"update:{incident.reference}:{number}",
        title=f"Update {whence}: {_subject(incident, policy)}",
        summary=f"Update {whence} on {incident.reference}: {words.lower(kind)}",
        facts=_facts((("Kind", kind), ("Received", when(at)), ("Officer", incident.officer or "nobody yet"))),
        lines=() if unread else ("Read.",),
        tone=("danger" if update.kind == "risk" else "warning") if unread else "plain",
        leading=(ACTIONS["update.show"].button(on),),
        menu=_rest(incident, "job.card", "job.escalate"),
    )


def question_card(incident: Incident, policy: Policy, now: datetime) -> Card:
    """An officer has paused the call to ask a sergeant: the victim waits meanwhile. The question itself may be about a person."""
    open_ = incident.room == "paused" and incident.call.pause_reason == "sergeant_advice"
    who = incident.officer or "An officer"
    return Card(
        id=f"question:{incident.reference}",
        title=f"{who} asks a sergeant: {_subject(incident, policy)}",
        summary=f"{who} asks a sergeant about {incident.reference}" + ("; the victim waits" if open_ else ""),
        lines=("The call is paused and the victim waits.",) if open_ else ("The call goes on.",),
        tone="warning" if open_ else "plain",
        leading=tuple(ACTIONS[id].button(incident.reference) for id in ("question.show", "job.advise")) if open_ else (),
        menu=_rest(incident, "job.card", "job.reassign"),
    )


def emergency_card(incident: Incident, policy: Policy, now: datetime) -> Card:
    """For the control room and the sergeants, at once and at any hour."""
    why = words.of_reason(incident.ended or "", policy)
    room = f"Room: {room_words(incident)}. It stays open until the police close it." if incident.room_open else "No room is open."
    return Card(
        id=f"emergency:{incident.reference}",
        title=f"EMERGENCY: {_subject(incident, policy)}",
        summary=f"EMERGENCY: {incident.reference}, {why}",
        facts=_facts((("Why", why), ("Since", when(incident.status_since or now)), ("Officer", incident.officer or "nobody"))),
        lines=(room,),
        tone="danger",
        leading=(ACTIONS["job.card"].button(incident.reference), ACTIONS["job.details_why"].button(incident.reference)),
        menu=_rest(incident, "job.timeline"),
    )


def _subject(incident: Incident, policy: Policy) -> str:
    return f"{incident.reference}, {words.of_type(incident.facts.type, policy)}"


def _facts(pairs: tuple[tuple[str, str], ...]) -> tuple[Fact, ...]:
    return tuple(Fact(label, said) for label, said in pairs if said)


def _rest(incident: Incident, *ids: str) -> tuple[Button, ...]:
    return tuple(ACTIONS[id].button(incident.reference) for id in ids)
