"""Cards about a job that are news to one person, or to the control room: a job that was given, an offer to record."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ..domain import events as e
from ..domain.contact import telephone_first
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.words import Role, Status
from . import words
from .actions import ACTIONS
from .cards import age, one_line
from .due import due_lines, tone
from .model import Card, Fact
from .offering import buttons
from .spans import spoken, when


class Gift(Struct, frozen=True):
    """A job that an officer was given by somebody else, and has not touched since. `how`: allocated, reassigned, desk."""

    officer: str
    version: int
    how: str


_GIFTS = {"allocated": "Allocated to you", "reassigned": "Handed to you", "desk": "Back to you for desk work"}


def gift(incident: Incident, history: tuple[e.Recorded, ...]) -> Gift | None:
    """The last such gift, until its officer does something to the job, or somebody else has it."""
    found: Gift | None = None
    for each in history:
        given = _given(each, incident.officer)
        if given or (found and (each.by == found.officer or isinstance(each.event, e.Claimed | e.Reassigned))):
            found = given
    return found if found and incident.live and (incident.holder or incident.status == Status.DESK_WORK) else None


def _given(recorded: e.Recorded, officer: str | None) -> Gift | None:
    """Only a gift to whoever has the job now counts."""
    match recorded.event:
        case e.Claimed(officer=to, how="allocated") if to == officer:
            return Gift(to, recorded.version, "allocated")
        case e.Reassigned(officer=to) if to == officer:
            return Gift(to, recorded.version, "reassigned")
        case e.Reviewed(decision="desk_enquiries") if officer:
            return Gift(officer, recorded.version, "desk")
    return None


def given_card(given: Gift, incident: Incident, policy: Policy, now: datetime) -> Card:
    """For the officer alone: what it is, and what comes first."""
    next_, _ = buttons(incident, frozenset({Role.OFFICER.value}), is_holder=True)
    return Card(
        id=f"given:{incident.reference}:{given.version}",
        title=f"{_GIFTS[given.how]}: {incident.reference}, {words.of_type(incident.facts.type, policy)}",
        summary=f"{_GIFTS[given.how]}: {one_line(incident, policy, now)}",
        facts=tuple(Fact(label, said) for label, said in _about(incident, policy, now) if said),
        lines=(_advice(given, incident, policy, now),),
        tone="warning",
        leading=(ACTIONS["job.details"].button(incident.reference), *next_[:1]),
        menu=tuple(ACTIONS[id].button(incident.reference) for id in ("job.card", "job.timeline")),
    )


def _about(incident: Incident, policy: Policy, now: datetime) -> tuple[tuple[str, str], ...]:
    return (
        ("Reported", f"{when(incident.facts.reported_at)} ({age(incident, policy, now)})"),
        ("Flags", words.of_flags(incident.facts.flags, policy)),
        ("Due", "; ".join(due_lines(incident, policy, now))),
    )


def _advice(given: Gift, incident: Incident, policy: Policy, now: datetime) -> str:
    if given.how == "desk":
        return "The reviewer's plan says what is to be done. Submit the record again when it is done."
    waited = now - incident.facts.reported_at
    if incident.status == Status.CLAIMED and telephone_first(incident, policy, waited):
        return f"Reported {spoken(waited)} ago: telephone before you send the link."
    return "Send the link." if incident.status == Status.CLAIMED else "Look at the job, and go on from there."


def offer_card(incident: Incident, policy: Policy, now: datetime) -> Card:
    """For the control room: EVR is to be offered, and what became of it recorded."""
    facts = (
        ("Reported", f"{when(incident.facts.reported_at)} ({age(incident, policy, now)})"),
        ("Status", words.STATUSES[incident.status]),
        ("Flags", words.of_flags(incident.facts.flags, policy)),
        ("Due", "; ".join(due_lines(incident, policy, now))),
    )
    rest = ("job.details_why", "job.update", "job.recall", "job.escalate")
    return Card(
        id=f"offer:{incident.reference}",
        title=f"Offer to be recorded: {incident.reference}, {words.of_type(incident.facts.type, policy)}",
        summary=f"Offer to be recorded: {one_line(incident, policy, now)}",
        facts=tuple(Fact(label, said) for label, said in facts if said),
        tone=tone(incident, policy, now),
        leading=(ACTIONS["job.offer"].button(incident.reference), ACTIONS["job.card"].button(incident.reference)),
        menu=tuple(ACTIONS[id].button(incident.reference) for id in rest),
    )
