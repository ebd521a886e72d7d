"""What may be seen of an incident without its person: its state, its timeline, its line on a worklist."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from ..domain import dip_sample
from ..domain.events import UNTOLD, Recorded
from ..domain.incident import Asked, Call, Case, DipSample, Incident, Link
from ..store.incidents import Stored
from .reporting import Person


class LinkView(Struct, frozen=True, omit_defaults=True):
    """The live link without its token: what became of the message (`reason`: why it did not arrive), and until when it works."""

    number: int
    channel: str
    device: str
    sent_at: datetime
    expires: datetime
    delivery: str
    open: bool
    reason: str | None = None
    possibly_twice: bool = False


class Happened(Struct, frozen=True, omit_defaults=True):
    """One event of the timeline. `details` holds codes, times, and references to texts."""

    event: str
    at: datetime
    by: str
    role: str
    version: int
    details: dict[str, Any] = {}


class IncidentView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An incident as it stands, and how it came there.

    `due`: every deadline that still stands. `dip_sample`: told once the incident is decided. `person` and `texts` (by the
    timeline's references): only for those who may see them.
    """

    reference: str
    status: str
    version: int
    reported_at: datetime
    received_at: datetime
    grade: str
    type: str
    channel: str
    policy: str
    status_since: datetime | None = None
    flags: tuple[str, ...] = ()
    in_scope: bool = False
    enhanced: bool = False
    arm: str | None = None
    offered_at: datetime | None = None
    not_offered: str | None = None
    eligible: bool | None = None
    level: str | None = None
    priority: bool = False
    officer: str | None = None
    claimed_at: datetime | None = None
    appointment: datetime | None = None
    contacts: int = 0
    contact_suspended: bool = False
    arrived_at: datetime | None = None
    link: LinkView | None = None
    call: Call | None = None
    needs: tuple[str, ...] = ()
    accompanied: bool = False
    asked: Asked | None = None
    checklist: dict[str, str] = {}
    review: Case | None = None
    dip_sample: DipSample | None = None
    victim_told_at: datetime | None = None
    handed_over_at: datetime | None = None
    risk_looked_at: datetime | None = None
    updates_to_read: tuple[int, ...] = ()
    outcomes: tuple[str, ...] = ()
    ended: str | None = None
    due: dict[str, datetime] = {}
    timeline: tuple[Happened, ...] = ()
    person: Person | None = None
    texts: dict[str, str] = {}


class Entry(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One line of a worklist."""

    reference: str
    status: str
    version: int
    reported_at: datetime
    grade: str
    type: str
    status_since: datetime | None = None
    flags: tuple[str, ...] = ()
    enhanced: bool = False
    priority: bool = False
    level: str | None = None
    officer: str | None = None
    claimed_at: datetime | None = None
    arrived_at: datetime | None = None
    appointment: datetime | None = None
    contact_suspended: bool = False
    updates_to_read: tuple[int, ...] = ()
    review: Case | None = None
    due: dict[str, datetime] = {}


#: Nobody's business outside (the hash of a token), or told elsewhere in the answer already (the facts of the report).
_LEFT_OUT = ("event", "token_hash", "code_hash", "facts")
_FROM_FACTS = ("reported_at", "grade", "type", "channel", "flags")
_MADE_HERE = frozenset({*_FROM_FACTS, "review", "dip_sample", "due", "link", "call", "timeline", "person", "texts", "status"})


def _same(kind: type[Struct], incident: Incident) -> dict[str, Any]:
    """The fields of a view that are the incident's own, under the same name."""
    return {name: getattr(incident, name) for name in kind.__struct_fields__ if name not in _MADE_HERE}


def _facts(kind: type[Struct], incident: Incident) -> dict[str, Any]:
    return {name: getattr(incident.facts, name) for name in _FROM_FACTS if name in kind.__struct_fields__}


def view(stored: Stored, recorded: tuple[Recorded, ...], person: Person | None, texts: dict[str, str]) -> IncidentView:
    incident = stored.incident
    return IncidentView(
        **_same(IncidentView, incident),
        **_facts(IncidentView, incident),
        status=incident.status.value,
        link=_link(incident.link) if incident.link else None,
        call=incident.call if incident.call != Call() else None,
        review=incident.case,
        dip_sample=dip_sample.shown(incident),
        due=stored.due,
        timeline=tuple(happened(each) for each in recorded if type(each.event) not in UNTOLD),
        person=person,
        texts=texts,
    )


def _link(link: Link) -> LinkView:
    return LinkView(**{name: getattr(link, name) for name in LinkView.__struct_fields__})


def happened(recorded: Recorded) -> Happened:
    details: dict[str, Any] = msgspec.to_builtins(recorded.event)
    shown = {name: value for name, value in details.items() if name not in _LEFT_OUT}
    return Happened(type(recorded.event).__name__, recorded.at, recorded.by, recorded.role, recorded.version, shown)


def entry(stored: Stored) -> Entry:
    incident = stored.incident
    return Entry(
        **_same(Entry, incident),
        **_facts(Entry, incident),
        status=incident.status.value,
        review=incident.case,
        due=stored.due,
    )
