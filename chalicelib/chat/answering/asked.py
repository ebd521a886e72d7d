"""One press with everything that is needed to answer it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ...domain.incident import Incident
from ...domain.policy import Policy
from ...domain.rules import By
from ...service import Caller, Deps
from ..actions import Action, action, parts
from ..pressing import Asker, Press


class Asked(Struct, frozen=True):
    """Who pressed what, when, under which policy. The asker's roles are those that the platform has just looked up."""

    deps: Deps
    asker: Asker
    press: Press
    now: datetime
    policy: Policy

    @property
    def action(self) -> Action:
        return action(self.press.action)

    @property
    def id(self) -> str:
        return self.asker.officer.id

    @property
    def roles(self) -> frozenset[str]:
        return self.asker.officer.roles

    @property
    def by(self) -> By:
        return By(self.id, self.roles)

    @property
    def caller(self) -> Caller:
        """For the service, which looks the roles up again within the command's own read."""
        return Caller(force=self.asker.force, id=self.id, staff=True, command_id=self.press.command_id)

    @property
    def reference(self) -> str:
        return parts(self.press.value)[0]

    @property
    def job(self) -> str:
        """The job that is meant: the one named, or the asker's own where none was."""
        return self.reference or self.asker.officer.job or ""

    @property
    def more(self) -> tuple[str, ...]:
        return parts(self.press.value)[1]

    def holds(self, incident: Incident) -> bool:
        return incident.officer == self.id


def asked(deps: Deps, asker: Asker, press: Press) -> Asked:
    return Asked(deps, asker, press, deps.now(), deps.policies[asker.force])
