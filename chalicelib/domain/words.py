"""The small vocabulary that commands, events and the incident share: statuses, roles and the shapes of values."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta


class Status(StrEnum):
    """Where an incident stands (DESIGN.md, "The incident")."""

    REPORTED = "reported"
    OFFERED = "offered"
    IN_TRIAGE = "in_triage"
    QUEUED = "queued"
    CLAIMED = "claimed"
    LINK_SENT = "link_sent"
    IN_CALL = "in_call"
    PAUSED = "paused"
    CALL_CLOSED = "call_closed"
    IN_REVIEW = "in_review"
    DESK_WORK = "desk_work"
    PASSED_ON = "passed_on"
    HANDED_OVER = "handed_over"
    FINALISED = "finalised"
    CLOSED = "closed"
    RETURNED = "returned"
    ESCALATED = "escalated"


class Role(StrEnum):
    """Who may give a command. Staff roles come from the officer record, the others from the token's scopes or the link."""

    CALL_HANDLER = "call_handler"
    RECORDS = "records"
    SPOC = "spoc"
    OFFICER = "officer"
    SERGEANT = "sergeant"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    RECEIVING_TEAM = "receiving_team"
    VICTIM = "victim"
    SYSTEM = "system"


ENDED = frozenset({Status.RETURNED, Status.ESCALATED, Status.CLOSED})
LIVE = frozenset(Status) - ENDED
#: What becomes of the incident is decided, one way or another.
DECIDED = ENDED | {Status.PASSED_ON, Status.HANDED_OVER, Status.FINALISED}
#: The officer's one live job: from the claim until the record is submitted. Desk work does not stop an officer from taking a call.
HOLDING = frozenset({Status.CLAIMED, Status.LINK_SENT, Status.IN_CALL, Status.PAUSED, Status.CALL_CLOSED})
#: The link works in these.
LINK_OPEN = frozenset({Status.LINK_SENT, Status.IN_CALL, Status.PAUSED})
#: The victim waits for the police: until the call has begun, and while it is paused. Somebody looks at their risk again and again.
WAITING = frozenset(
    {
        Status.REPORTED,
        Status.OFFERED,
        Status.IN_TRIAGE,
        Status.QUEUED,
        Status.CLAIMED,
        Status.LINK_SENT,
        Status.PAUSED,
    }
)

#: A person's words or details. Outside the service the text itself; inside the domain, the events and the lists only the reference
#: under which the store keeps it encrypted (`store/personal.py` makes the change, before anything is decided).
Words = Annotated[str, Meta(min_length=1, max_length=8000, pattern=r"\S")]
#: A force's own code from its policy (a reason, a team, an outcome).
Code = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_./-]+\Z")]
#: CAD's unique reference of an incident, or a member of staff's identifier.
Reference = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]*\Z")]
StaffId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.@:-]*\Z")]

#: A moment with its zone; without one nobody knows what it means.
Moment = Annotated[datetime, Meta(tz=True)]

Level = Literal["queue", "allocate"]
Channel = Literal["sms", "email"]
Device = Literal["phone", "tablet", "laptop"]
Tick = Literal["done", "not_needed", "to_do"]
