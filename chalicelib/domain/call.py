"""The call: join, pause, resume, close, and the record that follows (the flow, steps 9 to 11)."""

from __future__ import annotations

from . import events as e
from .ask import Ask, Decision
from .commands import Pause, Submit, TickChecklist, VictimJoin
from .incident import Incident
from .policy import Policy
from .refusals import Refusal, wrong_status
from .words import Role, Status

VICTIM = Role.VICTIM.value
POLICE = "police"


def _party(ask: Ask) -> str:
    return VICTIM if VICTIM in ask.by.roles else POLICE


def victim_joins(ask: Ask) -> Decision:
    command: VictimJoin = ask.command
    return _joined(ask.incident, e.VictimJoined(command.safe), other_is_in=ask.incident.call.officer_joined_at is not None)


def officer_joins(ask: Ask) -> Decision:
    return _joined(ask.incident, e.OfficerJoined(), other_is_in=ask.incident.call.victim_joined_at is not None)


def _joined(incident: Incident, joined: e.Event, other_is_in: bool) -> Decision:
    """The call starts when both are in, also in an emergency; coming back during it or during a pause starts nothing."""
    starts = other_is_in and incident.call.started_at is None
    return (joined, e.CallStarted()) if starts else (joined,)


def pause(ask: Ask) -> Decision:
    command: Pause = ask.command
    if ask.incident.room != "in_call":
        return wrong_status("pause", ask.incident.room or ask.incident.status)
    party = _party(ask)
    return (e.CallPaused(party, "victim_break" if party == VICTIM else command.reason, command.question),)


def resume(ask: Ask) -> Decision:
    """The police may always resume; the victim ends only a pause of their own [D]."""
    party = _party(ask)
    if ask.incident.room != "paused":
        return wrong_status("resume", ask.incident.room or ask.incident.status)
    if party == VICTIM and ask.incident.call.paused_by != VICTIM:
        return Refusal("paused_by_police", "The officer has paused the call and will be back.")
    return (e.CallResumed(party),)


def close(ask: Ask) -> Decision:
    """Only the police close the link, and a closed link can never be used again (College of Policing, EVR practice page)."""
    return (e.CallClosed(held=ask.incident.call.started_at is not None),)


def tick(ask: Ask) -> Decision:
    command: TickChecklist = ask.command
    unknown = sorted(set(command.items) - set(ask.policy.checklist))
    if unknown:
        return Refusal("unknown_item", f"Not on this force's checklist: {', '.join(unknown)}.")
    return (e.ChecklistTicked(dict(command.items)),)


def unanswered(incident: Incident, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The checklist items neither done nor found not needed."""
    return tuple(code for code in codes if incident.checklist.get(code, "to_do") == "to_do")


def required(incident: Incident, policy: Policy) -> tuple[str, ...]:
    """What the force wants answered before a record of this type is submitted."""
    wanted = (*policy.checklist_required.get("*", ()), *policy.checklist_required.get(incident.facts.type, ()))
    return tuple(dict.fromkeys(wanted))


def submit(ask: Ask) -> Decision:
    """For evidential review, due so long after the end of the call; after desk work, so long after the resubmission [D]."""
    command: Submit = ask.command
    missing = unanswered(ask.incident, required(ask.incident, ask.policy))
    if missing:
        return Refusal("checklist_incomplete", f"Answer these first, done or not needed: {', '.join(missing)}.")
    ended = None if ask.incident.status == Status.DESK_WORK else ask.incident.call.ended_at
    return (
        e.Submitted(
            summary=command.summary,
            due=(ended or ask.now) + ask.policy.review.due_after,
            lines_of_enquiry=command.lines_of_enquiry,
            unanswered=unanswered(ask.incident, tuple(ask.policy.checklist)),
        ),
    )
