"""perform(command): the way of every command to one incident. One read, one decision, one transaction; again on conflict."""

from __future__ import annotations

from ..domain.commands import Command, Reassign, SendLink
from ..domain.officer import why_no_officer, why_not_free
from ..domain.refusals import Refusal
from ..domain.rules import By
from ..store import keys, officers
from ..store.incidents import stored, writes
from ..store.rows import Conflict, Key, Row
from .deciding import Attempt, Ready, fingerprint, ready, repeated
from .deps import Busy, Caller, Deps, Done

ATTEMPTS = 12
UNKNOWN = Refusal("unknown_incident", "This force has no incident with this reference.")
UNKNOWN_OFFICER = Refusal("unknown_officer", "There is no such member of staff in this force.")
NOT_STAFF = Refusal("not_on_roster", "You are not on this force's roster; ask an administrator to add you.")


def perform(deps: Deps, caller: Caller, reference: str, command: Command) -> Done | Refusal:
    """Give one command to one incident.

    Returns what was done (the first result, when the command id was used before) or a named refusal. Raises Busy when every
    attempt lost to another change, Unavailable when the table or the key service does not answer; both are safe to repeat.
    """
    command_id = caller.command_id or deps.new_id()
    print_ = fingerprint(caller, command, reference)
    for turn in range(ATTEMPTS):
        attempt = Attempt(
            deps=deps,
            caller=caller,
            command=command,
            command_id=command_id,
            print_=print_,
            now=deps.now(),
            policy=deps.policies[caller.force],
        )
        outcome = _once(attempt, reference)
        if outcome is not None:
            return outcome
        deps.rest(pause(turn, deps.chance()))
    raise Busy("too many changes at once")


def pause(turn: int, chance: float) -> float:
    """Seconds to wait before the next attempt: full jitter, doubling from 10 ms to 320 ms."""
    return chance * min(0.32, 0.01 * 2.0**turn)


def _once(attempt: Attempt, reference: str) -> Done | Refusal | None:
    """One attempt; None when another change came first and it is worth trying again."""
    caller = attempt.caller
    state_key, receipt_key = keys.state(caller.force, reference), keys.receipt(caller.force, attempt.command_id)
    person_keys = [keys.person(caller.force, reference)] if isinstance(attempt.command, SendLink) else []
    wanted = [state_key, receipt_key, *_officer_keys(attempt), *person_keys]
    rows = attempt.deps.table.get(wanted)
    if receipt_key in rows:
        return repeated(rows[receipt_key], attempt.print_)
    by = actor(caller, rows)
    if by is None:
        return NOT_STAFF
    if state_key not in rows:
        return UNKNOWN
    row = rows[state_key]
    prepared = ready(attempt, stored(row), by, row.sealed)
    if isinstance(prepared, Refusal):
        return given_meanwhile(attempt) or prepared
    return _no_heir(attempt, rows) or _no_way(attempt, prepared, rows) or commit(attempt, prepared)


def given_meanwhile(attempt: Attempt) -> Done | Refusal | None:
    """Whether it was this very command that made itself impossible.

    A read of several rows is not one moment: a repeat can miss the receipt and yet see what the first one did.
    """
    if attempt.caller.command_id is None:
        return None
    key = keys.receipt(attempt.caller.force, attempt.command_id)
    row = attempt.deps.table.get([key]).get(key)
    return repeated(row, attempt.print_) if row else None


def _officer_keys(attempt: Attempt) -> list[Key]:
    caller, heir = attempt.caller, _heir(attempt.command)
    ids = [caller.id] if caller.staff else []
    return [keys.officer(caller.force, id) for id in (*ids, *([heir] if heir else []))]


def _heir(command: Command) -> str | None:
    """Who gets a case by name. Desk work may go to an officer with a job, so no condition of the transaction looks at them."""
    return command.officer if isinstance(command, Reassign) else None


def _no_heir(attempt: Attempt, rows: dict[Key, Row]) -> Refusal | None:
    """A case that went to nobody would be seen by nobody."""
    heir = _heir(attempt.command)
    if heir is None:
        return None
    row = rows.get(keys.officer(attempt.caller.force, heir))
    return why_no_officer(officers.officer(row) if row else None, attempt.caller.id)


def _no_way(attempt: Attempt, prepared: Ready, rows: dict[Key, Row]) -> Refusal | None:
    """Why the link would not reach the victim. Asked last: whoever may not send it learns nothing about the number."""
    command, before, key = attempt.command, prepared.commit.before, prepared.commit.key
    if not isinstance(command, SendLink) or before is None or key is None:
        return None
    from .reaching import why_not

    incident = before.incident
    return why_not(command, incident, key, rows.get(keys.person(incident.force, incident.reference)))


def actor(caller: Caller, rows: dict[Key, Row]) -> By | None:
    """The caller with all their roles; None for staff who are not on the roster."""
    if not caller.staff:
        return By(caller.id, caller.roles, caller.link)
    row = rows.get(keys.officer(caller.force, caller.id))
    return By(caller.id, caller.roles | officers.officer(row).roles) if row else None


def commit(attempt: Attempt, prepared: Ready) -> Done | Refusal | None:
    """Write it. None when the incident changed meanwhile; a refusal when an officer cannot take the job."""
    try:
        attempt.deps.table.commit(writes(prepared.commit))
    except Conflict as conflict:
        if conflict.on(keys.state(attempt.caller.force, prepared.done.reference)):
            return given_before(attempt, conflict)
        return given_before(attempt, conflict) or taker_refused(attempt, prepared, conflict)
    return prepared.done


def given_before(attempt: Attempt, conflict: Conflict) -> Done | Refusal | None:
    receipt = conflict.on(keys.receipt(attempt.caller.force, attempt.command_id))
    return repeated(receipt.row, attempt.print_) if receipt and receipt.row else None


def taker_refused(attempt: Attempt, prepared: Ready, conflict: Conflict) -> Refusal | None:
    """Why the officer could not be given the job, told from the row that stood in the way."""
    taker = prepared.commit.after.holder
    lost = conflict.on(keys.officer(attempt.caller.force, taker)) if taker else None
    if lost is None or lost.code != "ConditionalCheckFailed":
        return None
    return why_not_free(officers.officer(lost.row) if lost.row else None, attempt.caller.id)
