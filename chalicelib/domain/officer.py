"""The officer: roles, shift and break, and the one job. Why an officer cannot be given a job, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from .refusals import Refusal
from .words import Code, Role, StaffId

Duty = Literal["off", "on", "break"]
StaffRole = Literal["officer", "sergeant", "spoc", "analyst", "administrator", "call_handler", "records"]
LONGEST_LINE = 120
_Line = Annotated[str, Meta(min_length=1, max_length=LONGEST_LINE)]


class OfficerRecord(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The body of `PUT /v1/officers/{id}`: what the roster says of a member of staff. `chat`: platform to account."""

    name: _Line
    roles: Annotated[tuple[StaffRole, ...], Meta(min_length=1)]
    team: Code | None = None
    chat: Annotated[dict[Code, _Line], Meta(max_length=10)] = {}
    active: bool = True


class Officer(Struct, frozen=True, omit_defaults=True):
    """A member of staff as the system sees them now.

    `idle_since`: since when available without a job. `duty_since`: since when on this duty, the same as long as the break lasts.
    """

    id: StaffId
    record: OfficerRecord
    duty: Duty = "off"
    job: str | None = None
    idle_since: datetime | None = None
    duty_since: datetime | None = None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.record.roles) if self.record.active else frozenset()

    @property
    def available(self) -> bool:
        return why_not_free(self, None) is None


def why_no_officer(officer: Officer | None, asked_by: str | None) -> Refusal | None:
    """Why this is nobody who could have a case at all; None for an EVR officer, on shift or off."""
    if officer is None:
        return Refusal("unknown_officer", "There is no such officer in this force.")
    if Role.OFFICER not in officer.roles:
        who, off = ("You", "are") if officer.id == asked_by else (officer.id, "is")
        return Refusal("not_an_officer", f"{who} {off} not an EVR officer.")
    return None


def why_not_free(officer: Officer | None, asked_by: str | None) -> Refusal | None:
    """Why this officer cannot take a job now; None when they can. Addresses the officer when they ask for themselves."""
    nobody = why_no_officer(officer, asked_by)
    if officer is None or nobody:
        return nobody
    who, holds, off = ("You", "hold", "are") if officer.id == asked_by else (officer.id, "holds", "is")
    if officer.job:
        return Refusal("officer_busy", f"{who} already {holds} {officer.job}.")
    if officer.duty == "break":
        return Refusal("on_break", f"{who} {off} on a break.")
    if officer.duty == "off":
        return Refusal("off_shift", f"{who} {off} not on shift.")
    return None


class Shift(Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /v1/officers/{id}/shift`."""

    action: Literal["start", "end", "break", "back"]


_MOVES: dict[tuple[str, str], Duty] = {
    ("off", "start"): "on",
    ("on", "end"): "off",
    ("break", "end"): "off",
    ("on", "break"): "break",
    ("break", "back"): "on",
}


def shift(officer: Officer, action: str, asked_by: str | None = None) -> Duty | Refusal:
    """The duty after a shift action. Nobody ends a shift with a job in hand: the victim would wait and nobody would see.

    A refusal addresses the officer when they ask for themselves.
    """
    duty = _MOVES.get((officer.duty, action))
    who, hold, are = ("you", "hold", "are") if officer.id == asked_by else (officer.id, "holds", "is")
    if duty is None:
        return Refusal("wrong_duty", f"{_CALLED[action]} is not possible while {who} {are} {_DUTY_WORDS[officer.duty]}.")
    if duty == "off" and officer.job:
        who = who[:1].upper() + who[1:]
        return Refusal("job_in_hand", f"{who} still {hold} {officer.job}; hand it over, release it or submit it first.")
    return duty


_CALLED = {
    "start": "Starting the shift",
    "end": "Ending the shift",
    "break": "Taking a break",
    "back": "Coming back from a break",
}
_DUTY_WORDS = {"off": "off shift", "on": "on shift", "break": "on a break"}
