"""Who sends files: the victim by their link, or the officer who has the case."""

from __future__ import annotations

from ..domain.commands import Command
from ..domain.incident import Incident
from ..domain.refusals import Refusal
from ..domain.rules import By
from ..domain.words import Role
from ..store import keys
from ..store.incidents import stored
from ..store.personal import token_hash
from . import links
from .deps import Caller, Deps, Done
from .evidence import Sender
from .performing import NOT_STAFF, UNKNOWN, actor, perform


def victim(deps: Deps, token: str, command_id: str | None = None) -> Sender:
    def find() -> tuple[Incident, By] | Refusal:
        found = links.incident_of(deps, token)
        role = Role.VICTIM.value
        return found if isinstance(found, Refusal) else (found, By(role, frozenset({role}), token_hash(token)))

    def give(command: Command) -> Done | Refusal:
        return links.perform_by_link(deps, token, command, command_id)

    return Sender(deps=deps, find=find, give=give)


def officer(deps: Deps, caller: Caller, reference: str) -> Sender:
    def find() -> tuple[Incident, By] | Refusal:
        state = keys.state(caller.force, reference)
        rows = deps.table.get([state, keys.officer(caller.force, caller.id)])
        by = actor(caller, rows)
        if by is None:
            return NOT_STAFF
        return (stored(rows[state]).incident, by) if state in rows else UNKNOWN

    def give(command: Command) -> Done | Refusal:
        return perform(deps, caller, reference, command)

    return Sender(deps=deps, find=find, give=give)
