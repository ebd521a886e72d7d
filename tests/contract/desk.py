"""The API in process, without an emulator: the real app, a table in memory, a clock that stands still.

desk.call("POST", "/v1/queue/claim", sub="PC2214", scopes="staff").status
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

from chalicelib.domain.officer import Officer, OfficerRecord
from chalicelib.domain.words import Role
from chalicelib.service import Deps
from chalicelib.store import keys, officers
from chalicelib.store.personal import context, link_token
from chalicelib.store.rows import Put
from tests.builders import IDS, OTHER_OFFICER, OTHER_SERGEANT, policy
from tests.contract import tokens
from tests.contract.gateway import event, route_of
from tests.fakes import FakeClock, FakeKeyring, FakeTable
from tests.fakes_objects import FakeObjects

NOW = datetime(2026, 11, 18, 10, 5, tzinfo=UTC)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: Any

    @property
    def code(self) -> str:
        return self.body["code"]


class Desk:
    """Everything around the app, and a way to ask it."""

    def __init__(self, app: Any, **forces: Any) -> None:
        self.app = app
        self.table, self.clock = FakeTable(), FakeClock(NOW)
        self.naps: list[float] = []
        self.deps = Deps(
            table=self.table,
            keyring=FakeKeyring(),
            objects=FakeObjects(self.clock),
            policies={name: policy(name, **changes) for name, changes in (forces or {"dorset": {}, "wessexshire": {}}).items()},
            now=self.clock,
            rest=self.naps.append,
            chance=lambda: 0.0,
        )

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        sub: str = "cad",
        scopes: str | None = None,
        force: str = "dorset",
        token: str | None = None,
        headers: dict[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Answer:
        """Ask the app as API Gateway would. Without `scopes` and `token`, without a token."""
        sent = {"Content-Type": "application/json"} | (headers or {})
        bearer = token or (tokens.token(sub, scopes, force) if scopes is not None else None)
        if bearer:
            sent.setdefault("Authorization", f"Bearer {bearer}")
        content = raw if raw is not None else None if body is None else json.dumps(body).encode()
        return self.send(method, path, sent, content)

    def send(self, method: str, path: str, headers: dict[str, str], content: bytes | None) -> Answer:
        address = urlsplit(path)
        found = route_of(self.app, method, address.path)
        assert found, f"no route for {method} {address.path}"
        query = parse_qs(address.query, keep_blank_values=True)
        answer = self.app(event(method, found, headers, query, content), None)
        return Answer(answer["statusCode"], answer["headers"], json.loads(answer["body"]))

    def staff(self, id: str, *roles: str, duty: str = "on", force: str = "dorset", active: bool = True) -> str:
        """Put somebody on the roster and on shift."""
        record = OfficerRecord(name=f"Test {id}", roles=roles, active=active)
        idle = self.clock.now if duty == "on" else None
        self.table.commit([Put(officers.row(force, Officer(id, record, duty, None, idle)))])
        return id

    def usual_staff(self, force: str = "dorset") -> None:
        for role in (Role.OFFICER, Role.SERGEANT, Role.SPOC, Role.ANALYST, Role.ADMINISTRATOR, Role.CALL_HANDLER, Role.RECORDS):
            self.staff(IDS[role], role.value, force=force)
        self.staff(OTHER_OFFICER, "officer", force=force)
        self.staff(OTHER_SERGEANT, "sergeant", force=force)

    def link(self, reference: str, number: int = 1, force: str = "dorset") -> str:
        """The token of an incident's n-th link, as it stands in the text that was sent."""
        row = self.table.rows[keys.state(force, reference)]
        key = self.deps.keyring.unwrap(row.sealed or b"", context(force, reference))
        return link_token(key, number)


def path(*parts: str) -> str:
    return "/".join(["/v1", *(quote(part, safe="") for part in parts)])
