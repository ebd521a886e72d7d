"""What a victim says at the link's page, and the code that an officer reads out to them (the flow, steps 7 and 8)."""

from __future__ import annotations

from datetime import datetime, timedelta

from . import events as e
from .ask import Ask, Decision
from .calendar import at, is_open, local
from .commands_victim import AskOfficer, TellNeeds, UseCode
from .contact import appointment_refused
from .policy import Policy
from .refusals import Refusal

#: As long as it takes to read out six digits and to type them, twice over [D].
CODE_LASTS = timedelta(minutes=15)
#: When the parts of a day begin that are offered for another time [D].
PARTS = ("09:00", "12:00", "17:00")
#: How many of them are offered.
OFFERED = 6
CODE_UNKNOWN = Refusal("unknown_code", "This code does not work. Ask the officer for a new one.")


def needs(ask: Ask) -> Decision:
    command: TellNeeds = ask.command
    told = tuple(dict.fromkeys(command.needs))
    return (e.NeedsTold(told, command.accompanied, command.companion, command.note),)


def asked(ask: Ask) -> Decision:
    command: AskOfficer = ask.command
    refusal = appointment_refused(command.at, ask.now, ask.policy) if command.at else None
    return refusal or (e.VictimAsked(command.what, command.at, command.note),)


def other_times(now: datetime, policy: Policy) -> tuple[datetime, ...]:
    """The beginnings of the next parts of a day within opening hours: what a victim may choose from. The soonest is an hour off."""
    today = local(now).date()
    days = (today + timedelta(days=ahead) for ahead in range(OFFERED * 3))
    moments = (at(day, part) for day in days for part in PARTS)
    open_ = (each for each in moments if each >= now + timedelta(hours=1) and is_open(each, policy))
    return tuple(each for each, _ in zip(open_, range(OFFERED), strict=False))


def code_given(ask: Ask) -> Decision:
    if ask.incident.link_run_out(ask.now):
        return Refusal("link_run_out", "The link has expired. Send a new one, then read out a code.")
    return (e.CodeGiven(ask.token_hash, ask.now + CODE_LASTS),)


def code_used(ask: Ask) -> Decision:
    command: UseCode = ask.command
    code = ask.incident.code
    if code is None or code.code_hash != command.code_hash or ask.now >= code.until:
        return CODE_UNKNOWN
    return (e.CodeUsed(),)
