"""The roster and the shifts: who is there, with which roles and chat accounts, and available since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec.structs import replace

from ..domain.officer import Officer, OfficerRecord
from ..domain.officer import shift as decide_shift
from ..domain.refusals import Refusal
from ..domain.times import stamp
from ..domain.words import Role
from ..store import accounts, incidents, keys, officers
from ..store.incidents import Outgoing
from ..store.officers import OfficerEvent
from ..store.rows import ABSENT, Change, Conflict, Key, Put, Row, Test, Write
from .deps import Caller, Deps
from .errands import Decided, Errand, errand, run
from .performing import NOT_STAFF, UNKNOWN_OFFICER

ROSTER = "roster"
_Rows = Mapping[Key, Row]
_officer = msgspec.json.Decoder(Officer).decode


def put_officer(deps: Deps, caller: Caller, id: str, record: OfficerRecord) -> Officer | Refusal:
    """Enter or change a member of staff; shift and job stay as they are. Raises Busy and Unavailable.

    A chat account belongs to one member of staff: it is written with the record, or the record is not written at all.
    """
    subject = keys.officer(caller.force, id)
    going = _errand(deps, caller, ROSTER, id, msgspec.json.encode(record, order="deterministic"))

    def decide(rows: _Rows, now: datetime) -> Decided[Officer]:
        if not _administers(caller, rows.get(keys.officer(caller.force, caller.id))):
            return Refusal("not_permitted", "The roster is for administrators.")
        row = rows.get(subject)
        before = officers.officer(row) if row else None
        after = replace(before, record=record) if before else Officer(id, record)
        if after.job and Role.OFFICER not in after.roles:
            return Refusal("job_in_hand", f"{id} still holds {after.job}; hand it over before taking the officer's role away.")
        if before == after:
            return after, ()
        moved = accounts.moved(caller.force, id, before.record.chat if before else {}, record.chat)
        return after, (_entry(caller.force, row, after), *moved, *_told(going, after, now))

    return run(going, decide, _officer, lambda conflict: _account_taken(conflict, caller.force, id, record))


def _administers(caller: Caller, row: Row | None) -> bool:
    roles = caller.roles | (officers.officer(row).roles if caller.staff and row else frozenset())
    return Role.ADMINISTRATOR in roles


def _entry(force: str, before: Row | None, after: Officer) -> Write:
    """Only record and roles are written over: a claim may be changing the job at this very moment.

    The record must still be the one that was read, or a chat account that it gained meanwhile would be left over.
    """
    row = officers.row(force, after)
    if before is None:
        return Put(row, ABSENT)
    changed = {"data": row.data} | ({"roles": set(row.roles)} if row.roles else {})
    tests = (*_unchanged(officers.officer(before)), Test("data", "equal", before.data))
    return Change(row.key, changed, remove=() if row.roles else ("roles",), tests=tests)


def _account_taken(conflict: Conflict, force: str, id: str, record: OfficerRecord) -> Refusal | None:
    for platform, user_id in sorted(record.chat.items()):
        lost = conflict.on(keys.account(force, platform, user_id))
        other = accounts.behind(lost.row) if lost and lost.row else id
        if other != id:
            return Refusal("chat_account_taken", f"The {platform} account is {other}'s already; take it off their entry first.")
    return None


def shift(deps: Deps, caller: Caller, id: str, action: str) -> Officer | Refusal:
    """Start, end, break or back, for oneself or (sergeants) for another. Raises Busy and Unavailable."""
    subject, own = keys.officer(caller.force, id), keys.officer(caller.force, caller.id)
    going = _errand(deps, caller, action, id, b"")

    def decide(rows: _Rows, now: datetime) -> Decided[Officer]:
        if own not in rows or not officers.officer(rows[own]).roles:
            return NOT_STAFF
        if id != caller.id and Role.SERGEANT not in officers.officer(rows[own]).roles:
            return Refusal("not_permitted", "Only a sergeant may change somebody else's shift.")
        if subject not in rows:
            return UNKNOWN_OFFICER
        before = officers.officer(rows[subject])
        duty = decide_shift(before, action, caller.id)
        if isinstance(duty, Refusal):
            return duty
        idle = now if duty == "on" and before.job is None else None
        after = replace(before, duty=duty, duty_since=now, idle_since=idle)
        return after, (_duty_change(caller.force, before, after), *_told(going, after, now))

    return run(going, decide, _officer)


def _duty_change(force: str, before: Officer, after: Officer) -> Write:
    times = {"duty_since": after.duty_since, "idle_since": after.idle_since}
    return Change(
        keys.officer(force, after.id),
        {"duty": after.duty} | {name: stamp(time) for name, time in times.items() if time},
        remove=tuple(name for name, time in times.items() if time is None),
        tests=_unchanged(before),
    )


def _unchanged(before: Officer) -> tuple[Test, ...]:
    """What was decided on still stands: neither a claim nor another shift change came between."""
    return (
        Test("duty", "equal", before.duty),
        Test("job", "equal", before.job) if before.job else Test("job", "be_absent"),
    )


def _errand(deps: Deps, caller: Caller, action: str, id: str, body: bytes) -> Errand:
    return errand(deps, caller, action, id, (keys.officer(caller.force, id), keys.officer(caller.force, caller.id)), body)


def _told(going: Errand, after: Officer, now: datetime) -> tuple[Put, Put]:
    """The event, and the outbox entry that tells it to everybody else."""
    force = going.caller.force
    event = OfficerEvent(after.id, going.name, now, going.caller.id, going.command_id, after.duty)
    key = keys.officer_event(force, event.officer, event.at, event.command)
    out = keys.outbox(force, event.officer, event.at, f"{event.officer}#{event.command}")
    return (
        Put(Row(pk=key.pk, sk=key.sk, data=incidents.text_of(event))),
        Put(Row(pk=out.pk, sk=out.sk, data=incidents.text_of(Outgoing(force, officer=event)))),
    )


def who_is(deps: Deps, force: str, platform: str, user_id: str) -> Officer | None:
    """The member of staff behind a chat account; None for nobody, and for who is not active any more. Raises Unavailable."""
    key = keys.account(force, platform, user_id)
    if not accounts.may_be(user_id):
        return None
    row = deps.table.get([key]).get(key)
    if row is None:
        return None
    subject = keys.officer(force, accounts.behind(row))
    there = deps.table.get([subject]).get(subject)
    officer = officers.officer(there) if there else None
    # The record is the truth: between the two reads the account may have been taken off it.
    known = officer is not None and officer.roles and officer.record.chat.get(platform) == user_id
    return officer if known else None
