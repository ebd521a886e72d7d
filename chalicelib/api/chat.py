"""Where chat platforms send what people press. No part of the API for integrators: there are no tokens, and OpenAPI leaves it out.

Everything that it needs is imported by its first request, so that nobody else's cold start pays for it.
"""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from chalice.app import Blueprint, Request, Response

from . import logs, problems
from .asked import raw_body
from .problems import Problem, Refused
from .routes import current

SLACK = "/chat/slack"
blueprint = Blueprint(__name__)

_SIGNATURE = "The request is not signed by the Slack app of any force here, or its signature is older than five minutes."
_WORKSPACE = "The request is about another workspace than the force's policy names."


@blueprint.route(SLACK, methods=["POST"], content_types=[])
def slack() -> Response:
    """Answer whatever Slack sends."""
    from ..chat.slack import app
    from ..chat.slack.turn import SecretsDown, ports

    request = current.get()
    try:
        answer = app.answer(_unsigned(request), _headers(request), ports())
    except app.NotSigned:
        return _refused("signature_invalid", _SIGNATURE)
    except app.OtherWorkspace:
        return _refused("wrong_workspace", _WORKSPACE)
    except app.Malformed:
        return _failed(problems.problem("malformed_json", "This is nothing that Slack sends."))
    except SecretsDown:
        return _failed(problems.unavailable())
    except Refused as refused:
        return _failed(problems.problem(refused.code, refused.says))
    if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return _failed(problems.internal())
    if answer.status >= 400:
        return _failed(problems.problem("malformed_json", "This is nothing that Slack sends."))
    return Response(answer.body, {"Content-Type": answer.content_type}, answer.status)


def _unsigned(request: Request) -> bytes:
    """The bytes as they were signed. What is not even text was not signed by Slack. Raises Refused when there are too many."""
    from ..chat.slack.signing import LARGEST_BODY, NotSigned

    try:
        return raw_body(request, LARGEST_BODY)
    except Refused as refused:
        if refused.code == "invalid_utf8":
            raise NotSigned from None
        raise


def _headers(request: Request) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _refused(code: str, says: str) -> Response:
    logs.refused(None, None, "chat", code)
    return _failed(problems.problem(code, says))


def _failed(said: Problem) -> Response:
    headers: dict[str, str | list[str]] = {"Content-Type": problems.CONTENT_TYPE}
    if said.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(problems.RETRY_AFTER_SECONDS)
    return Response(msgspec.json.encode(said).decode(), headers, said.status)
