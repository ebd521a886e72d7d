"""A job as the officer's page shows it: to its holder how it stands, to anybody else who holds it and how far it is.

The page looks every few seconds, so this is one read of two rows, whatever has happened in the call; the timeline is elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from ..domain.call import required
from ..domain.incident import Asked, Call, Incident
from ..domain.officer import Officer
from ..domain.policy import Policy
from ..domain.refusals import Refusal
from ..store import keys, officers
from ..store.incidents import stored
from ..store.rows import Key, Row
from .deps import Caller, Deps
from .performing import NOT_STAFF, UNKNOWN
from .views import LinkView


class Job(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`mine`: whether the caller holds it; only then is more told than the first four.

    `since`: when it came into this status. `room`: what it is like in the room, none when it is closed or was never opened.
    `required`: what the checklist has to answer.
    """

    reference: str
    status: str
    you: str
    mine: bool
    officer: str | None = None
    since: datetime | None = None
    room: str | None = None
    type: str | None = None
    flags: tuple[str, ...] = ()
    link: LinkView | None = None
    call: Call | None = None
    needs: tuple[str, ...] = ()
    accompanied: bool = False
    asked: Asked | None = None
    appointment: datetime | None = None
    checklist: dict[str, str] = {}
    required: tuple[str, ...] = ()
    updates: int = 0
    updates_to_read: tuple[int, ...] = ()
    review_due: datetime | None = None


def look(deps: Deps, caller: Caller, reference: str) -> Job | Refusal:
    """One read. Raises Unavailable."""
    state, own = keys.state(caller.force, reference), keys.officer(caller.force, caller.id)
    rows = deps.table.get([state, own])
    if _officer(rows, own) is None:
        return NOT_STAFF
    if state not in rows:
        return UNKNOWN
    incident = stored(rows[state]).incident
    who = {"reference": incident.reference, "status": incident.status.value, "you": caller.id, "officer": incident.officer}
    if incident.officer != caller.id:
        return Job(**who, mine=False)  # type: ignore[arg-type]  # four strings by their names
    return _of_the_holder(who, incident, deps.policies[caller.force])


def held_by(deps: Deps, caller: Caller) -> Officer | Refusal:
    """The member of staff who asks, with the job they hold. Raises Unavailable."""
    own = keys.officer(caller.force, caller.id)
    return _officer(deps.table.get([own]), own) or NOT_STAFF


def _officer(rows: Mapping[Key, Row], key: Key) -> Officer | None:
    """Whoever is on the roster and active."""
    found = officers.officer(rows[key]) if key in rows else None
    return found if found and found.roles else None


def _of_the_holder(who: Mapping[str, str | None], incident: Incident, policy: Policy) -> Job:
    link = incident.link
    return Job(
        **who,  # type: ignore[arg-type]  # as above
        mine=True,
        since=incident.status_since,
        room=incident.room,
        type=incident.facts.type,
        flags=incident.facts.flags,
        link=LinkView(**{name: getattr(link, name) for name in LinkView.__struct_fields__}) if link else None,
        call=incident.call if incident.call != Call() else None,
        needs=incident.needs,
        accompanied=incident.accompanied,
        asked=incident.asked,
        appointment=incident.appointment,
        checklist=incident.checklist,
        required=required(incident, policy),
        updates=incident.updates,
        updates_to_read=incident.updates_to_read,
        review_due=incident.case.due if incident.case else None,
    )
