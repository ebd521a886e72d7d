"""HTTP API v1 (DESIGN.md, "Interfaces")."""

from __future__ import annotations

import time
from collections.abc import Callable

from chalice.app import Chalice, Request, Response

from . import (
    about,
    by_link,
    cad,
    chat,
    chime,
    evidence,
    logs,
    officer,
    pages,
    problems,
    reads,
    receipts,
    recording,
    room,
    staff,
    statements,
    victim,
)
from .answering import failed
from .routes import current

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Referrer-Policy": "no-referrer",
}
#: For every answer that does not say otherwise: it is data, and no browser has any business with it.
_UNLESS_SAID = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

#: What is asked by the token of a link: each declares its operations with `by_link`, which has the route.
BY_LINK = (victim, statements, room, evidence)


def register(app: Chalice) -> None:
    """Give the app its routes, and what surrounds every answer."""
    logs.set_up()
    app.register_middleware(_around, "http")
    for part in (cad, staff, reads, officer, statements, recording, room, evidence, by_link, about, chat, receipts, pages, chime):
        app.register_blueprint(part.blueprint)


def _around(request: Request, get_response: Callable[[Request], Response]) -> Response:
    began = time.perf_counter()
    current.set(request)
    response = get_response(request)
    if isinstance(response.body, dict):
        response = _ours(response)
    response.headers.update({name: value for name, value in _UNLESS_SAID.items() if name not in response.headers})
    response.headers.update(_HEADERS)
    ms = (time.perf_counter() - began) * 1000
    logs.request(f"{request.method} {request.path}", response.status_code, ms, request.context.get("requestId", ""))
    return response


def _ours(response: Response) -> Response:
    """An answer that Chalice gave by itself, in our shape."""
    if response.status_code == 405:
        return failed(problems.problem("method_not_allowed", "This address does not know this method; see /openapi.json."))
    return failed(problems.internal())
