"""Command receipts: a command given twice gets its first result."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from ..domain.refusals import Refusal
from . import keys
from .rows import Row

#: Long enough for every retry of Slack, Teams, CAD and a person coming back after the weekend's first day (DESIGN.md).
KEPT = timedelta(hours=48)

REUSED = Refusal("command_id_reused", "This Idempotency-Key was used for a different request; use a new one.")


def fingerprint(*parts: bytes | str) -> str:
    """Tells a repeat from another request under the same id. A digest, because the request holds a person's words."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def receipt(force: str, command_id: str, print_: str, result: str, now: datetime) -> Row:
    key = keys.receipt(force, command_id)
    return Row(pk=key.pk, sk=key.sk, data=result, fingerprint=print_, expires=int((now + KEPT).timestamp()))


def first_result(row: Row, print_: str) -> str | Refusal:
    """The first result as JSON, or a refusal when the id belongs to a different request."""
    return (row.data or "") if row.fingerprint == print_ else REUSED
