"""An operation of the API: declared once, for the route, for the checks around it and for OpenAPI.

@api.operation("POST", "/v1/incidents", scopes=("report",), body=Report, answer=Reported, status=201)
def report(asked: Asked) -> Reported | Refusal: ...
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import msgspec
from chalice.app import Blueprint, Request, Response
from msgspec import Struct

from ..domain.refusals import Refusal
from ..service.deps import Busy, Caller, Deps
from ..store.rows import Unavailable
from . import asked as reading
from . import auth, logs, problems
from .problems import Problem, Refused
from .scopes import Principal, caller

#: The request that this thread answers. Chalice keeps it on the app, where two threads would take each other's.
current: ContextVar[Request] = ContextVar("request")


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


def answer(operation: Operation, request: Request) -> Response:
    """Check, do, and say what came of it; whatever happens, it is one of our answers."""
    principal: Principal | None = None
    try:
        principal = auth.principal(request.headers.get("authorization")) if operation.scopes else None
        result = operation.handler(_asked(operation, request, principal))
    except Refused as refused:
        said = problems.problem(refused.code, refused.says, refused.path)
        return _refused(operation, principal, said)
    except Unavailable as failure:
        return failed(problems.unavailable("busy" if isinstance(failure, Busy) else "unavailable"))
    except Exception as failure:  # noqa: BLE001 - the last resort: nobody is told more than that it failed
        logs.failed(operation.path, type(failure).__name__, _where(failure), request.context.get("requestId", ""))
        return failed(problems.internal())
    if isinstance(result, Refusal):
        return _refused(operation, principal, problems.of_refusal(result))
    content = result if isinstance(result, bytes) else msgspec.json.encode(result)
    return Response(content.decode(), {"Content-Type": "application/json"}, operation.status)


def _asked(operation: Operation, request: Request, principal: Principal | None) -> Asked:
    scope = _scope(operation, principal)
    return Asked(
        operation=operation,
        request=request,
        scope=scope,
        principal=principal,
        path=reading.parameters(request),
        query=reading.query(request, operation.query),
        body=reading.body(request, operation.body) if operation.body else None,
        command_id=reading.idempotency_key(request) if operation.repeatable else None,
        why=reading.reason(request) if operation.reasoned else None,
    )


def _scope(operation: Operation, principal: Principal | None) -> str:
    if principal is None:
        return ""
    for scope in operation.scopes:
        if scope in principal.scopes:
            return scope
    raise Refused("missing_scope", f"The token needs the scope {' or '.join(repr(each) for each in operation.scopes)}.")


def _refused(operation: Operation, principal: Principal | None, said: Problem) -> Response:
    force, who = (principal.force, principal.id) if principal else (None, None)
    if said.status not in (400, 413, 415):
        logs.refused(force, who, operation.asks, said.code)
    return failed(said)


def failed(said: Problem) -> Response:
    headers: dict[str, str | list[str]] = {"Content-Type": problems.CONTENT_TYPE}
    if said.status == 401:
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if said.code == "token_invalid" else "Bearer"
    if said.status == 503:
        headers["Retry-After"] = str(problems.RETRY_AFTER_SECONDS)
    return Response(msgspec.json.encode(said).decode(), headers, said.status)


def _where(failure: BaseException) -> str:
    """The innermost line of ours, and nothing of what it worked on."""
    frames = traceback.extract_tb(failure.__traceback__)
    ours = [each for each in frames if "chalicelib" in each.filename] or frames
    return f"{ours[-1].filename.rpartition('/')[2]}:{ours[-1].lineno}" if ours else ""


class Api:
    """Operations of one blueprint. `ALL` of all blueprints is what OpenAPI is made of."""

    all: list[Operation] = []  # noqa: RUF012 - meant to be shared

    def __init__(self, blueprint: Blueprint, tag: str) -> None:
        self._blueprint, self._tag = blueprint, tag

    def operation(self, method: str, path: str, **declared: Any) -> Callable[[Callable[[Asked], Any]], Callable[[Asked], Any]]:
        """Declare an operation and route to it."""

        def declare(handler: Callable[[Asked], Any]) -> Callable[[Asked], Any]:
            operation = self.described(method, path, handler, **declared)
            self.route(method, path, lambda parameters: operation)
            return handler

        return declare

    def described(self, method: str, path: str, handler: Callable[[Asked], Any], name: str = "", **declared: Any) -> Operation:
        """An operation without a route of its own."""
        does = declared.pop("does", (handler.__doc__ or "").strip().partition("\n")[0])
        made = Operation(
            name=name or handler.__name__, method=method, path=path, does=does, handler=handler, tag=self._tag, **declared
        )
        Api.all.append(made)
        return made

    def route(self, method: str, path: str, choose: Callable[[dict[str, str]], Operation]) -> None:
        """Route to the operation that the path's parameters choose. Content types are ours to check, so Chalice checks none."""

        def view(**parameters: str) -> Response:
            return answer(choose(parameters), current.get())

        self._blueprint.route(path, methods=[method], content_types=[])(view)
