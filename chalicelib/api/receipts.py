"""Where GOV.UK Notify says what became of a message. No part of the API for integrators: OpenAPI leaves it out.

The force follows from the bearer token, which is that force's alone, and from nothing else. What is passed on to the worker holds
no number and no address. Answered in any other way than with 2xx, Notify asks again every five minutes, five times.
"""

from __future__ import annotations

import hashlib
import hmac

import msgspec
from chalice.app import Blueprint, Request, Response
from msgspec import Struct

from ..domain.policy.contact import Notify
from . import logs, problems
from .answering import failed
from .asked import raw_body
from .operation import deps
from .problems import Refused
from .routes import current

NOTIFY = "/callbacks/notify"
LARGEST_BODY = 16 * 1024
#: Whoever has templates at Notify may still get receipts, also when texts go another way since yesterday.
NOT_USED = Notify()
blueprint = Blueprint(__name__)


class Callback(Struct, frozen=True):
    """What we take of Notify's message. `reference` is ours; other systems of the force may use the same service at Notify."""

    id: str
    status: str
    reference: str | None = None


class _Down(Exception):
    """A secret could not be read, so nobody can say whose token it is."""


_callback = msgspec.json.Decoder(Callback).decode


@blueprint.route(NOTIFY, methods=["POST"], content_types=[])
def notify() -> Response:
    """Take a delivery receipt."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return _taken(current.get())
    except Refused as refused:
        if refused.code.startswith("token"):
            logs.refused(None, None, "notify_callback", refused.code)
        return failed(problems.problem(refused.code, refused.says))
    except (_Down, BotoCoreError, ClientError):
        return failed(problems.unavailable())


def _taken(request: Request) -> Response:
    force = _force(request.headers.get("authorization") or "")
    try:
        told = _callback(raw_body(request, LARGEST_BODY))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Refused("malformed_json", "This is nothing that GOV.UK Notify sends.") from None
    _pass_on(force, told)
    return Response('{"taken": true}', {"Content-Type": "application/json"}, 202)


def _force(header: str) -> str:
    """Whose token it is. Every one is compared, in a time that tells nothing. Raises Refused, _Down."""
    from ..outbound.providers.notify_key import keys, name_of
    from ..secrets import NotConfigured, SecretsDown

    kind, _, given = header.partition(" ")
    digest, found, down = _digest(given.strip()), "", False
    for force, policy in deps().policies.items():
        if policy.texts.notify == NOT_USED:
            continue
        try:
            tokens = keys().find(name_of(force)).tokens
        except NotConfigured:
            continue  # the worker that cannot send says so, loudly
        except SecretsDown:
            down = True
            continue
        matches = [hmac.compare_digest(_digest(token), digest) for token in tokens]
        if any(matches) and kind.lower() == "bearer":
            found = force
    if found:
        return found
    if down:
        raise _Down
    raise Refused("token_invalid", "This is not the callback token of any force here.")


def _digest(token: str) -> bytes:
    """Of one length, whatever the token's."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _pass_on(force: str, told: Callback) -> None:
    """To the queue of receipts. What is about none of this force's messages ends here."""
    from .. import settings, wiring
    from ..outbound import marks

    mark = marks.read(told.reference)
    if mark is None or mark.force != force:
        logs.refused(force, None, "notify_callback", "not_ours")
        return
    receipt = {"provider": "notify", "id": told.id[:100], "code": told.status[:60], "mark": str(mark)}
    wiring.client("sqs").send_message(
        QueueUrl=settings.settings().queue_receipts, MessageBody=msgspec.json.encode(receipt).decode()
    )
