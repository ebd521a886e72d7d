"""One hand at the wall: posts, edits, looks for, takes down, and keeps in mind what hangs. Its errors are the wall's."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from ..chat.showing import JOB, Wanted
from ..chat.wall import MESSAGE_GONE, Gone, Spot, Wall
from . import noting
from .board import SKEW, Posted, Telling, digest
from .ledger import Ledger
from .subject import Subject, moved, news


class Hand:
    """`more`: something was forgotten on the way, so the whole is to be looked at again."""

    def __init__(self, wall: Wall, subject: Subject, ledger: Ledger) -> None:
        self._wall, self._subject, self._ledger = wall, subject, ledger
        self.more = False

    def show(self, wanted: Wanted) -> None:
        """Bring one card to what it should be. Raises Wait, Gone, Unanswered and Refused."""
        posted = self._ledger.board.cards[wanted.key]
        if posted.spot is None and wanted.key not in self._ledger.intents:
            posted = self._looked_for(wanted, posted)
        if posted.gone or (posted.spot is None and not wanted.post):
            self._keep(wanted.key, None)
        elif posted.spot is None:
            self._post(wanted, posted)
        elif moved(wanted, posted):
            self._take_down(wanted, posted.spot)
        else:
            self._edit(wanted, posted, posted.spot)

    def _looked_for(self, wanted: Wanted, posted: Posted) -> Posted:
        """It may hang although we have not heard of it; what it shows is not known then."""
        found = self._find(posted.channel, self._name(wanted.key), posted.since, self._under(wanted))
        if found is None:
            self._ledger.intents.add(wanted.key)
            return posted
        return self._keep(wanted.key, Posted(posted.channel, found))

    def _find(self, channel: str, key: str, since: datetime | None, under: Spot | None) -> Spot | None:
        try:
            return self._wall.find(channel, key, since - SKEW, under) if since else None
        except Gone as gone:
            _only_the_message(gone)
            return None

    def _under(self, wanted: Wanted) -> Spot | None:
        parent = self._ledger.board.cards.get(wanted.under) if wanted.under else None
        return parent.spot if parent else None

    def _post(self, wanted: Wanted, posted: Posted) -> None:
        under = self._under(wanted)
        if wanted.under and under is None:
            return  # the card above it does not hang; that has been said already
        try:
            spot = self._wall.post(posted.channel, wanted.card, key=self._name(wanted.key), under=under, picture=wanted.picture)
        except Gone as gone:
            _only_the_message(gone)
            self._take_off(wanted.under or wanted.key)
            return
        self._ledger.intents.discard(wanted.key)
        self._keep(wanted.key, Posted(posted.channel, spot, digest=digest(wanted.still)))

    def _edit(self, wanted: Wanted, posted: Posted, spot: Spot) -> None:
        try:
            self._wall.edit(spot, wanted.card)
        except Gone as gone:
            _only_the_message(gone)
            self._taken_away(wanted, posted, spot)
            return
        shown = Posted(posted.channel, spot, digest=digest(wanted.still))
        self._keep(wanted.key, None if wanted.forget else shown)

    def _taken_away(self, wanted: Wanted, posted: Posted, spot: Spot) -> None:
        """Somebody deleted it: what still matters to everybody is posted anew, what was one person's stays away."""
        if wanted.anew:
            self._take_down(wanted, spot)  # it may only be past changing
        else:
            self._keep(wanted.key, None if wanted.forget else replace(posted, gone=True))

    def _take_down(self, wanted: Wanted, spot: Spot) -> None:
        """To be posted elsewhere, or anew. Where it is, it may be out of our reach."""
        try:
            self._wall.remove(spot)
        except Gone as gone:
            noting.log("old card not removed", force=self._subject.nudge.force, about=self._subject.nudge.about, code=gone.code)
        self._take_off(wanted.key)

    def tell(self) -> None:
        """One reply in the job's thread. Raises as `show`."""
        job, telling = self._ledger.board.cards[JOB], self._ledger.board.telling
        if telling is None or job.spot is None or job.gone:
            return
        spot = job.spot
        try:
            self._say(spot, job.channel, telling)
        except Gone as gone:
            _only_the_message(gone)
            self._taken_away(next(each for each in self._subject.wanted if each.key == JOB), job, spot)
            return
        self._ledger.intents.discard(telling.key)
        self._ledger.board = replace(self._ledger.board, told=telling.upto, telling=None)
        self.more = self.more or bool(news(self._subject, self._ledger.board))

    def _say(self, under: Spot, channel: str, telling: Telling) -> None:
        if telling.key not in self._ledger.intents:
            if self._wall.find(channel, self._name(telling.key), telling.since - SKEW, under):
                return
            self._ledger.intents.add(telling.key)
        told = [each for each in self._subject.thread if telling.after < each.version <= telling.upto]
        lines = [line for each in told for line in each.lines]
        if lines:
            self._wall.say(under, lines, key=self._name(telling.key))

    def _name(self, key: str) -> str:
        """The key for the wall, which knows nothing of subjects."""
        return f"{self._subject.nudge.about} {key}"

    def _take_off(self, key: str) -> None:
        """Forget a card, and have the whole looked at again; with the job's card its thread is gone."""
        self._keep(key, None)
        self.more = True
        if key == JOB:
            self._ledger.board = replace(self._ledger.board, told=0, telling=None)

    def _keep(self, key: str, posted: Posted | None) -> Posted:
        self._ledger.board = self._ledger.board.with_card(key, posted)
        if posted is None:
            self._ledger.intents.discard(key)
            return Posted("")
        return posted


def _only_the_message(gone: Gone) -> None:
    """Pass it on when it is about the channel or the person, and not only about a message that somebody deleted."""
    if gone.code not in MESSAGE_GONE:
        raise gone
