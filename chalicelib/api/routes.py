"""The routes, each with its operation:

@api.operation("POST", "/v1/incidents", scopes=("report",), body=Report, answer=Reported, status=201)
def report(asked: Asked) -> Reported | Refusal: ...
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from chalice.app import Blueprint, Request, Response

from .answering import answer
from .operation import Asked, Operation

#: The request that this thread answers. Chalice keeps it on the app, where two threads would take each other's.
current: ContextVar[Request] = ContextVar("request")


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
