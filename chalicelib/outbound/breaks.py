"""Whoever has been on a break for long is gently asked, alone; and not any more once they are back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..chat.reminders import may_ring
from ..chat.showing import Wanted
from ..chat.staff_cards import break_card, break_over
from ..domain.calendar import next_opening
from ..domain.officer import Officer
from ..domain.policy import Policy
from ..domain.times import stamp
from ..store import keys, officers
from ..store.rows import Key
from .board import board_of
from .nudges import Nudge
from .ports import Ports
from .subject import Subject

_BREAK = "break:"


def of_officer(ports: Ports, nudge: Nudge, platform: str) -> tuple[Subject, Officer] | None:
    """What should hang about an officer's break. Raises Unavailable."""
    key = keys.officer(nudge.force, nudge.officer or "")
    board = Key(f"{key.pk}#{key.sk}", f"CHAT#{platform}")
    rows = ports.deps.table.get([key, board])
    if key not in rows:
        return None
    officer, policy, now = officers.officer(rows[key]), ports.deps.policies[nudge.force], ports.deps.now()
    hanging = frozenset(board_of(rows.get(board)).cards)
    subject = Subject(
        nudge=nudge,
        platform=platform,
        key=board,
        row=rows.get(board),
        wanted=tuple(_wanted(officer, officer.record.chat.get(platform), policy, now, hanging)),
        look_again=_look_again(officer, policy, now),
        live=False,
    )
    return subject, officer


def _wanted(officer: Officer, account: str | None, policy: Policy, now: datetime, hanging: frozenset[str]) -> Iterator[Wanted]:
    since = officer.duty_since if officer.duty == "break" else None
    current = f"{_BREAK}{stamp(since)}" if since else ""
    if since and account and (current in hanging or (now >= _due(since, policy) and may_ring(now, policy))):
        length = policy.reminding.break_after
        card, still = break_card(since, max(now - since, length)), break_card(since, length)
        yield Wanted(key=current, channel=account, card=card, still=still, anew=False)
    for key in sorted(hanging - {current}):
        over = break_over(datetime.fromisoformat(key.removeprefix(_BREAK)))
        yield Wanted(key=key, card=over, still=over, post=False, anew=False, forget=True)


def _due(since: datetime, policy: Policy) -> datetime:
    return since + policy.reminding.break_after


def _look_again(officer: Officer, policy: Policy, now: datetime) -> datetime | None:
    """When the break will have been long; quiet while the service is closed."""
    if officer.duty != "break" or officer.duty_since is None:
        return None
    due = next_opening(_due(officer.duty_since, policy), policy)
    if now < due:
        return due
    return None if may_ring(now, policy) else next_opening(now, policy)
