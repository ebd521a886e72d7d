"""What is to be looked at again at a certain time: what waits for the opening hours, what a wall did not take, what grows old.

One list a force, by time. An entry belongs to a row (a board) that knows its time, and is written and deleted with it in one
transaction; the clock only sends its nudge. So an entry is never lost, and never stays behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from ..domain.times import stamp
from ..store.incidents import text_of
from ..store.rows import Delete, Key, Put, Row, Write
from . import noting
from .nudges import Nudge
from .ports import Ports
from .queues import Message

PAGE = 100
_nudge = msgspec.json.Decoder(Nudge).decode


def held_list(force: str) -> str:
    return f"HELD#{force}"


def key(nudge: Nudge, when: datetime) -> Key:
    return Key(held_list(nudge.force), f"{stamp(when)}#{nudge.about}")


def moved(nudge: Nudge, was: datetime | None, to: datetime | None) -> Iterator[Write]:
    """The writes that move an entry from one time to another; None is no time."""
    if was == to:
        return
    if was is not None:
        yield Delete(key(nudge, was))
    if to is not None:
        at = key(nudge, to)
        yield Put(Row(pk=at.pk, sk=at.sk, data=text_of(nudge)))


def release(ports: Ports, force: str) -> int:
    """Send the nudges whose time has come, oldest first; return how many. Ends when the clock's time is up.

    Whoever works on a nudge moves its entry on; until then it is sent each minute, and the queue drops what it has had already.
    """
    sent = 0
    after: str | None = None
    upto = stamp(ports.deps.now()) + "$"
    while not ports.time_is_up():
        page = ports.deps.table.query(held_list(force), after=after, upto=upto, limit=PAGE)
        messages = [Message("chat", f"{force}/held/{row.sk}", _nudge(row.data or "")) for row in page.rows]
        sent += len(messages) - len(ports.queues.send(messages))
        after = page.after
        if after is None:
            break
    if sent:
        noting.log("held nudges sent", force=force, number=sent)
    return sent
