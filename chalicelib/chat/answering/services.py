"""What is no command to one incident, or shows more than one does: claim next, the shift, notices to the team, a spoken code."""

from __future__ import annotations

from collections.abc import Callable

from ..actions import SHIFTS
from ..pressing import Reply
from . import codes, shifts, team_notices
from .asked import Asked


def answered(asked: Asked) -> Reply:
    return _ANSWERS[asked.action.id](asked)


_ANSWERS: dict[str, Callable[[Asked], Reply]] = {
    "queue.claim_next": shifts.claimed_next,
    **dict.fromkeys(SHIFTS, shifts.moved),
    "job.code": codes.made,
    "notice.read": team_notices.read,
    "notice.acknowledge": team_notices.acknowledged,
}
