"""A notice to the team: posted by the FCR's single point of contact or a sergeant, read and acknowledged by the staff.

It should name nobody; but people write what they write, so its words are treated as a person's: sealed, and each reading logged.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from .officer import Officer
from .refusals import Refusal, not_permitted
from .words import Role

#: How long a notice stands when nobody says otherwise, and at most [D].
LASTS, MOST = timedelta(hours=24), timedelta(days=7)
LONGEST = 8000
POSTING = frozenset({Role.SPOC.value, Role.SERGEANT.value})
UNKNOWN = Refusal("unknown_notice", "There is no such notice to the team.")
UNFIT = Refusal("notice_unfit", f"A notice needs words, at most {LONGEST} characters, and stands for at most {MOST.days} days.")


class TeamNotice(Struct, frozen=True, omit_defaults=True):
    """A notice without its words. `acknowledged`: by whom, and when."""

    id: str
    by: str
    posted_at: datetime
    ends: datetime
    acknowledged: dict[str, datetime] = {}


class NoticeEvent(Struct, frozen=True, omit_defaults=True):
    """What happened to a notice. `ends` comes with the posting."""

    notice: str
    action: Literal["posted", "acknowledged", "read"]
    at: datetime
    by: str
    command: str
    ends: datetime | None = None


def post(id: str, officer: Officer, text: str, lasts: timedelta, now: datetime) -> TeamNotice | Refusal:
    if not officer.roles & POSTING:
        return not_permitted("post a notice", POSTING)
    if not text.strip() or len(text) > LONGEST or not timedelta(0) < lasts <= MOST:
        return UNFIT
    return TeamNotice(id, officer.id, now, now + lasts)


def acknowledge(notice: TeamNotice, officer: Officer, now: datetime) -> TeamNotice | Refusal:
    """Once by everybody; who has posted it knows it already, but may."""
    refusal = over(notice, now)
    if refusal:
        return refusal
    if officer.id in notice.acknowledged:
        return Refusal("already_acknowledged", "You have acknowledged this notice already.")
    return replace(notice, acknowledged=notice.acknowledged | {officer.id: now})


def over(notice: TeamNotice, now: datetime) -> Refusal | None:
    return Refusal("notice_over", "This notice is over and is not shown any more.") if now >= notice.ends else None


def rebuild(events: Iterable[NoticeEvent]) -> TeamNotice | None:
    """The notice as its events tell it, in whatever order; None when it was never posted."""
    told = list(events)
    acknowledged = {each.by: each.at for each in told if each.action == "acknowledged"}
    posted = (TeamNotice(each.notice, each.by, each.at, each.ends, acknowledged) for each in told if each.ends)
    return next(posted, None)
