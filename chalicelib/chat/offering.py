"""Which actions are shown to whom, and which two lead. The domain's rules decide; what would be of no use is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from msgspec.structs import fields

from ..domain import commands as c
from ..domain.incident import Incident
from ..domain.refusals import Refusal
from ..domain.rules import By, check
from ..domain.words import Role, Status
from .actions import ON_A_JOB, Action, value
from .model import Button


def _blank(kind: type[c.Command] | None) -> c.Command:
    """The rules look at the kind of a command only, so one without its fields will do."""
    known: Any = kind
    return cast(c.Command, known(**{field.name: None for field in fields(known) if field.required}))


_BLANKS = {each.id: _blank(each.command) for each in ON_A_JOB}
#: A card in a channel is the same for everybody who works there.
CHANNEL = frozenset({Role.OFFICER.value, Role.SERGEANT.value, Role.SPOC.value})
_LEADING: dict[Status, tuple[str, ...]] = {
    Status.REPORTED: ("job.offer", "job.recall"),
    Status.OFFERED: ("job.offer", "job.recall"),
    Status.IN_TRIAGE: ("job.triage", "job.risk"),
    Status.QUEUED: ("job.claim", "job.allocate", "job.appointment"),
    Status.CLAIMED: ("job.contact", "job.link"),
    Status.LINK_SENT: ("job.join", "job.link", "job.close"),
    Status.IN_CALL: ("job.checklist", "job.pause", "job.close"),
    Status.PAUSED: ("job.resume", "job.checklist", "job.close"),
    Status.CALL_CLOSED: ("job.checklist", "job.submit"),
    Status.IN_REVIEW: ("job.resume_review", "job.review", "job.pause_review"),
    Status.DESK_WORK: ("plan.show", "job.submit"),
    Status.PASSED_ON: ("job.told",),
    Status.HANDED_OVER: ("job.told",),
    Status.FINALISED: ("job.told",),
    Status.ESCALATED: ("job.join", "job.resume", "job.close"),
}
LEADING = 2
#: Where an update to read takes one of the two places, the other is for what moves the job on, if that is not the first.
_MOVES_ON = {Status.CALL_CLOSED: "job.submit", Status.DESK_WORK: "job.submit"}
UPDATE = "update.show"


def offered(incident: Incident, roles: frozenset[str], is_holder: bool) -> tuple[Action, ...]:
    """What somebody with these roles may do to the incident now. `is_holder`: the incident's officer is theirs."""
    by = By(incident.officer or "" if is_holder else "-", roles)
    return tuple(each for each in ON_A_JOB if refusal(incident, each, by) is None and _sensible(incident, each, is_holder))


def buttons(incident: Incident, roles: frozenset[str], is_holder: bool) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """The two that lead, and the rest for the menu; what makes way for an update to read is the first of these."""
    found = {each.id: each for each in offered(incident, roles, is_holder)}
    order = [id for id in _LEADING.get(incident.status, ()) if id in found][:LEADING]
    if UPDATE in found and is_holder:
        order.sort(key=lambda id: id != _MOVES_ON.get(incident.status))
        order.insert(0, UPDATE)
    ranked = tuple(button(incident, found.pop(id)) for id in order)
    return ranked[:LEADING], (*ranked[LEADING:], *(button(incident, each) for each in found.values()))


def possible(incident: Incident) -> frozenset[str]:
    """What somebody or other who works in the channel may do now."""
    return frozenset(each.id for each in offered(incident, CHANNEL, is_holder=True))


def for_channel(incident: Incident) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """The buttons of the card that everybody sees; whoever may not press one is told so."""
    return buttons(incident, CHANNEL, is_holder=True)


def button(incident: Incident, action: Action) -> Button:
    """The action on this job, in the words that fit it now."""
    label = "Send the link again" if action.id == "job.link" and incident.link else None
    if action.id == UPDATE and incident.updates_to_read:
        oldest = str(incident.updates_to_read[0])
        return action.button(value(incident.reference, oldest), f"Show update {oldest}")
    return action.button(incident.reference, label)


def refusal(incident: Incident, action: Action, by: By) -> Refusal | None:
    """Why the rules would not let them do it now, whatever they say."""
    return check(incident, _BLANKS[action.id], by)


def _sensible(incident: Incident, action: Action, is_holder: bool) -> bool:
    """Not against the rules, but of no use as the incident stands."""
    test = _USEFUL.get(action.id)
    return test is None or test(incident, is_holder)


def _paused(incident: Incident, is_holder: bool) -> bool:
    return incident.case is not None and incident.case.paused is not None


def _knows_why(incident: Incident, is_holder: bool) -> bool:
    """The officer who has the job needs no reason to see whom it is about; everybody else says why."""
    return is_holder and incident.officer is not None and (incident.live or incident.room_open)


def _to_sample(incident: Incident, is_holder: bool) -> bool:
    return incident.dip_sample is not None and incident.dip_sample.recorded_at is None


_USEFUL: dict[str, Callable[[Incident, bool], bool]] = {
    UPDATE: lambda incident, is_holder: bool(incident.updates_to_read),
    # nobody has read what they were not shown: it stands beside the text, in the reply that shows it (`answering.sealed`)
    "job.read_update": lambda incident, is_holder: False,
    "job.resume_review": _paused,
    "job.pause_review": lambda incident, is_holder: not _paused(incident, is_holder),
    "job.dip_sample": _to_sample,
    "job.told": lambda incident, is_holder: incident.victim_told_at is None,
    "job.join": lambda incident, is_holder: incident.call.officer_joined_at is None,
    "job.claim": lambda incident, is_holder: incident.appointment is None,
    "job.allocate": lambda incident, is_holder: incident.appointment is None,
    "job.advise": lambda incident, is_holder: incident.officer is not None and not is_holder,
    "job.pause": lambda incident, is_holder: incident.room == "in_call",
    "job.resume": lambda incident, is_holder: incident.room == "paused",
    "job.release": lambda incident, is_holder: incident.call.victim_joined_at is None,
    "job.details": _knows_why,
    "plan.show": lambda incident, is_holder: incident.status == Status.DESK_WORK,
    "record.show": lambda incident, is_holder: incident.case is not None,
    "notes.show": lambda incident, is_holder: incident.eligible is not None,
    "job.details_why": lambda incident, is_holder: not _knows_why(incident, is_holder),
}
