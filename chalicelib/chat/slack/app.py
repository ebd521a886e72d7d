"""Everything that Slack sends, on its way through Bolt: signature, workspace, and then to the listener it is for.

One `App` serves all forces: it holds nothing of any. See docs/adr/0010.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from ...outbound import noting
from .signing import PLATFORM, NotSigned, signed
from .turn import Ports, Turn

#: What Slack asks before there is a workspace, or without one.
_OF_NO_WORKSPACE = ("url_verification",)


class Malformed(Exception):
    """Slack's signature is right, and yet this is nothing that Slack sends."""


class OtherWorkspace(Exception):
    """Signed by a force's app, but about a workspace that is not the force's."""


class Answer(Struct, frozen=True):
    """What goes back over HTTP."""

    status: int
    body: str
    content_type: str


def answer(raw: bytes, headers: Mapping[str, str], ports: Ports) -> Answer:
    """Answer one request; `headers` in lower case.

    Raises NotSigned and SecretsDown before anything is parsed, then Malformed and OtherWorkspace. A fault of our own is a 500,
    noted by its kind and place.
    """
    workspaces = {force: policy.chat[PLATFORM] for force, policy in ports.deps.policies.items() if PLATFORM in policy.chat}
    found = signed(raw, headers, workspaces, ports.secrets.find, ports.secrets.again, _not_configured)
    return _through_bolt(raw.decode(), headers, Turn(ports, found))


def _not_configured(force: str, why: str) -> None:
    noting.log("chat not configured", level="error", force=force, why=why)


def _through_bolt(text: str, headers: Mapping[str, str], turn: Turn) -> Answer:
    from slack_bolt import BoltRequest

    kind = {"content-type": headers.get("content-type", "")}
    try:
        request = BoltRequest(body=text, headers=kind, context={"turn": turn})  # type: ignore[arg-type]  # its own union, spelt out
    except Exception:  # noqa: BLE001 - Bolt parses, and looks into whatever it finds as if Slack had sent it
        raise Malformed from None
    _in_its_workspace(request.body, request.context.team_id, turn)
    response = bolt().dispatch(request)
    if response.status == 500 and not turn.failed:
        raise Malformed  # Bolt itself tripped over it, on the way to a listener
    if response.status == 404:
        return Answer(200, "", "text/plain")  # of a kind that we do not know: nothing to be done, and nothing to be repeated
    return Answer(response.status, response.body, response.first_headers()["content-type"])


def _in_its_workspace(body: dict[str, Any], team: str | None, turn: Turn) -> None:
    if body.get("type") in _OF_NO_WORKSPACE or body.get("ssl_check") == "1":
        return
    if team != turn.signed.workspace.workspace:
        raise OtherWorkspace


@cache
def bolt() -> Any:
    """The Bolt app, with its listeners."""
    from slack_bolt import App
    from slack_bolt.authorization import AuthorizeResult
    from slack_sdk import WebClient

    from .listeners import listen

    def authorize(context: Any) -> AuthorizeResult:
        turn: Turn = context["turn"]
        return AuthorizeResult(enterprise_id=None, team_id=context.team_id, bot_token=turn.signed.secret.bot_token)

    app = App(
        name="evr.bolt",  # the logger of this name is switched off, so it must be nobody else's
        logger=_silent(),
        process_before_response=True,
        authorize=authorize,
        request_verification_enabled=False,  # done, before anything was parsed
        client=WebClient(timeout=1, retry_handlers=[]),
    )
    listen(app)
    return app


def _silent() -> logging.Logger:
    """Bolt writes bodies into its log."""
    logger = logging.getLogger("evr.bolt.base")
    logger.disabled = True
    logger.setLevel(logging.CRITICAL)
    return logger


__all__ = ["Answer", "Malformed", "NotSigned", "OtherWorkspace", "answer", "bolt"]
