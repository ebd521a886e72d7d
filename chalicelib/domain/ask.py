"""What a deciding function is given, and what it answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from .events import Event
from .incident import Incident
from .policy import Policy
from .refusals import Refusal
from .rules import By


class Ask(Struct, frozen=True):
    """One command, given to one incident by one actor at one moment, under one policy.

    `token_hash` is the SHA-256 of the next link's token, which `send_link` looks at, or the hash of the next code to read out.
    """

    incident: Incident
    command: Any
    by: By
    now: datetime
    policy: Policy
    token_hash: str = ""


Decision = tuple[Event, ...] | Refusal
