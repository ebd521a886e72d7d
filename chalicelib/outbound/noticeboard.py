"""A notice to the team, in the team's channel: that there is one, how many have taken note, that it is over. No word of it."""

from __future__ import annotations

from ..chat.showing import Wanted
from ..chat.staff_cards import notice_card, notice_over
from ..domain.policy.chat import Workspace
from ..store import keys
from ..store.notices import notice
from ..store.officers import roster
from ..store.rows import Key
from .board import board_of
from .nudges import Nudge
from .ports import Ports
from .scenes import names
from .subject import Subject

_KEY = "notice"


def of_notice(ports: Ports, nudge: Nudge, platform: str, workspace: Workspace) -> Subject:
    """What should hang about a notice. Raises Unavailable."""
    key = keys.notice(nudge.force, nudge.notice or "")
    board = Key(key.pk, f"CHAT#{platform}")
    rows = ports.deps.table.get([key, board])
    there = notice(rows[key]) if key in rows else None
    stands = there if there and ports.deps.now() < there.ends else None
    wanted: tuple[Wanted, ...] = ()
    if stands:
        people = roster(ports.deps.table, nudge.force)
        card = notice_card(stands, people, names(people, platform))
        wanted = (Wanted(key=_KEY, channel=workspace.team, card=card, still=card),)
    elif _KEY in board_of(rows.get(board)).cards:
        card = notice_over(nudge.notice or "")
        wanted = (Wanted(key=_KEY, card=card, still=card, post=False, anew=False),)
    return Subject(
        nudge=nudge,
        platform=platform,
        key=board,
        row=rows.get(board),
        wanted=wanted,
        look_again=stands.ends if stands else None,
        live=stands is not None,
    )
