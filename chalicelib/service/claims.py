"""claim next: one query, one transaction. The oldest job goes first; whoever loses the race for it waits and looks again."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..domain.commands import Claim
from ..domain.refusals import Refusal
from ..domain.rules import By
from ..domain.words import Role
from ..domain.worklists import QUEUE
from ..store import keys
from ..store.incidents import stored, writes
from ..store.rows import Conflict, Row
from .deciding import Attempt, Ready, fingerprint, ready
from .deps import Busy, Caller, Deps, Done
from .performing import given_before, given_meanwhile, taker_refused

#: A job that may not be claimed (none is known) must not block those behind it: this many are looked at.
PAGE = 5
TURNS, PATIENCE = 40, 20.0
SHORTEST, LONGEST = 0.02, 1.5
EMPTY = Refusal("queue_empty", "No job is waiting in the queue.")


def claim_next(deps: Deps, caller: Caller) -> Done | Refusal:
    """Give the head of the queue to this officer.

    Read strongly consistent. Everybody takes the oldest job or none, so no job is left behind a younger one; whoever loses it to
    somebody else waits and reads again. That the caller is an EVR officer, on shift and free, is a condition of the transaction.
    Raises Busy and Unavailable, as `perform`.
    """
    first = _attempt(deps, caller)
    for _ in range(TURNS):
        attempt = replace(first, now=deps.now())
        page = deps.table.query(keys.worklist(caller.force, QUEUE), limit=PAGE)
        if not page.rows:
            return _nothing_left(attempt)
        outcome = _head(attempt, page.rows)
        if outcome is not None:
            return outcome
        waited = (deps.now() - first.now).total_seconds()
        if waited > PATIENCE:
            break
        deps.rest(_pause(waited, deps.chance()))
    raise Busy("every job went to somebody else")


def _attempt(deps: Deps, caller: Caller) -> Attempt:
    command = Claim()
    return Attempt(
        deps=deps,
        caller=caller,
        command=command,
        command_id=caller.command_id or deps.new_id(),
        print_=fingerprint(caller, command, "next"),
        now=deps.now(),
        policy=deps.policies[caller.force],
    )


def _pause(waited: float, chance: float) -> float:
    """Seconds until the next look: a random share of twice the time this claim has taken so far.

    The more officers press at once, the longer an attempt takes, and the further apart the next ones are spread: two officers wait
    for some 20 ms, sixty-four for a second. Measured against fixed steps and against stepping on to the next job in docs/adr.
    """
    return chance * min(LONGEST, max(SHORTEST, 2 * waited))


def _nothing_left(attempt: Attempt) -> Done | Refusal:
    """The queue is empty, but perhaps because this very command took its last job before."""
    return given_meanwhile(attempt) or EMPTY


def _head(attempt: Attempt, rows: Sequence[Row]) -> Done | Refusal | None:
    """Try the first job that may be claimed; None when it went to somebody else, or changed meanwhile."""
    by = By(attempt.caller.id, frozenset({Role.OFFICER.value}))
    for row in rows:
        prepared = ready(attempt, stored(row), by, None)
        if isinstance(prepared, Ready):
            return _take(attempt, prepared)
    return None


def _take(attempt: Attempt, prepared: Ready) -> Done | Refusal | None:
    try:
        attempt.deps.table.commit(writes(prepared.commit))
    except Conflict as conflict:
        return given_before(attempt, conflict) or taker_refused(attempt, prepared, conflict)
    return prepared.done
