"""Notices to the team: post, acknowledge, read, and those that stand. One read, one decision, one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from msgspec import Struct

from ..domain import team_notice
from ..domain.officer import Officer
from ..domain.refusals import Refusal
from ..domain.team_notice import LASTS, UNKNOWN, NoticeEvent, TeamNotice
from ..domain.times import stamp
from ..store import keys, officers
from ..store import notices as store
from ..store.rows import Key, Row, Write
from .deps import Caller, Deps
from .errands import Decided, Errand, errand, run
from .performing import NOT_STAFF

#: More than ever stand at once.
MANY = 100
#: A value that comes back from a platform may be anything; the table refuses keys without end.
LONGEST_ID = 64
_Rows = Mapping[Key, Row]
_notice = msgspec.json.Decoder(TeamNotice).decode


class ReadNotice(Struct, frozen=True):
    """A notice with its words."""

    notice: TeamNotice
    text: str


def post_notice(deps: Deps, caller: Caller, text: str, lasts: timedelta = LASTS) -> TeamNotice | Refusal:
    """Tell the team something, as the FCR's single point of contact or a sergeant. Raises Busy and Unavailable."""
    going = errand(deps, caller, "post notice", str(lasts), [_own(caller)], text)

    def decide(rows: _Rows, now: datetime) -> Decided[TeamNotice]:
        officer = _active(caller, rows)
        notice = team_notice.post(deps.new_id(), officer, text, lasts, now) if officer else NOT_STAFF
        if isinstance(notice, Refusal):
            return notice
        key = deps.keyring.new(store.context(caller.force, notice.id))
        written = store.posted(caller.force, notice, key, text)
        return notice, (*written, *_told(going, notice, "posted", now))

    return run(going, decide, _notice)


def acknowledge_notice(deps: Deps, caller: Caller, id: str) -> TeamNotice | Refusal:
    """Say that one has taken note of it, once. Raises Busy and Unavailable."""

    def decide(going: Errand, before: Row, officer: Officer, now: datetime) -> Decided[TeamNotice]:
        after = team_notice.acknowledge(store.notice(before), officer, now)
        if isinstance(after, Refusal):
            return after
        return after, (*store.changed(caller.force, before, after), *_told(going, after, "acknowledged", now))

    return _to_notice(deps, caller, id, "acknowledge notice", decide)


def read_notice(deps: Deps, caller: Caller, id: str) -> ReadNotice | Refusal:
    """The words, for any active member of staff. The reading is recorded first, or nothing is shown.

    Raises Busy and Unavailable.
    """

    def decide(going: Errand, row: Row, officer: Officer, now: datetime) -> Decided[TeamNotice]:
        notice = store.notice(row)
        return team_notice.over(notice, now) or (notice, _told(going, notice, "read", now))

    logged = _to_notice(deps, caller, id, "read notice", decide)
    return logged if isinstance(logged, Refusal) else _opened(deps, caller.force, id)


def notices(deps: Deps, force: str) -> tuple[TeamNotice, ...]:
    """Those that stand, the newest first, without their words: one query. Raises Unavailable."""
    # '$' comes right after '#': what ends at this very moment is over.
    page = deps.table.query(keys.notices(force), after=stamp(deps.now()) + "$", limit=MANY)
    return tuple(sorted(map(store.notice, page.rows), key=lambda each: each.posted_at, reverse=True))


_DecideOn = Callable[[Errand, Row, Officer, datetime], Decided[TeamNotice]]


def _to_notice(deps: Deps, caller: Caller, id: str, name: str, decide: _DecideOn) -> TeamNotice | Refusal:
    """Something that a member of staff does to a notice that is there."""
    if len(id) > LONGEST_ID:
        return UNKNOWN
    key = keys.notice(caller.force, id)
    going = errand(deps, caller, name, id, [_own(caller), key])

    def with_rows(rows: _Rows, now: datetime) -> Decided[TeamNotice]:
        officer = _active(caller, rows)
        if officer is None:
            return NOT_STAFF
        return decide(going, rows[key], officer, now) if key in rows else UNKNOWN

    return run(going, with_rows, _notice)


def _own(caller: Caller) -> Key:
    return keys.officer(caller.force, caller.id)


def _active(caller: Caller, rows: _Rows) -> Officer | None:
    """The caller, who has to come as staff and be on the roster."""
    row = rows.get(_own(caller)) if caller.staff else None
    officer = officers.officer(row) if row else None
    return officer if officer and officer.roles else None


def _told(going: Errand, notice: TeamNotice, action: Literal["posted", "acknowledged", "read"], now: datetime) -> tuple[Write, ...]:
    ends = notice.ends if action == "posted" else None
    event = NoticeEvent(notice.id, action, now, going.caller.id, going.command_id, ends)
    return tuple(store.told(going.caller.force, event))


def _opened(deps: Deps, force: str, id: str) -> ReadNotice | Refusal:
    state, words = keys.notice(force, id), keys.notice_text(force, id)
    rows = deps.table.get([state, words])
    if state not in rows or words not in rows:
        return UNKNOWN
    key = deps.keyring.unwrap(rows[state].sealed or b"", store.context(force, id))
    return ReadNotice(store.notice(rows[state]), store.words(key, rows[words]))
