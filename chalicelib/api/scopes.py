"""The scopes of a token, and the roles that each vouches for. A member of staff has the roles of their officer record instead."""

from __future__ import annotations

from msgspec import Struct

from ..domain.words import Role
from ..service.deps import Caller

#: Scope: what it is for. OpenAPI and docs/api.md say the same; a test holds that.
SCOPES: dict[str, str] = {
    "report": "report incidents and record the offer (a call handler's system)",
    "update": "send updates and recall incidents (the control room's system)",
    "outcome": "record crime outcomes, arrests and interviews (records management)",
    "handover": "acknowledge a handover (a receiving team's system)",
    "read": "read state, timeline, worklists and roster, without personal data",
    "personal": "see the victim's details in an incident; each showing is logged",
    "roster": "enter and change members of staff",
    "staff": "act as a member of staff, with the roles of one's officer record",
    "feed": "read what command and control must show",
    "metrics": "read the metrics",
}

ROLES: dict[str, frozenset[str]] = {
    "report": frozenset({Role.CALL_HANDLER.value}),
    "update": frozenset({Role.SPOC.value, Role.CALL_HANDLER.value}),
    "outcome": frozenset({Role.RECORDS.value}),
    "handover": frozenset({Role.RECEIVING_TEAM.value}),
    "roster": frozenset({Role.ADMINISTRATOR.value}),
    "personal": frozenset({Role.SPOC.value}),
}


class Principal(Struct, frozen=True):
    """Whom a checked token names: the force of its issuer, its subject, its scopes."""

    force: str
    id: str
    scopes: frozenset[str]

    @property
    def staff(self) -> bool:
        return "staff" in self.scopes


def caller(principal: Principal, scope: str, command_id: str | None) -> Caller:
    """The caller under one scope of the token: each operation gets the roles of its own scope and no others."""
    return Caller(
        force=principal.force,
        id=principal.id,
        roles=ROLES.get(scope, frozenset()),
        staff=scope == "staff",
        command_id=command_id,
    )
