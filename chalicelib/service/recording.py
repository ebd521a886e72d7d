"""Recordings as the officer's page makes them: each object is announced, and gets an address for these bytes and no others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from ..domain.incident import Incident
from ..domain.recording import Take
from ..domain.refusals import Refusal, not_holder, not_permitted
from ..domain.rules import By
from ..domain.words import Role
from ..store import keys, recordings
from ..store.incidents import stored
from ..store.recordings import ObjectRow, TakeRow
from ..store.rows import Conflict, Key, Row
from .deps import Busy, Caller, Deps
from .performing import NOT_STAFF, UNKNOWN, actor, pause

TURNS = 6
#: How long an object may be on its way once it was announced; the media worker waits for it so long.
ADDRESS_LIVES = timedelta(seconds=60)
#: A browser that was told to pause still has its last object to send.
LATE = timedelta(seconds=10)
MOST_BYTES = 8_000_000
#: Two seconds are usual; a browser in the background may be slow.
LONGEST_MS = 60_000
NOT_RECORDING = Refusal("not_recording", "Nothing is recorded now: the call is paused, over, or has not begun. Stop the recorder.")
DIFFERS = Refusal("object_differs", "This number was announced with other content. Begin a new take.")
OUT_OF_ORDER = Refusal("object_out_of_order", "A later number of this take was announced before. Begin a new take.")

Millis = Annotated[int, Meta(ge=0, le=9_999_999_999_999)]
Sha256B64 = Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=\Z", examples=["A" * 43 + "="])]


class NewObject(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a recording: the n-th of a take. Numbers rise; `began` and `ended` in milliseconds by the browser's clock."""

    take: Take
    n: Annotated[int, Meta(ge=0, le=99_999)]
    sha256: Sha256B64
    size: Annotated[int, Meta(ge=1, le=MOST_BYTES)]
    began: Millis
    ended: Millis
    kind: Annotated[str, Meta(pattern=r"^video/webm(;codecs=[a-z0-9.,]{1,40})?\Z", examples=["video/webm;codecs=vp8,opus"])]


class SendTo(Struct, frozen=True):
    """Where the object is put, within 60 seconds, and the headers that have to go with it."""

    url: str
    headers: dict[str, str]


def announce(deps: Deps, caller: Caller, reference: str, new: NewObject) -> SendTo | Refusal:
    """Note the object and sign an address for it. The same again gets a new address. Raises Busy and Unavailable."""
    for turn in range(TURNS):
        refusal = _noted(deps, caller, reference, new)
        if refusal is None:
            return _address(deps, caller, reference, new)
        if isinstance(refusal, Refusal):
            return refusal
        deps.rest(pause(turn, deps.chance()))
    raise Busy("recording")


def _noted(deps: Deps, caller: Caller, reference: str, new: NewObject) -> Refusal | Conflict | None:
    """None when it is noted, also when it was before."""
    key = recordings.object_key(caller.force, reference, new.take, new.n)
    take = recordings.take_key(caller.force, reference, new.take)
    state = keys.state(caller.force, reference)
    rows = deps.table.get([keys.officer(caller.force, caller.id), state, take, key])
    by, now = actor(caller, rows), deps.now()
    if by is None:
        return NOT_STAFF
    if state not in rows:
        return UNKNOWN
    refusal = _why_not(stored(rows[state]).incident, by, now)
    if refusal:
        return refusal
    if not 0 <= new.ended - new.began <= LONGEST_MS:
        return Refusal("impossible_time", "An object ends after it began, and within a minute.")
    return _decided(deps, caller, new, key, take, rows, now)


def _why_not(incident: Incident, by: By, now: datetime) -> Refusal | None:
    if Role.OFFICER.value not in by.roles:
        return not_permitted("recording", frozenset({Role.OFFICER.value}))
    if incident.officer != by.id:
        return not_holder(incident.officer)
    if incident.room == "in_call":
        return None
    paused_at = incident.call.paused_at
    just_paused = incident.room == "paused" and paused_at is not None and now - paused_at <= LATE
    return None if just_paused else NOT_RECORDING


def _decided(
    deps: Deps, caller: Caller, new: NewObject, key: Key, take: Key, rows: dict[Key, Row], now: datetime
) -> Refusal | Conflict | None:
    there, so_far = recordings.object_of(rows.get(key)), recordings.take_of(rows.get(take))
    if there is not None:
        return None if (there.sha256, there.size) == (new.sha256, new.size) else DIFFERS
    if so_far is not None and new.n <= so_far.last:
        return OUT_OF_ORDER
    if so_far is not None and (so_far.kind, so_far.by) != (new.kind, caller.id):
        return DIFFERS
    row = ObjectRow(new.sha256, new.size, new.began, new.ended, now)
    try:
        deps.table.commit(recordings.announce(key, row, take, rows.get(take), TakeRow(new.kind, caller.id, new.n)))
    except Conflict as conflict:
        return conflict
    return None


def _address(deps: Deps, caller: Caller, reference: str, new: NewObject) -> SendTo:
    where = recordings.where(caller.force, reference, new.take, new.n)
    seconds = int(ADDRESS_LIVES.total_seconds())
    signed = deps.objects.put_url(where, new.sha256, new.size, new.kind, seconds)
    return SendTo(signed.url, dict(signed.headers))
