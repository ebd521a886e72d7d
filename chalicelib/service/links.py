"""What a victim may do, known only by the token of their link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec
from msgspec import Struct

from ..domain.commands import Command
from ..domain.incident import Incident
from ..domain.refusals import Refusal
from ..domain.rules import LINK_CLOSED
from ..domain.words import Role
from ..store import keys
from ..store.incidents import stored
from ..store.personal import token_hash
from ..store.rows import Key, Row
from .deps import Caller, Deps, Done
from .performing import UNKNOWN, perform
from .standing import OtherTimes, Standing, standing, times

UNKNOWN_LINK = Refusal("unknown_link", "There is no such link.")
#: No force and no incident have these names: reading them finds nothing.
_NOWHERE = ("-", "-")


class LinkRow(Struct, frozen=True):
    """Where a link leads."""

    force: str
    reference: str


_link = msgspec.json.Decoder(LinkRow).decode


def perform_by_link(deps: Deps, token: str, command: Command, command_id: str | None = None) -> Done | Refusal:
    """Give a victim's command. An unknown token costs the same reads as a closed one, so that the time tells nothing.

    Raises Busy and Unavailable, as `perform`.
    """
    hashed = token_hash(token)
    key = keys.link(hashed)
    row = deps.table.get([key]).get(key)
    if row is None or row.data is None:
        for _ in range(2 if command_id else 1):  # a closed one looks a second time for what was done under the key
            deps.table.get([keys.state(*_NOWHERE), keys.receipt(_NOWHERE[0], hashed)])
        return UNKNOWN_LINK
    link = _link(row.data)
    own = f"victim/{hashed[:32]}/{command_id}" if command_id else None
    caller = Caller(force=link.force, id=Role.VICTIM.value, roles=frozenset({Role.VICTIM.value}), link=hashed, command_id=own)
    outcome = perform(deps, caller, link.reference, command)
    return UNKNOWN_LINK if outcome == UNKNOWN else outcome


class Behind(Struct, frozen=True):
    """What is behind an open link: the incident, and the rows that were asked for with it."""

    incident: Incident
    rows: dict[Key, Row]


def incident_of(deps: Deps, token: str) -> Incident | Refusal:
    """The incident behind an open link: two reads, whatever comes of it. Raises Unavailable."""
    found = behind(deps, token)
    return found if isinstance(found, Refusal) else found.incident


def behind(deps: Deps, token: str, also: Callable[[str, str], Iterable[Key]] = lambda force, reference: ()) -> Behind | Refusal:
    """The same with other rows, whose keys `also(force, reference)` names: two reads as well. Raises Unavailable."""
    hashed = token_hash(token)
    key = keys.link(hashed)
    row = deps.table.get([key]).get(key)
    link = _link(row.data) if row and row.data else LinkRow(*_NOWHERE)
    state = keys.state(link.force, link.reference)
    rows = deps.table.get([state, keys.receipt(link.force, hashed), *also(link.force, link.reference)])
    if state not in rows:
        return UNKNOWN_LINK
    incident = stored(rows[state]).incident
    return _shut(incident, hashed, deps.now()) or Behind(incident, rows)


def _shut(incident: Incident, hashed: str, now: datetime) -> Refusal | None:
    if not (incident.link and incident.link.open and incident.link.token_hash == hashed):
        return LINK_CLOSED
    return LINK_CLOSED if incident.link_run_out(now) else None


def room(deps: Deps, token: str) -> str | None:
    """What it is like in the room behind this link, None when the link leads nowhere. Raises Unavailable."""
    incident = incident_of(deps, token)
    return None if isinstance(incident, Refusal) else incident.room


def stand(deps: Deps, token: str) -> Standing | Refusal:
    """Where the victim stands. Raises Unavailable."""
    incident = incident_of(deps, token)
    return incident if isinstance(incident, Refusal) else standing(incident, deps.policies[incident.force], deps.now())


def other_times(deps: Deps, token: str) -> OtherTimes | Refusal:
    """The times that the victim may ask for. Raises Unavailable."""
    incident = incident_of(deps, token)
    return incident if isinstance(incident, Refusal) else times(deps.policies[incident.force], deps.now())
