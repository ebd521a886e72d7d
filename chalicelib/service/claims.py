"""claim next: one query, one transaction. The oldest job goes first, and a lost race costs one step, not the place in the queue."""

from __future__ import annotations

from ..domain.commands import Claim
from ..domain.refusals import Refusal
from ..domain.rules import By
from ..domain.words import Role, Status
from ..domain.worklists import QUEUE
from ..store import keys
from ..store.incidents import Stored, stored, writes
from ..store.rows import Conflict, Row
from .deciding import Attempt, fingerprint, ready, repeated
from .deps import Busy, Caller, Deps, Done
from .performing import given_before, pause, taker_refused

PAGE, PAGES = 10, 40
EMPTY = Refusal("queue_empty", "No job is waiting in the queue.")


def claim_next(deps: Deps, caller: Caller) -> Done | Refusal:
    """Give the head of the queue to this officer.

    Read strongly consistent, a page at a time. When somebody else was first, the loser steps on to the next job of the page: a job
    is passed over only because it was lost to another officer, so none is left behind a younger one. That the caller is an EVR
    officer, on shift and free, is a condition of the transaction. Raises Busy and Unavailable, as `perform`.
    """
    command = Claim()
    command_id = caller.command_id or deps.new_id()
    attempt = Attempt(
        deps=deps,
        caller=caller,
        command=command,
        command_id=command_id,
        print_=fingerprint(caller, command, "next"),
        now=deps.now(),
        policy=deps.policies[caller.force],
    )
    for turn in range(PAGES):
        page = deps.table.query(keys.worklist(caller.force, QUEUE), limit=PAGE)
        if not page.rows:
            return _nothing_left(attempt)
        for row in page.rows:
            outcome = _take(attempt, stored(row))
            if outcome is not None:
                return outcome
        deps.rest(pause(turn, deps.chance()))
    raise Busy("every job went to somebody else")


def _nothing_left(attempt: Attempt) -> Done | Refusal:
    """The queue is empty, but perhaps because this very command took its last job before."""
    key = keys.receipt(attempt.caller.force, attempt.command_id)
    rows = attempt.deps.table.get([key]) if attempt.caller.command_id else {}
    return repeated(rows[key], attempt.print_) if key in rows else EMPTY


def _take(attempt: Attempt, before: Stored) -> Done | Refusal | None:
    """Try one job; None when it went to somebody else. A job that only changed (an update came in) is tried again as it is now."""
    caller = attempt.caller
    prepared = ready(attempt, before, By(caller.id, frozenset({Role.OFFICER.value})), None)
    if isinstance(prepared, Refusal):
        return None
    try:
        attempt.deps.table.commit(writes(prepared.commit))
    except Conflict as conflict:
        settled = given_before(attempt, conflict) or taker_refused(attempt, prepared, conflict)
        if settled is not None:
            return settled
        lost = conflict.on(keys.state(caller.force, before.incident.reference))
        return _take(attempt, stored(lost.row)) if lost and lost.row and _still_queued(lost.row) else None
    return prepared.done


def _still_queued(row: Row) -> bool:
    now = stored(row)
    return now.incident.status == Status.QUEUED and now.place is not None and now.place[0] == QUEUE
