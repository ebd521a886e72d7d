"""What should hang about one subject, against what does: what there is to do, what is intended, what is known afterwards. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from ..chat.showing import JOB, Told, Wanted
from ..store.rows import Key, Row
from .board import LEASE, Board, Posted, Telling, digest, reply
from .nudges import Nudge


class Subject(Struct, frozen=True, kw_only=True):
    """What should hang about one subject. `key` and `row`: its board; `thread`: what its job's thread is still to be told.

    `nudge` is what the clock sends to have it looked at, at `look_again` or after trouble. `live`: worth trying for ever.
    `remember`: that there was nothing to show is written down as well.
    """

    nudge: Nudge
    platform: str
    key: Key
    row: Row | None
    wanted: tuple[Wanted, ...]
    thread: tuple[Told, ...] = ()
    version: int = 0
    look_again: datetime | None = None
    live: bool = True
    remember: bool = False


def to_do(subject: Subject, board: Board) -> list[Wanted]:
    """The cards that are not as they should be, or of which that is not known."""
    return [each for each in subject.wanted if _differs(each, board.cards.get(each.key))]


def _differs(wanted: Wanted, posted: Posted | None) -> bool:
    if posted is None:
        return wanted.post
    if posted.gone:
        return wanted.forget
    return posted.spot is None or moved(wanted, posted) or posted.digest != digest(wanted.still)


def moved(wanted: Wanted, posted: Posted) -> bool:
    """Whether it hangs in a channel where it does not belong any more."""
    return bool(wanted.channel) and wanted.channel != posted.channel


def news(subject: Subject, board: Board) -> tuple[Told, ...]:
    """What the thread is told next; nothing where no job's card hangs, or is about to."""
    job = board.cards.get(JOB)
    if job.gone if job else not any(each.key == JOB and each.post for each in subject.wanted):
        return ()
    return reply(subject.thread, board.told)


def leased(subject: Subject, board: Board, steps: list[Wanted], now: datetime) -> tuple[Board, set[str]]:
    """The board with every intention written down, and the keys of those that are new."""
    cards = dict(board.cards)
    intents = {each.key for each in steps if each.key not in cards}
    cards |= {each.key: Posted(each.channel, since=now) for each in steps if each.key in intents}
    telling = board.telling
    said = news(subject, board)
    if said and telling is None:
        telling = Telling(f"told:{said[0].version}-{said[-1].version}", board.told, said[-1].version, now)
        intents.add(telling.key)
    return replace(board, cards=cards, telling=telling, until=now + LEASE), intents


def settled(subject: Subject, board: Board, intents: set[str]) -> Board:
    """The board when the work is done: what was intended and certainly does not hang is taken back."""
    cards = {key: each for key, each in board.cards.items() if key not in intents}
    unsaid = JOB not in cards or (board.telling is not None and board.telling.key in intents)
    telling = None if unsaid else board.telling
    return replace(board, cards=cards, telling=telling, until=None, seen=subject.version)
