"""The board of one subject in the table: leased before anything is posted, settled after, never written over."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from msgspec.structs import replace

from ..chat.showing import Wanted
from ..store.rows import Conflict, Row, Unavailable, Write
from . import held, noting
from .board import Board, board_of, pause
from .nudges import Later
from .ports import Ports
from .rewriting import put
from .subject import Subject, leased, settled

ATTEMPTS = 3
#: If a worker dies before it has finished, the clock goes on after this.
UNFINISHED = timedelta(minutes=2)
#: What has ended is not tried for ever.
GIVE_UP = timedelta(hours=24)


class Ledger:
    """`board` is what we know at this moment; `intents`: what is being posted and certainly does not hang yet."""

    def __init__(self, ports: Ports, subject: Subject) -> None:
        """Raises Later while another worker has the board."""
        self._ports, self._subject, self._row = ports, subject, subject.row
        self.board = self._stored = board_of(subject.row)
        self.intents: set[str] = set()
        held_for = self.board.held_for(ports.deps.now())
        if held_for is not None:
            raise Later("leased by another worker", math.ceil(held_for.total_seconds()) + 1)

    def lease(self, steps: list[Wanted]) -> None:
        """Take it, with every intention written down. Raises Later when another worker was first."""
        now = self._ports.deps.now()
        board, self.intents = leased(self._subject, self.board, steps, now)
        # Should this worker die, and its message with it, the clock looks at it again.
        board = replace(board, by=self._ports.deps.new_id(), again=board.again or now + UNFINISHED)
        if not self._write(board):
            raise Later("leased by another worker this moment")

    def settle(self, wrong: bool, unfinished: bool, wait: int) -> int:
        """Write down what hangs now; return the failures in a row. What is lost here has to be looked for on the wall.

        `wait`: seconds that the platform wants to be left alone.
        """
        failing = (self.board.failing or self._ports.deps.now()) if wrong else None
        again = self._again(failing, unfinished, wait)
        known = settled(self._subject, self.board, self.intents)
        known = replace(known, failures=known.failures + 1 if wrong else 0, failing=failing, again=again)
        if not self._write(known):
            noting.log("board taken over", force=self._subject.nudge.force, about=self._subject.nudge.about)
        return known.failures

    def rest(self) -> None:
        """There was nothing to show; when to look again may have changed. A subject without anything gets no row."""
        if self._row is None and self._subject.look_again is None and not self._subject.remember:
            return
        known = settled(self._subject, self.board, set())
        board = replace(known, failures=0, failing=None, again=self._subject.look_again)
        if board != self.board or self._row is None:
            self._write(board)

    def _again(self, failing: datetime | None, unfinished: bool, wait: int) -> datetime | None:
        now = self._ports.deps.now()
        if failing:
            given_up = not self._subject.live and now - failing > GIVE_UP
            return None if given_up else now + max(pause(now - failing, self._ports.deps.chance()), timedelta(seconds=wait))
        return now + UNFINISHED if unfinished else self._subject.look_again

    def _write(self, board: Board) -> bool:
        """The board, and its entry among what is held. False when another worker was first. Raises Unavailable."""
        write = put(self._subject.key, self._row, board)
        writes: list[Write] = [write, *held.moved(self._subject.nudge, self._stored.again, board.again)]
        for turn in range(ATTEMPTS):
            try:
                self._ports.deps.table.commit(writes)
                break
            except Conflict:
                if self._is_ours(write.row):
                    break
                return False
            except Unavailable:
                if turn + 1 == ATTEMPTS:
                    raise
                self._ports.deps.rest(0.1 * 4**turn)
        self._row, self.board, self._stored = write.row, board, board
        return True

    def _is_ours(self, row: Row) -> bool:
        """Whether what stood in the way was this very write: its answer was lost, and it was sent again."""
        there = self._ports.deps.table.get([row.key]).get(row.key)
        return there is not None and (there.version, there.data) == (row.version, row.data)
