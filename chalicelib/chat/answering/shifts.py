"""Claim next and the shift: what is no command to one incident."""

from __future__ import annotations

from msgspec.structs import replace

from ...domain.officer import shift as decide_shift
from ...domain.refusals import Refusal
from ...service import claim_next, shift
from .. import notices
from ..actions import LEADS_TO, SHIFTS
from ..pressing import Reply
from .asked import Asked
from .refusing import got_one_meanwhile


def claimed_next(asked: Asked) -> Reply:
    """One query of the queue, one transaction."""
    done = claim_next(asked.deps, asked.caller)
    if not isinstance(done, Refusal):
        return notices.claimed(done, asked.policy, asked.now)
    return notices.came_just_now(done) if got_one_meanwhile(asked, done) else notices.refusal(done)


def moved(asked: Asked) -> Reply:
    """The shift of the asker: one get, one transaction."""
    move = SHIFTS[asked.action.id]
    officer = shift(asked.deps, asked.caller, asked.id, move)
    if not isinstance(officer, Refusal):
        return notices.on_duty(officer)
    if officer.code == "wrong_duty" and _moved_before(asked, move):
        return notices.on_duty(replace(asked.asker.officer, duty=LEADS_TO[move]), already=True)
    return notices.refusal(officer, asked.asker.officer.job or "")


def _moved_before(asked: Asked, move: str) -> bool:
    """It was so already, or it was possible a moment ago: then the first of two presses did it."""
    before = asked.asker.officer
    return before.duty == LEADS_TO[move] or not isinstance(decide_shift(before, move), Refusal)
