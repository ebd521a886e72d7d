"""A wall in memory that behaves like a chat platform: it can be down, limited, archived, and lose answers after they took effect.

wall = FakeWall(clock)
wall.down = True                       # nothing takes effect, nothing is answered
wall.archived.add("C0QUEUE01")         # Gone("is_archived"), until it is taken out again
wall.limited = 2                       # the next two calls are answered "come back in 30 s"
wall.lose = 1                          # the next change takes effect, and its answer is lost
wall.one("job"), wall.cards()          # what hangs now
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.chat.model import Card, Home
from chalicelib.chat.showing import thread
from chalicelib.chat.wall import Gone, Picture, Refused, Spot, Unanswered, Wait
from chalicelib.outbound.board import board_of
from chalicelib.outbound.nudges import Nudge
from chalicelib.outbound.ports import Ports
from chalicelib.outbound.scenes import of_incident
from chalicelib.outbound.subject import news, to_do

from .builders import REFERENCE


class Message(Struct, frozen=True):
    """One message of ours. `lines` or `card`; `edits` counts how often it was changed."""

    spot: Spot
    key: str
    at: datetime
    card: Card | None = None
    lines: tuple[str, ...] = ()
    under: Spot | None = None
    picture: Picture | None = None
    edits: int = 0


class FakeWall:
    """`Wall` in memory. A person's account is a channel of its own, `D` and the account, as on Slack."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.messages: dict[Spot, Message] = {}
        self.homes: dict[str, list[Home]] = {}
        self.calls: list[str] = []
        self.down = False
        self.limited = 0
        self.lose = 0
        self.archived: set[str] = set()
        self.refuses: set[str] = set()
        self.deleted: set[str] = set()
        self.fails: Callable[[str], Exception | None] = lambda name: None
        self._n = 0

    # --- the port -------------------------------------------------------------------------------------------------------------

    def post(self, channel: str, card: Card, *, key: str, under: Spot | None = None, picture: Picture | None = None) -> Spot:
        self._begin("post", channel, under)
        spot = self._hang(channel, Message(Spot("", ""), key, self._now(), card, under=under, picture=picture))
        self._answer()
        return spot

    def edit(self, spot: Spot, card: Card) -> None:
        self._begin("edit", spot.channel, spot)
        message = self.messages[spot]
        self.messages[spot] = replace(message, card=card, edits=message.edits + 1)
        self._answer()

    def say(self, under: Spot, lines: Sequence[str], *, key: str) -> None:
        self._begin("say", under.channel, under)
        assert lines, "nothing to say"
        self._hang(under.channel, Message(Spot("", ""), key, self._now(), lines=tuple(lines), under=under))
        self._answer()

    def remove(self, spot: Spot) -> None:
        self._begin("remove", spot.channel, spot)
        del self.messages[spot]
        self._answer()

    def find(self, channel: str, key: str, since: datetime, under: Spot | None = None) -> Spot | None:
        self._begin("find", channel, under)
        place = _place(channel)
        found = [each for each in self.messages.values() if each.key == key and each.spot.channel == place and each.at >= since]
        return next((each.spot for each in found if each.under == under), None)

    def home(self, user: str, home: Home) -> None:
        self._begin("home", user, None)
        self.homes.setdefault(user, []).append(home)
        self._answer()

    # --- trouble --------------------------------------------------------------------------------------------------------------

    def _begin(self, name: str, channel: str, about: Spot | None) -> None:
        self.calls.append(name)
        trouble = self.fails(name)
        if trouble:
            raise trouble
        if self.down:
            raise Unanswered("down")
        if self.limited:
            self.limited -= 1
            raise Wait(30)
        if channel in self.archived:
            raise Gone("is_archived")
        if channel in self.refuses:
            raise Refused("missing_scope")
        if about is not None and about not in self.messages:
            raise Gone("message_not_found")

    def _answer(self) -> None:
        if self.lose:
            self.lose -= 1
            raise Unanswered("lost")

    def _hang(self, channel: str, message: Message) -> Spot:
        self._n += 1
        spot = Spot(_place(channel), f"{self._n:06d}")
        self.messages[spot] = replace(message, spot=spot)
        return spot

    # --- what is seen ---------------------------------------------------------------------------------------------------------

    def cards(self, prefix: str = "", about: str = REFERENCE) -> dict[str, Card]:
        """What hangs about a subject, by key; that a key hangs once is checked."""
        start = f"{about} {prefix}"
        found = [each for each in self.messages.values() if each.card and each.key.startswith(start)]
        assert len({each.key for each in found}) == len(found), f"twice: {sorted(each.key for each in found)}"
        return {each.key.removeprefix(f"{about} "): each.card for each in found if each.card}

    def one(self, key: str, about: str = REFERENCE) -> Message:
        (found,) = [each for each in self.messages.values() if each.key == f"{about} {key}"]
        return found

    def thread(self, about: str = REFERENCE) -> list[str]:
        """Every line under a job's card, in order."""
        return [line for reply in self.replies(about) for line in reply]

    def replies(self, about: str = REFERENCE) -> list[tuple[str, ...]]:
        spot = self.one("job", about).spot
        return [each.lines for each in self.messages.values() if each.under == spot and each.lines]

    def delete(self, key: str, about: str = REFERENCE) -> None:
        """Somebody takes a message away; what stands under it stays where it is."""
        self.deleted.add(f"{about} {key}")
        del self.messages[self.one(key, about).spot]


def _place(channel: str) -> str:
    return f"D{channel}" if channel.startswith("U") else channel


# --- what must hold afterwards --------------------------------------------------------------------------------------------------

_TIME = re.compile(r"^(\w{3} \d+ \w{3} \d{4}, )?\d\d:\d\d ")


def check_wall(ports: Ports, wall: FakeWall, force: str, reference: str) -> None:
    """Everything that should hang does, once, as it stands now; everything the thread should tell it tells, once and in order."""
    nudge = Nudge(force, reference, 1_000_000)
    space = ports.deps.policies[force].chat["slack"]
    read = of_incident(ports, nudge, "slack", space)
    if read is None:
        assert wall.cards(about=reference) == {}
        return
    subject, scene = read
    board = board_of(subject.row)
    assert to_do(subject, board) == [], [each.key for each in to_do(subject, board)]
    assert news(subject, board) == ()
    assert board.telling is None and board.until is None and board.failures == 0
    shown = wall.cards(about=reference)
    hanging = {key: each for key, each in board.cards.items() if not each.gone and key in shown}
    missing = {key for key, each in board.cards.items() if not each.gone and key not in shown}
    assert missing <= {key.removeprefix(f"{reference} ") for key in wall.deleted}, "a deleted card is missed at its next change"
    assert {key for key in shown.keys() - hanging.keys() if not key.startswith("reminder:")} == set()
    for each in subject.wanted:
        if each.key in hanging:
            message = wall.one(each.key, reference)
            assert message.spot == hanging[each.key].spot
            assert message.card and _lasting(message.card) == _lasting(each.card), each.key
    if "job" in hanging:
        told = [line for each in thread(scene, 0) for line in each.lines]
        assert [_TIME.sub("", line) for line in wall.thread(reference)] == [_TIME.sub("", line) for line in told]


def _lasting(card: Card) -> tuple[object, ...]:
    """What does not change by the passing of time alone."""
    return card.id, card.title, card.leading, card.menu
