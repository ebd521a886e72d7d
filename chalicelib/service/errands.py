"""A change that is no command to an incident: one read, one decision, one transaction; again when something changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec import Struct

from ..domain.refusals import Refusal
from ..store import incidents, keys, receipts
from ..store.rows import ABSENT, Conflict, Key, Put, Row, Write
from .deps import Busy, Caller, Deps
from .performing import pause

ATTEMPTS = 12
Answer = TypeVar("Answer")
#: The answer and what to write; nothing to write: nothing changes, and no receipt is kept.
Decided = tuple[Answer, Sequence[Write]] | Refusal
Decide = Callable[[Mapping[Key, Row], datetime], Decided[Answer]]


class Errand(Struct, frozen=True, kw_only=True):
    """A change on its way. `reads`: the rows it is decided on. `print_` tells a repeat from another request under the same id."""

    deps: Deps
    caller: Caller
    name: str
    command_id: str
    print_: str
    reads: tuple[Key, ...]

    @property
    def receipt(self) -> Key:
        return keys.receipt(self.caller.force, self.command_id)


def errand(deps: Deps, caller: Caller, name: str, subject: str, reads: Sequence[Key], body: bytes | str = b"") -> Errand:
    """`subject` is what the change is about; `body` whatever else makes one request differ from another."""
    print_ = receipts.fingerprint(caller.id, name, subject, body)
    id = caller.command_id or deps.new_id()
    return Errand(deps=deps, caller=caller, name=name, command_id=id, print_=print_, reads=tuple(reads))


def _nothing(conflict: Conflict) -> Refusal | None:
    return None


def run(
    errand: Errand,
    decide: Decide[Answer],
    decode: Callable[[str], Answer],
    stopped: Callable[[Conflict], Refusal | None] = _nothing,
) -> Answer | Refusal:
    """The answer, or the first one for an id that was used before. `stopped` says whether trying again is of no use.

    Raises Busy when every attempt lost to another change, and Unavailable; both are safe to repeat.
    """
    deps = errand.deps
    for turn in range(ATTEMPTS):
        rows = deps.table.get([*errand.reads, errand.receipt])
        if errand.receipt in rows:
            return _repeated(rows[errand.receipt], errand, decode)
        now = deps.now()
        decided = decide(rows, now)
        if isinstance(decided, Refusal):
            return _given_meanwhile(errand, decode) or decided
        answer, writes = decided
        lost = _commit(errand, answer, writes, now) if writes else None
        if lost is None:
            return answer
        refusal = stopped(lost)
        if refusal:
            return _given_meanwhile(errand, decode) or refusal
        deps.rest(pause(turn, deps.chance()))
    raise Busy(errand.name)


def _commit(errand: Errand, answer: object, writes: Sequence[Write], now: datetime) -> Conflict | None:
    """Write the change with its receipt; what stood in the way, if anything did."""
    receipt = receipts.receipt(errand.caller.force, errand.command_id, errand.print_, incidents.text_of(answer), now)
    try:
        errand.deps.table.commit([*writes, Put(receipt, ABSENT)])
    except Conflict as conflict:
        return conflict
    return None


def _repeated(row: Row, errand: Errand, decode: Callable[[str], Answer]) -> Answer | Refusal:
    first = receipts.first_result(row, errand.print_)
    return first if isinstance(first, Refusal) else decode(first)


def _given_meanwhile(errand: Errand, decode: Callable[[str], Answer]) -> Answer | Refusal | None:
    """As in `performing`: a repeat can miss the receipt and yet see what the first one did."""
    if errand.caller.command_id is None:
        return None
    row = errand.deps.table.get([errand.receipt]).get(errand.receipt)
    return _repeated(row, errand, decode) if row else None
