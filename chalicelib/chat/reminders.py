"""Reminders of what is due: to those who can act, with a way to act, and to be dismissed. Quiet while the service is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from ..domain.calendar import is_open
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.times import stamp
from ..domain.words import Role
from .actions import ACTIONS, value
from .cards import standing_line
from .model import Button, Card, Tone
from .offering import possible
from .spans import clock, when

#: Who can act. `holder` is the officer of the job; where nobody has it, the others named. `sergeants` is their channel: all see it.
For = Literal["holder", "sergeant", "spoc", "officer", "sergeants"]
_NO_ROLE = ("holder", "sergeants")


class Reminder(Struct, frozen=True):
    """`says` goes before the reference. `does` is what leads; its rules still apply.

    `urgent`: a victim waits, so it is told at any hour, and seen by others where the officer is not to be reached; `shared` leads
    where it hangs before several people, who cannot wave it away for each other.
    """

    says: str
    to: tuple[For, ...]
    does: str
    tone: Tone = "warning"
    urgent: bool = False
    shared: str = ""


REMINDERS = {
    "offer_missing": Reminder("Nobody has recorded whether EVR was offered", ("spoc",), "job.offer"),
    "response_nearing": Reminder("The target is near", ("holder", "sergeant"), "job.card"),
    "response_missed": Reminder("The target has passed", ("holder", "sergeant"), "job.card", "danger"),
    "risk": Reminder("A victim waits: look at the risk again", ("holder", "sergeant", "spoc"), "job.risk"),
    "appointment": Reminder("The time of an appointment has come", ("officer", "sergeant"), "job.claim"),
    "claim_idle": Reminder(
        "Nothing has happened since the claim: the victim waits and does not know", ("holder", "sergeant"), "job.contact"
    ),
    "room_unattended": Reminder(
        "The victim waits in the room and no officer has joined",
        ("holder", "sergeants"),
        "job.join",
        "danger",
        urgent=True,
        shared="job.reassign",
    ),
    "link_expiring": Reminder("The link runs out soon", ("holder",), "job.link"),
    "link_expired": Reminder("The link has run out", ("holder", "sergeant"), "job.link"),
    "review_nearing": Reminder("An evidential review is due soon", ("sergeant",), "job.review"),
    "review_overdue": Reminder("An evidential review is overdue", ("sergeant",), "job.review", "danger"),
    "desk_work_overdue": Reminder("Desk work has not been submitted again", ("holder", "sergeant"), "job.submit"),
    "handover_unacknowledged": Reminder("A handover has not been acknowledged", ("sergeant",), "job.card"),
    "victim_update_nearing": Reminder("The victim is to be told of the decision soon", ("holder", "sergeant"), "job.told"),
    "victim_update_overdue": Reminder(
        "The victim should have been told of the decision", ("holder", "sergeant"), "job.told", "danger"
    ),
}
#: Before the call is over, a review that is due still waits for the officer's record.
_RECORD_FIRST = Reminder("The record is still to be submitted, and its review falls due", ("holder", "sergeant"), "job.submit")
_REVIEWS = ("review_nearing", "review_overdue")


def reminder(kind: str, incident: Incident) -> Reminder:
    """What a deadline means as the incident stands."""
    if kind in _REVIEWS and incident.status == "call_closed":
        return _RECORD_FIRST
    return REMINDERS[kind]


def reminder_card(kind: str, at: datetime, incident: Incident, policy: Policy, *, shared: bool = False) -> Card:
    """The card of one deadline that has come; `kind` and `at` are those of `domain.deadlines`. `shared`: several people see it.

    It says when that was, not how long ago: it may be told hours later, when the service opens.
    """
    about = reminder(kind, incident)
    leading, menu = _shared(about, incident) if shared and about.shared else _own(about, kind, at, incident)
    return Card(
        id=f"reminder:{incident.reference}:{kind}:{stamp(at)}",
        title=f"{about.says}: {incident.reference}",
        summary=f"{about.says}: {incident.reference}",
        lines=(standing_line(incident, policy), *_waits(kind, incident), f"Due {when(at)}."),
        tone=about.tone,
        leading=leading,
        menu=menu,
    )


_Buttons = tuple[tuple[Button, ...], tuple[Button, ...]]


def _own(about: Reminder, kind: str, at: datetime, incident: Incident) -> _Buttons:
    act, job = (ACTIONS[id].button(incident.reference) for id in (about.does, "job.card"))
    dismiss = ACTIONS["reminder.dismiss"].button(value(incident.reference, kind, stamp(at)))
    return (act, dismiss), () if about.does == "job.card" else (job,)


def _shared(about: Reminder, incident: Incident) -> _Buttons:
    """In an emergency a job is not handed on any more."""
    act = (about.shared,) if about.shared in possible(incident) else ()
    return tuple(ACTIONS[id].button(incident.reference) for id in (*act, "job.card")), ()


def _waits(kind: str, incident: Incident) -> tuple[str, ...]:
    since = incident.call.victim_joined_at if kind == "room_unattended" else None
    return (f"In the room since {clock(since)}.",) if since else ()


def goes_to(kind: str, incident: Incident) -> tuple[frozenset[str], str | None]:
    """The roles whose people on shift are reminded, and the one officer; where somebody holds the job, colleagues are spared."""
    to = reminder(kind, incident).to
    officer = incident.officer if "holder" in to else None
    roles = {Role(each).value for each in to if each not in _NO_ROLE}
    return frozenset(roles - ({Role.OFFICER.value} if officer else set())), officer


def may_ring(now: datetime, policy: Policy) -> bool:
    """Quiet outside hours: what falls due then is told when the service opens.

    Emergencies are no reminders and never wait, nor do those reminders that are `urgent`.
    """
    return is_open(now, policy)
