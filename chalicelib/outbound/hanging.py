"""Bring what hangs about one subject to what should hang: in one lease, every card on its own, whatever breaks.

Read, lease with every intention written down, post and edit, settle. What was certainly not posted is taken back; what may have
been is looked for before it is posted again (`board.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from ..chat.showing import JOB, Wanted
from ..chat.wall import Gone, Refused, Unanswered, Wait, Wall
from . import noting, troubles
from .hand import Hand
from .ledger import Ledger
from .nudges import Later
from .ports import Ports
from .subject import Subject, news, to_do

#: After so many failures in a row the queue's own retries give way to the clock.
QUICKLY = 2


class Outcome(Struct, frozen=True):
    """`more`: to be read and brought up once more, at once. `later`: why the message should come again, if it should."""

    more: bool = False
    later: Later | None = None


def bring_up(ports: Ports, wall: Wall, subject: Subject) -> Outcome:
    """Raises Later while another worker has it, and Unavailable; repeating is safe."""
    ledger = Ledger(ports, subject)
    steps = to_do(subject, ledger.board)
    if not steps and not news(subject, ledger.board):
        ledger.rest()
        return Outcome()
    ledger.lease(steps)
    turn = _Turn(ports, subject, ledger)
    hand = Hand(wall, subject, ledger)
    turn.go_through(hand, steps)
    return turn.end(hand.more)


class _Turn:
    """One turn at a subject. A channel in trouble stops its own cards, a platform that does not answer all. `wrong`: to code."""

    def __init__(self, ports: Ports, subject: Subject, ledger: Ledger) -> None:
        self._ports, self._subject, self._ledger = ports, subject, ledger
        self._force = subject.nudge.force
        self._wrong: dict[str, str] = {}
        self._well: set[str] = set()
        self._stopped: Later | None = None

    def go_through(self, hand: Hand, steps: list[Wanted]) -> None:
        for each in steps:
            posted = self._ledger.board.cards.get(each.key)
            self._try(each.key, each.channel or (posted.channel if posted else ""), partial(hand.show, each))
        job, telling = self._ledger.board.cards.get(JOB), self._ledger.board.telling
        if telling and job and job.spot:
            self._try(telling.key, job.channel, hand.tell)

    def _try(self, key: str, channel: str, do: Callable[[], None]) -> None:
        if self._stopped is None and self._ports.time_is_up():
            self._stopped = Later("not finished", 1)
        if self._stopped is not None:
            return
        try:
            do()
            self._well.add(channel)
        except Wait as wait:
            self._stopped = Later("rate-limited", wait.seconds)
            self._went_wrong(key, channel, "rate_limited")
        except Unanswered:
            self._stopped = Later("no answer")
            self._ledger.intents.discard(key)  # it may hang: that stays written down
            self._went_wrong(key, channel, "unanswered")
        except Gone as gone:
            self._went_wrong(key, channel, gone.code)
        except Refused as refused:
            self._went_wrong(key, channel, refused.code)
            noting.measure(self._force, {"CardsRefused": 1})

    def _went_wrong(self, key: str, channel: str, code: str) -> None:
        self._wrong[channel] = code
        noting.log("card does not hang", level="error", force=self._force, about=self._subject.nudge.about, key=key, code=code)

    def end(self, more: bool) -> Outcome:
        """Settle, and say what is wrong: to the doctor, in the log, as a metric."""
        unfinished = more or self._stopped is not None
        wait = (self._stopped.seconds or 0) if self._stopped else 0
        failures = self._ledger.settle(bool(self._wrong), unfinished, wait)
        if self._wrong:
            noting.measure(self._force, {"CardsBehind": 1})
        well = frozenset(self._well - self._wrong.keys())
        if self._wrong or well:
            table, platform = self._ports.deps.table, self._subject.platform
            troubles.note(table, self._force, platform, self._ports.deps.now(), self._wrong, well)
        later = self._stopped if failures <= QUICKLY else None
        return Outcome(more and self._stopped is None, later)
