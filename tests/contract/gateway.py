"""What API Gateway does between HTTP and the app: find the resource, and write the event."""

from __future__ import annotations

import base64
import re
from typing import Any, NamedTuple


class Found(NamedTuple):
    resource: str
    parameters: dict[str, str]


def route_of(app: Any, method: str, path: str) -> Found | None:
    """The resource of a path; fixed parts win over parameters. None where API Gateway answers by itself."""
    for resource in sorted(app.routes, key=lambda each: each.count("{")):
        pattern = "/".join(re.sub(r"^\{(\w+)\}$", r"(?P<\1>[^/]+)", part) for part in resource.split("/"))
        match = re.fullmatch(pattern, path)
        if match and method in app.routes[resource]:
            return Found(resource, match.groupdict())
    return None


def event(method: str, found: Found, headers: dict[str, str], query: dict[str, list[str]], body: bytes | None) -> dict[str, Any]:
    """The event of a Lambda proxy integration. A body that is no text comes in base64."""
    text, encoded = _text(body)
    return {
        "resource": found.resource,
        "path": found.resource,
        "httpMethod": method,
        "headers": headers or None,
        "multiValueHeaders": {name: [value] for name, value in headers.items()} or None,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": found.parameters or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": found.resource,
            "httpMethod": method,
            "identity": {"sourceIp": headers.get("X-Test-Address", "192.0.2.1")},
            "requestId": "11111111-2222-3333-4444-555555555555",
            "path": f"/api{found.resource}",
            "stage": "api",
        },
        "body": text,
        "isBase64Encoded": encoded,
    }


def _text(body: bytes | None) -> tuple[str | None, bool]:
    if not body:
        return None, False
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True
