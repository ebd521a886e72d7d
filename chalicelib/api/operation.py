"""An operation of the API: declared once, for the route, for the checks around it and for OpenAPI. And one request to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalice.app import Request
from msgspec import Struct

from ..service.deps import Caller, Deps
from .scopes import Principal, caller


class NoQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """An operation without query parameters."""


class Operation(Struct, frozen=True, kw_only=True):
    """`scopes`: any of them is enough, the first that the token has counts; none at all: no token is asked for.

    `answer`: its type, or a function that imports it. `refusals`: the HTTP statuses that the domain's refusals can have here.
    `repeatable`: takes an Idempotency-Key. `reasoned`: takes an Evr-Reason.
    """

    name: str
    method: str
    path: str
    does: str
    handler: Callable[[Asked], Any]
    scopes: tuple[str, ...] = ()
    query: type[Struct] = NoQuery
    body: type[Struct] | None = None
    answer: Any = None
    status: int = 200
    refusals: tuple[int, ...] = ()
    repeatable: bool = False
    reasoned: bool = False
    tag: str = ""
    command: str = ""

    @property
    def asks(self) -> str:
        """What the security log calls it."""
        return self.command or self.name


class Asked(Struct, frozen=True, kw_only=True):
    """One request, checked: who asks under which scope, and with what."""

    operation: Operation
    request: Request
    scope: str
    principal: Principal | None
    path: dict[str, str]
    query: Any
    body: Any
    command_id: str | None
    why: str | None = None

    @property
    def who(self) -> Principal:
        if self.principal is None:
            raise TypeError(f"{self.operation.name} asks for no token")
        return self.principal

    @property
    def caller(self) -> Caller:
        """The caller; the Idempotency-Key counts for this caller only."""
        own = f"{self.who.id}/{self.command_id}" if self.command_id else None
        return caller(self.who, self.scope, own)

    @property
    def deps(self) -> Deps:
        return deps()


def deps() -> Deps:
    """The service's ports; imported on first use, for pynamodb and botocore take longer than everything else together."""
    from .. import wiring

    return wiring.deps()
