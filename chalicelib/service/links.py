"""What a victim may do, known only by the token of their link."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from ..domain.commands import Command
from ..domain.refusals import Refusal
from ..domain.words import Role
from ..store import keys
from ..store.incidents import stored
from ..store.personal import token_hash
from .deps import Caller, Deps, Done
from .performing import UNKNOWN, perform

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
        deps.table.get([keys.state(*_NOWHERE), keys.receipt(_NOWHERE[0], hashed)])
        return UNKNOWN_LINK
    link = _link(row.data)
    own = f"victim/{hashed[:32]}/{command_id}" if command_id else None
    caller = Caller(force=link.force, id=Role.VICTIM.value, roles=frozenset({Role.VICTIM.value}), link=hashed, command_id=own)
    outcome = perform(deps, caller, link.reference, command)
    return UNKNOWN_LINK if outcome == UNKNOWN else outcome


def room(deps: Deps, token: str) -> str | None:
    """What it is like in the room behind this link, None when the link leads nowhere. Raises Unavailable."""
    key = keys.link(token_hash(token))
    row = deps.table.get([key]).get(key)
    if row is None or row.data is None:
        return None
    link = _link(row.data)
    state = keys.state(link.force, link.reference)
    found = deps.table.get([state]).get(state)
    incident = stored(found).incident if found else None
    own = incident and incident.link and incident.link.token_hash == token_hash(token)
    return incident.room if incident and own else None
