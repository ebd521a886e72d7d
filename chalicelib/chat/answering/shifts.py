"""Claim next and the shift: what is no command to one incident."""

from __future__ import annotations

from ...domain.refusals import Refusal
from ...service import claim_next, shift
from .. import notices
from ..actions import SHIFTS
from ..pressing import Reply
from .asked import Asked


def answered(asked: Asked) -> Reply:
    """Claim next reads one page of the queue and writes once; a move of the shift reads once and writes once."""
    return _next(asked) if asked.action.id == "queue.claim_next" else _moved(asked)


def _next(asked: Asked) -> Reply:
    done = claim_next(asked.deps, asked.caller)
    return notices.refusal(done) if isinstance(done, Refusal) else notices.claimed(done, asked.policy, asked.now)


def _moved(asked: Asked) -> Reply:
    officer = shift(asked.deps, asked.caller, asked.id, SHIFTS[asked.action.id])
    if isinstance(officer, Refusal):
        return notices.refusal(officer, asked.asker.officer.job or "")
    return notices.on_duty(officer)
