"""The app as a WSGI application: API Gateway's part (gateway.py) in front, so that HTTP tools run in process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote

from tests.contract.gateway import event, route_of

_NOT_FOUND = {
    "type": "about:blank",
    "title": "Not found",
    "status": 404,
    "code": "not_found",
    "detail": "There is nothing at this address. The paths are listed in /openapi.json.",
}


class Wsgi:
    """`extra` answers some addresses by itself; `before` runs ahead of each request."""

    def __init__(self, app: Any, extra: dict[str, bytes] | None = None, before: Callable[[], None] = lambda: None) -> None:
        self._app, self._extra, self._before = app, extra or {}, before

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        address = environ.get("REQUEST_URI") or environ.get("RAW_URI") or environ["PATH_INFO"]
        path = address.partition("?")[0]
        if path in self._extra:
            start("200 OK", [("Content-Type", "application/json")])
            return [self._extra[path]]
        self._before()
        answer = self._answer(environ, path)
        status = answer["statusCode"]
        start(f"{status} {HTTPStatus(status).phrase}", [(name, str(value)) for name, value in answer["headers"].items()])
        return [answer["body"].encode()]

    def _answer(self, environ: dict[str, Any], path: str) -> dict[str, Any]:
        found = route_of(self._app, environ["REQUEST_METHOD"], path)
        if found is None:
            headers = {"Content-Type": "application/problem+json"}
            return {"statusCode": 404, "headers": headers, "body": json.dumps(_NOT_FOUND)}
        decoded = found._replace(parameters={name: unquote(value) for name, value in found.parameters.items()})
        query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        body = environ["wsgi.input"].read()
        answer: dict[str, Any] = self._app(event(environ["REQUEST_METHOD"], decoded, _headers(environ), query, body), None)
        return answer


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    found = {name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
    if environ.get("CONTENT_TYPE"):
        found["Content-Type"] = environ["CONTENT_TYPE"]
    return found
