"""The incident: all that is known about one report, without the person. Built from its events alone (`evolve.py`)."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from .evidence_file import Custody, File
from .recording import Recording
from .report import Facts
from .statement import Statement
from .words import HOLDING, LIVE, Status


class Link(Struct, frozen=True, omit_defaults=True):
    """The one live link of an incident. A new one replaces the token, not the room."""

    number: int
    token_hash: str
    channel: str
    device: str
    sent_at: datetime
    expires: datetime
    delivery: str = "sending"
    reason: str | None = None
    possibly_twice: bool = False
    open: bool = True


class Call(Struct, frozen=True, omit_defaults=True):
    victim_joined_at: datetime | None = None
    officer_joined_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    paused_by: str | None = None
    pause_reason: str | None = None
    paused_at: datetime | None = None


class Asked(Struct, frozen=True, omit_defaults=True):
    """What the victim asks of the officer, until it is answered: `another_time` (`wanted`: from when) or `stop`."""

    what: str
    at: datetime
    wanted: datetime | None = None


class SpokenCode(Struct, frozen=True):
    """The one code that an officer may read out now."""

    code_hash: str
    until: datetime


class Case(Struct, frozen=True, omit_defaults=True):
    """The evidential review and what follows from it."""

    due: datetime
    submissions: int = 1
    paused: str | None = None
    decision: str | None = None
    reviewer: str | None = None
    receiver: str | None = None
    decided_at: datetime | None = None
    tell_victim_by: datetime | None = None


class DipSample(Struct, frozen=True, omit_defaults=True):
    """A call that was drawn for a second look, and what came of it."""

    drawn_at: datetime
    recorded_at: datetime | None = None
    by: str | None = None
    satisfactory: bool | None = None


class Incident(Struct, frozen=True, omit_defaults=True):
    """One report and its life. Times are UTC; `officer` is who holds the job, `callers` everyone who took part in its calls."""

    force: str
    version: int
    status: Status
    facts: Facts
    received_at: datetime
    policy: str
    in_scope: bool = False
    enhanced: bool = False
    arm: str | None = None
    offered_at: datetime | None = None
    not_offered: str | None = None
    eligible: bool | None = None
    level: str | None = None
    priority: bool = False
    officer: str | None = None
    released_by: str | None = None
    callers: tuple[str, ...] = ()
    status_since: datetime | None = None
    claimed_at: datetime | None = None
    appointment: datetime | None = None
    contacts: int = 0
    contacted_since_claim: bool = False
    spoke_at: datetime | None = None
    contact_suspended: bool = False
    arrived_at: datetime | None = None
    links: int = 0
    link: Link | None = None
    call: Call = Call()
    needs: tuple[str, ...] = ()
    accompanied: bool = False
    asked: Asked | None = None
    codes: int = 0
    code: SpokenCode | None = None
    checklist: dict[str, str] = {}
    statements: tuple[Statement, ...] = ()
    recordings: tuple[Recording, ...] = ()
    recordings_held: bool = False
    recordings_group: str | None = None
    unrecorded_at: datetime | None = None
    files: tuple[File, ...] = ()
    files_added: int = 0
    custody: Custody | None = None
    case: Case | None = None
    dip_sample: DipSample | None = None
    victim_told_at: datetime | None = None
    handed_over_at: datetime | None = None
    risk_looked_at: datetime | None = None
    risk_told_at: datetime | None = None
    updates: int = 0
    updates_to_read: tuple[int, ...] = ()
    outcomes: tuple[str, ...] = ()
    ended: str | None = None
    noted: dict[str, datetime] = {}

    @property
    def reference(self) -> str:
        return self.facts.reference

    @property
    def holder(self) -> str | None:
        """The officer whose one live job this is, if any: also in an emergency, until its room is closed."""
        return self.officer if self.status in HOLDING or self.room_open else None

    @property
    def room_open(self) -> bool:
        """Whether the link leads anywhere: in the statuses of a call, and in an emergency with the victim in the room."""
        return self.link is not None and self.link.open

    def link_run_out(self, now: datetime) -> bool:
        """Whether the link has outlived its time. A call that goes on is not cut off, and whoever drops out of it comes back."""
        return self.link is not None and now >= self.link.expires and self.room != "in_call"

    @property
    def room(self) -> str | None:
        """What it is like in the room: `waiting`, `in_call`, `paused`, None when there is none. The same in an emergency."""
        if not self.room_open:
            return None
        if self.call.paused_by:
            return "paused"
        return "in_call" if self.call.started_at else "waiting"

    @property
    def victim_alone(self) -> bool:
        """The victim waits in the room for the call to begin, and nobody of the police is there."""
        return self.room == "waiting" and self.call.victim_joined_at is not None and self.call.officer_joined_at is None

    @property
    def live(self) -> bool:
        return self.status in LIVE
