"""Who may come in: the victim by their link once they have joined, the officer who holds the job. And what is in the room then."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from ..domain.incident import Incident
from ..domain.refusals import Refusal, not_holder, not_permitted, wrong_status
from ..domain.rules import By
from ..domain.seat import Seat, Side, other
from ..domain.words import Role
from ..store import keys, rooms
from ..store.incidents import stored
from ..store.rows import Key, Row
from . import links
from .deps import Caller, Deps
from .performing import NOT_STAFF, UNKNOWN, actor

NOT_JOINED = Refusal("not_joined", "Tap “continue” on the page first.")


class Inside(Struct, frozen=True, kw_only=True):
    """Somebody in the room, by their side, and the rows of the room as they stood on entering."""

    incident: Incident
    side: Side
    rows: dict[Key, Row]

    @property
    def key(self) -> Key:
        return self._seat(self.side)

    @property
    def row(self) -> Row | None:
        return self.rows.get(self.key)

    @property
    def seat(self) -> Seat | None:
        return rooms.seat(self.row)

    @property
    def other(self) -> Seat | None:
        return rooms.seat(self.rows.get(self._seat(other(self.side))))

    @property
    def media(self) -> Row | None:
        return self.rows.get(keys.media(self.incident.force, self.incident.reference))

    @property
    def wrapped(self) -> bytes:
        """The incident's data key, as it is stored; empty once it was disposed of."""
        return self.rows[keys.state(self.incident.force, self.incident.reference)].sealed or b""

    def _seat(self, side: Side) -> Key:
        return keys.seat(self.incident.force, self.incident.reference, side)


def victim(deps: Deps, token: str) -> Inside | Refusal:
    """By the link: two reads, whatever comes of it. Raises Unavailable."""
    found = links.behind(deps, token, _room)
    if isinstance(found, Refusal):
        return found
    if found.incident.call.victim_joined_at is None:
        return NOT_JOINED
    return Inside(incident=found.incident, side="victim", rows=found.rows)


def police(deps: Deps, caller: Caller, reference: str) -> Inside | Refusal:
    """As the officer who holds the job: one read. Raises Unavailable."""
    return _staff(deps, caller, reference, why_not)


def adviser(deps: Deps, caller: Caller, reference: str) -> Inside | Refusal:
    """As a sergeant beside the officer: one read. Raises Unavailable."""
    return _staff(deps, caller, reference, _why_no_adviser)


def _staff(deps: Deps, caller: Caller, reference: str, why: Callable[[Incident, By], Refusal | None]) -> Inside | Refusal:
    state = keys.state(caller.force, reference)
    rows = deps.table.get([keys.officer(caller.force, caller.id), state, *_room(caller.force, reference)])
    by = actor(caller, rows)
    if by is None:
        return NOT_STAFF
    if state not in rows:
        return UNKNOWN
    incident = stored(rows[state]).incident
    return why(incident, by) or Inside(incident=incident, side="police", rows=rows)


def why_not(incident: Incident, by: By) -> Refusal | None:
    """The first reason why this member of staff may not be in the room now."""
    if Role.OFFICER.value not in by.roles:
        return not_permitted("room", frozenset({Role.OFFICER.value}))
    if not incident.room_open:
        return wrong_status("room", incident.status)
    return None if incident.officer == by.id else not_holder(incident.officer)


def _why_no_adviser(incident: Incident, by: By) -> Refusal | None:
    if Role.SERGEANT.value not in by.roles:
        return not_permitted("join as a third", frozenset({Role.SERGEANT.value}))
    return None if incident.room_open else wrong_status("room", incident.status)


def _room(force: str, reference: str) -> tuple[Key, ...]:
    return keys.seat(force, reference, "victim"), keys.seat(force, reference, "police"), keys.media(force, reference)
