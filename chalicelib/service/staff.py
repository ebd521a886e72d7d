"""The roster and the shifts: who is there, with which roles, and available since when."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ..domain.officer import Officer, OfficerRecord
from ..domain.officer import shift as decide_shift
from ..domain.refusals import Refusal
from ..domain.times import stamp
from ..domain.words import Role
from ..store import incidents, keys, officers, receipts
from ..store.incidents import Outgoing
from ..store.officers import OfficerEvent
from ..store.rows import ABSENT, Change, Conflict, Key, Put, Row, Test, Write
from .deps import Busy, Caller, Deps
from .performing import NOT_STAFF, UNKNOWN_OFFICER, pause

ATTEMPTS = 6
_officer = msgspec.json.Decoder(Officer).decode


def put_officer(deps: Deps, caller: Caller, id: str, record: OfficerRecord) -> Officer | Refusal:
    """Enter or change a member of staff; shift and job stay as they are. Raises Busy and Unavailable."""
    print_ = receipts.fingerprint(caller.id, "roster", id, msgspec.json.encode(record, order="deterministic"))
    for turn in range(ATTEMPTS):
        rows = deps.table.get(_wanted(caller, id))
        first = _given_before(caller, rows, print_)
        if first is not None:
            return first
        if not _administers(caller, rows.get(keys.officer(caller.force, caller.id))):
            return Refusal("not_permitted", "The roster is for administrators.")
        row = rows.get(keys.officer(caller.force, id))
        before = officers.officer(row) if row else None
        after = Officer(id, record, *((before.duty, before.job, before.idle_since) if before else ()))
        if after.job and Role.OFFICER not in after.roles:
            return Refusal("job_in_hand", f"{id} still holds {after.job}; hand it over before taking the officer's role away.")
        if before == after:
            return after
        if _saved(deps, caller, after, "roster", _entry(caller.force, before, after), print_):
            return after
        deps.rest(pause(turn, deps.chance()))
    raise Busy("roster")


def _administers(caller: Caller, row: Row | None) -> bool:
    roles = caller.roles | (officers.officer(row).roles if caller.staff and row else frozenset())
    return Role.ADMINISTRATOR in roles


def _entry(force: str, before: Officer | None, after: Officer) -> Write:
    """Only record and roles are written over: a claim may be changing the job at this very moment."""
    row = officers.row(force, after)
    if before is None:
        return Put(row, ABSENT)
    changed = {"data": row.data} | ({"roles": set(row.roles)} if row.roles else {})
    job_unchanged = Test("job", "equal", before.job) if before.job else Test("job", "be_absent")
    return Change(row.key, changed, remove=() if row.roles else ("roles",), tests=(job_unchanged,))


def shift(deps: Deps, caller: Caller, id: str, action: str) -> Officer | Refusal:
    """Start, end, break or back, for oneself or (sergeants) for another. Raises Busy and Unavailable."""
    print_ = receipts.fingerprint(caller.id, "shift", id, action)
    for turn in range(ATTEMPTS):
        rows = deps.table.get(_wanted(caller, id))
        first = _given_before(caller, rows, print_)
        if first is not None:
            return first
        own = rows.get(keys.officer(caller.force, caller.id))
        if own is None or not officers.officer(own).roles:
            return NOT_STAFF
        if id != caller.id and Role.SERGEANT not in officers.officer(own).roles:
            return Refusal("not_permitted", "Only a sergeant may change somebody else's shift.")
        row = rows.get(keys.officer(caller.force, id))
        if row is None:
            return UNKNOWN_OFFICER
        now, before = deps.now(), officers.officer(row)
        duty = decide_shift(before, action)
        if isinstance(duty, Refusal):
            return duty
        idle = now if duty == "on" and before.job is None else None
        after = Officer(before.id, before.record, duty, before.job, idle)
        if _saved(deps, caller, after, action, _duty_change(caller.force, before, after), print_):
            return after
        deps.rest(pause(turn, deps.chance()))
    raise Busy("shift")


def _duty_change(force: str, before: Officer, after: Officer) -> Write:
    job_unchanged = Test("job", "equal", before.job) if before.job else Test("job", "be_absent")
    idle = {"idle_since": stamp(after.idle_since)} if after.idle_since else {}
    return Change(
        keys.officer(force, after.id),
        {"duty": after.duty} | idle,
        remove=() if idle else ("idle_since",),
        tests=(Test("duty", "equal", before.duty), job_unchanged),
    )


def _wanted(caller: Caller, id: str) -> list[Key]:
    receipt = [keys.receipt(caller.force, caller.command_id)] if caller.command_id else []
    return [keys.officer(caller.force, id), keys.officer(caller.force, caller.id), *receipt]


def _given_before(caller: Caller, rows: dict[Key, Row], print_: str) -> Officer | Refusal | None:
    row = rows.get(keys.receipt(caller.force, caller.command_id or ""))
    if row is None:
        return None
    first = receipts.first_result(row, print_)
    return first if isinstance(first, Refusal) else _officer(first)


def _saved(deps: Deps, caller: Caller, after: Officer, action: str, change: Write, print_: str) -> bool:
    """Write the change with its event, outbox entry and receipt; False when the officer's row changed meanwhile."""
    now = deps.now()
    command_id = caller.command_id or deps.new_id()
    event = OfficerEvent(after.id, action, now, caller.id, command_id, after.duty)
    writes: list[Write] = [change, _event(caller.force, event), _outbox(caller.force, event, now)]
    if caller.command_id:
        writes.append(Put(receipts.receipt(caller.force, command_id, print_, incidents.text_of(after), now), ABSENT))
    try:
        deps.table.commit(writes)
    except Conflict:
        return False
    return True


def _event(force: str, event: OfficerEvent) -> Put:
    key = keys.officer_event(force, event.officer, event.at, event.command)
    return Put(Row(pk=key.pk, sk=key.sk, data=incidents.text_of(event)))


def _outbox(force: str, event: OfficerEvent, now: datetime) -> Put:
    key = keys.outbox(force, event.officer, now, f"{event.officer}#{event.command}")
    return Put(Row(pk=key.pk, sk=key.sk, data=incidents.text_of(Outgoing(force, officer=event))))
