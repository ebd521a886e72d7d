"""The roster and the shifts: who is there, with which roles, and available since when."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec import Struct

from ..domain.officer import Officer, OfficerRecord
from ..domain.officer import shift as decide_shift
from ..domain.refusals import Refusal
from ..domain.times import stamp
from ..domain.words import Role
from ..store import incidents, keys, officers, receipts
from ..store.incidents import Outgoing
from ..store.officers import OfficerEvent
from ..store.rows import ABSENT, Change, Conflict, Put, Row, Test, Write
from .deps import Busy, Caller, Deps
from .performing import NOT_STAFF, UNKNOWN_OFFICER, pause

ATTEMPTS = 6
ROSTER = "roster"


class _Errand(Struct, frozen=True):
    """A change to one member of staff on its way. `action` is what its event says, `print_` tells a repeat from another request."""

    deps: Deps
    caller: Caller
    id: str
    action: str
    command_id: str
    print_: str


class _Rows(Struct, frozen=True):
    """The rows of the member of staff and of the caller, as they stand."""

    subject: Row | None
    own: Row | None


_Decide = Callable[[_Rows], tuple[Officer, Write | None] | Refusal]


def put_officer(deps: Deps, caller: Caller, id: str, record: OfficerRecord) -> Officer | Refusal:
    """Enter or change a member of staff; shift and job stay as they are. Raises Busy and Unavailable."""

    def decide(rows: _Rows) -> tuple[Officer, Write | None] | Refusal:
        if not _administers(caller, rows.own):
            return Refusal("not_permitted", "The roster is for administrators.")
        before = officers.officer(rows.subject) if rows.subject else None
        after = Officer(id, record, *((before.duty, before.job, before.idle_since) if before else ()))
        if after.job and Role.OFFICER not in after.roles:
            return Refusal("job_in_hand", f"{id} still holds {after.job}; hand it over before taking the officer's role away.")
        return after, None if before == after else _entry(caller.force, before, after)

    return _run(_errand(deps, caller, id, ROSTER, msgspec.json.encode(record, order="deterministic")), decide)


def _administers(caller: Caller, row: Row | None) -> bool:
    roles = caller.roles | (officers.officer(row).roles if caller.staff and row else frozenset())
    return Role.ADMINISTRATOR in roles


def _entry(force: str, before: Officer | None, after: Officer) -> Write:
    """Only record and roles are written over: a claim may be changing the job at this very moment."""
    row = officers.row(force, after)
    if before is None:
        return Put(row, ABSENT)
    changed = {"data": row.data} | ({"roles": set(row.roles)} if row.roles else {})
    return Change(row.key, changed, remove=() if row.roles else ("roles",), tests=_unchanged(before))


def shift(deps: Deps, caller: Caller, id: str, action: str) -> Officer | Refusal:
    """Start, end, break or back, for oneself or (sergeants) for another. Raises Busy and Unavailable."""

    def decide(rows: _Rows) -> tuple[Officer, Write | None] | Refusal:
        if rows.own is None or not officers.officer(rows.own).roles:
            return NOT_STAFF
        if id != caller.id and Role.SERGEANT not in officers.officer(rows.own).roles:
            return Refusal("not_permitted", "Only a sergeant may change somebody else's shift.")
        if rows.subject is None:
            return UNKNOWN_OFFICER
        before = officers.officer(rows.subject)
        duty = decide_shift(before, action)
        if isinstance(duty, Refusal):
            return duty
        idle = deps.now() if duty == "on" and before.job is None else None
        after = Officer(before.id, before.record, duty, before.job, idle)
        return after, _duty_change(caller.force, before, after)

    return _run(_errand(deps, caller, id, action, b""), decide)


def _duty_change(force: str, before: Officer, after: Officer) -> Write:
    idle = {"idle_since": stamp(after.idle_since)} if after.idle_since else {}
    return Change(
        keys.officer(force, after.id),
        {"duty": after.duty} | idle,
        remove=() if idle else ("idle_since",),
        tests=_unchanged(before),
    )


def _unchanged(before: Officer) -> tuple[Test, ...]:
    """What was decided on still stands: neither a claim nor another shift change came between."""
    return (
        Test("duty", "equal", before.duty),
        Test("job", "equal", before.job) if before.job else Test("job", "be_absent"),
    )


def _errand(deps: Deps, caller: Caller, id: str, action: str, body: bytes) -> _Errand:
    print_ = receipts.fingerprint(caller.id, "staff", id, action, body)
    return _Errand(deps, caller, id, action, caller.command_id or deps.new_id(), print_)


def _run(errand: _Errand, decide: _Decide) -> Officer | Refusal:
    """One read, one decision, one transaction; again when the officer's row changed meanwhile. A repeat gets its first result."""
    force, deps = errand.caller.force, errand.deps
    subject, own = keys.officer(force, errand.id), keys.officer(force, errand.caller.id)
    receipt = keys.receipt(force, errand.command_id)
    for turn in range(ATTEMPTS):
        rows = deps.table.get([subject, own, receipt])
        if receipt in rows:
            return _repeated(rows[receipt], errand.print_)
        decided = decide(_Rows(rows.get(subject), rows.get(own)))
        if isinstance(decided, Refusal):
            return _given_meanwhile(errand) or decided
        after, change = decided
        if change is None or _saved(errand, after, change):
            return after
        deps.rest(pause(turn, deps.chance()))
    raise Busy(errand.action)


_officer = msgspec.json.Decoder(Officer).decode


def _repeated(row: Row, print_: str) -> Officer | Refusal:
    first = receipts.first_result(row, print_)
    return first if isinstance(first, Refusal) else _officer(first)


def _given_meanwhile(errand: _Errand) -> Officer | Refusal | None:
    """As in `performing`: a repeat can miss the receipt and yet see what the first one did."""
    if errand.caller.command_id is None:
        return None
    key = keys.receipt(errand.caller.force, errand.command_id)
    row = errand.deps.table.get([key]).get(key)
    return _repeated(row, errand.print_) if row else None


def _saved(errand: _Errand, after: Officer, change: Write) -> bool:
    """Write the change with its event, outbox entry and receipt; False when the officer's row changed meanwhile."""
    force, now = errand.caller.force, errand.deps.now()
    event = OfficerEvent(after.id, errand.action, now, errand.caller.id, errand.command_id, after.duty)
    receipt = receipts.receipt(force, errand.command_id, errand.print_, incidents.text_of(after), now)
    try:
        errand.deps.table.commit([change, _event(force, event), _outbox(force, event), Put(receipt, ABSENT)])
    except Conflict:
        return False
    return True


def _event(force: str, event: OfficerEvent) -> Put:
    key = keys.officer_event(force, event.officer, event.at, event.command)
    return Put(Row(pk=key.pk, sk=key.sk, data=incidents.text_of(event)))


def _outbox(force: str, event: OfficerEvent) -> Put:
    key = keys.outbox(force, event.officer, event.at, f"{event.officer}#{event.command}")
    return Put(Row(pk=key.pk, sk=key.sk, data=incidents.text_of(Outgoing(force, officer=event))))
