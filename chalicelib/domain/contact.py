"""Reaching the victim: contact attempts, appointments, the waiting victim's risk (the flow, step 7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from . import events as e
from .ask import Ask, Decision
from .calendar import is_open
from .commands import MakeAppointment, ReassessRisk, RecordContact
from .incident import Incident
from .policy import Policy
from .refusals import Refusal
from .words import Status

#: An appointment further away than this is a slip of the finger [D].
FURTHEST = timedelta(days=30)


def telephone_first(incident: Incident, policy: Policy, waited: timedelta) -> bool:
    """Whether the officer should telephone before sending the link: the report is older than "a few minutes"."""
    return not incident.contacted_since_claim and waited > policy.response.telephone_first_after


def record(ask: Ask) -> Decision:
    command: RecordContact = ask.command
    return (e.ContactAttempted(command.result, command.note),)


def appointment(ask: Ask) -> Decision:
    command: MakeAppointment = ask.command
    return appointment_refused(command.at, ask.now, ask.policy) or (e.AppointmentMade(command.at, command.note),)


def appointment_refused(at: datetime, now: datetime, policy: Policy) -> Refusal | None:
    """Why there can be no appointment at this time."""
    if not now < at <= now + FURTHEST:
        return Refusal("appointment_time", f"An appointment is in the future and at most {FURTHEST.days} days away.")
    if not is_open(at, policy):
        hours = policy.hours
        return Refusal("outside_hours", f"EVR is open from {hours.opens} to {hours.closes}; choose a time within these hours.")
    return None


def reassess(ask: Ask) -> Decision:
    """Looked at again; raised while it waits in the queue, the job moves to the front."""
    command: ReassessRisk = ask.command
    looked = e.RiskReassessed(command.result, command.note)
    if command.result == "raised" and ask.incident.status == Status.QUEUED:
        return looked, e.Queued("risk_raised", priority=True)
    return (looked,)
