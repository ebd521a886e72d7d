"""What hangs on a wall about one subject, as we last knew it: the rules, without any call.

(absent) --intend--> posting --post--> hangs --edit--> hangs ... --over--> forgotten, or kept in its last form
                        |
   (crash, lost answer) +--> in doubt: looked for by its key before it is posted again

An intention is written down before anything is posted, so nothing is posted twice; and as what was posted is written down after,
nothing that hangs is lost.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ..chat.showing import Told
from ..chat.wall import Spot
from ..store.rows import Row

#: Longer than a worker can live (30 s), so that a lease that has run out means its holder is dead.
LEASE = timedelta(seconds=60)
#: The platform's clock may differ from ours by so much.
SKEW = timedelta(minutes=2)
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)
#: So much fits one reply of every platform.
REPLY = 2800


class Posted(Struct, frozen=True, omit_defaults=True):
    """One message of ours. `channel`: as asked for, so perhaps a person. Without a spot it is in doubt, `since` then.

    `digest`: of what it shows; empty when that is not known. `gone`: somebody took it away, and it stays away.
    """

    channel: str
    spot: Spot | None = None
    since: datetime | None = None
    digest: str = ""
    gone: bool = False


class Telling(Struct, frozen=True):
    """A reply in the thread, on its way: it tells everything up to a version."""

    key: str
    after: int
    upto: int
    since: datetime


class Board(Struct, frozen=True, omit_defaults=True):
    """Everything about one subject. `told`: the version up to which the thread was told; `seen`: the one that was shown last.

    `until`: a worker has it; `by` tells its lease from another's of the same moment. `again`: when the clock is to have it looked
    at. `failures`: in a row, `failing` since then.
    """

    cards: dict[str, Posted] = {}
    told: int = 0
    seen: int = 0
    telling: Telling | None = None
    until: datetime | None = None
    by: str = ""
    again: datetime | None = None
    failures: int = 0
    failing: datetime | None = None

    def with_card(self, key: str, posted: Posted | None) -> Board:
        others = {name: each for name, each in self.cards.items() if name != key}
        return replace(self, cards=others | {key: posted} if posted else others)

    def held_for(self, now: datetime) -> timedelta | None:
        """How long another worker still has it; None when nobody does."""
        return self.until - now if self.until and self.until > now else None


_decode = msgspec.json.Decoder(Board).decode


def board_of(row: Row | None) -> Board:
    return _decode(row.data or "") if row else Board()


def digest(card: Struct) -> str:
    """Tells whether what a message shows is what it should show."""
    return hashlib.sha256(msgspec.json.encode(card)).hexdigest()[:16]


def pause(failed_for: timedelta, chance: float) -> timedelta:
    """How long the clock waits: as long as it has gone wrong so far, a minute at least, half an hour at most, half of it by chance.

    By the time and not by the number of attempts: many things may happen to a job in a minute.
    """
    return max(SHORTEST_PAUSE, min(LONGEST_PAUSE, failed_for) * (0.5 + chance / 2))


def reply(told: tuple[Told, ...], after: int) -> tuple[Told, ...]:
    """As many commits, oldest first, as fit one reply; the first alone always does."""
    chosen: list[Told] = []
    letters = 0
    for each in told:
        if each.version > after:
            letters += sum(len(line) + 1 for line in each.lines)
            if chosen and letters > REPLY:
                break
            chosen.append(each)
    return tuple(chosen)
