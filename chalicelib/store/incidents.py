"""Load an incident, and the writes that one command makes: state, events, lists, deadlines, officers, link, texts, outbox, receipt.

Everything but the state follows from the difference between the incident before and after, so no command has to think of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from ..domain import deadlines, worklists
from ..domain.events import CodeGiven, LinkSent, Recorded
from ..domain.incident import Incident
from ..domain.policy import Policy
from ..domain.team_notice import NoticeEvent
from ..domain.times import stamp
from ..domain.words import Role
from . import keys
from .officers import OfficerEvent
from .personal import seal
from .rows import ABSENT, Change, Delete, Key, Put, Row, Test, Write

#: A closed or replaced link goes on saying "closed" (410) for so long after its end, then it is unknown (404).
LINK_REMEMBERED = timedelta(days=90)


class Stored(Struct, frozen=True, omit_defaults=True):
    """What the STATE row and the list entries hold: the incident, and where it stands, as written (a policy may change meanwhile).

    `place` is its place on the list of its status, `also` the one among the dip samples.
    """

    incident: Incident
    place: tuple[str, str] | None = None
    also: tuple[str, str] | None = None
    due: dict[str, datetime] = {}


class Outgoing(Struct, frozen=True, omit_defaults=True):
    """An outbox row: what one command made happen, to be told to everybody else."""

    force: str
    recorded: tuple[Recorded, ...] = ()
    reference: str | None = None
    officer: OfficerEvent | None = None
    notice: NoticeEvent | None = None


class Commit(Struct, frozen=True, kw_only=True):
    """All that a command leaves behind. `before` is None for a new incident; then `wrapped` and `fingerprint` are kept with it."""

    before: Stored | None
    after: Incident
    recorded: tuple[Recorded, ...]
    policy: Policy
    now: datetime
    texts: dict[str, str] = {}
    key: bytes | None = None
    wrapped: bytes | None = None
    fingerprint: str | None = None
    person: bytes | None = None
    receipt: Row | None = None


_decode = msgspec.json.Decoder(Stored).decode
_encode = msgspec.json.Encoder().encode


def text_of(value: object) -> str:
    """A domain value as the JSON that rows hold."""
    return _encode(value).decode()


def stored(row: Row) -> Stored:
    return _decode(row.data or "")


def recorded(row: Row) -> Recorded:
    # No decoder made beforehand: it would take every kind of event apart at each cold start.
    return msgspec.json.decode(row.data or "", type=Recorded)


def writes(commit: Commit) -> list[Write]:
    """The one transaction of a command."""
    after = where_it_stands(commit.after, commit.policy)
    data = text_of(after)
    found: list[Write] = [_state(commit, data)]
    found += _events(commit)
    found += _lists(commit, after, data)
    found += _deadlines(commit, after)
    found += _officers(commit)
    found += _links(commit)
    found += _codes(commit)
    found += _texts(commit)
    found.append(_outbox(commit))
    if commit.receipt:
        found.append(Put(commit.receipt, ABSENT))
    return found


def _state(commit: Commit, data: str) -> Write:
    after = commit.after
    key = keys.state(after.force, after.reference)
    if commit.before is None:
        row = Row(
            pk=key.pk,
            sk=key.sk,
            version=after.version,
            data=data,
            sealed=commit.wrapped,
            fingerprint=commit.fingerprint,
        )
        return Put(row, ABSENT)
    unchanged = Test("version", "equal", commit.before.incident.version)
    return Change(key, {"version": after.version, "data": data}, tests=(unchanged,))


def _events(commit: Commit) -> Iterator[Write]:
    for each in commit.recorded:
        key = keys.event(commit.after.force, commit.after.reference, each.version, each.n)
        yield Put(Row(pk=key.pk, sk=key.sk, data=text_of(each)))


def where_it_stands(incident: Incident, policy: Policy) -> Stored:
    return Stored(incident, worklists.place(incident), worklists.second_place(incident), deadlines.due(incident, policy))


def _lists(commit: Commit, after: Stored, data: str) -> Iterator[Write]:
    """An entry holds the whole state, so that a list page and a claim need no further read."""
    before = commit.before or Stored(commit.after)
    for was, now in ((before.place, after.place), (before.also, after.also)):
        if was and was != now:
            yield Delete(_entry(commit.after.force, was))
        if now:
            key = _entry(commit.after.force, now)
            yield Put(Row(pk=key.pk, sk=key.sk, version=commit.after.version, data=data))


def _entry(force: str, place: tuple[str, str]) -> Key:
    return Key(keys.worklist(force, place[0]), place[1])


def _deadlines(commit: Commit, after: Stored) -> Iterator[Write]:
    was = commit.before.due if commit.before else {}
    incident = commit.after
    for kind in sorted(was):
        if after.due.get(kind) != was[kind]:
            yield Delete(keys.due(incident.force, incident.reference, kind, was[kind]))
    for kind in sorted(after.due):
        if was.get(kind) != after.due[kind]:
            key = keys.due(incident.force, incident.reference, kind, after.due[kind])
            yield Put(Row(pk=key.pk, sk=key.sk))


def _officers(commit: Commit) -> Iterator[Write]:
    """One officer a job, one job an officer: both are conditions here, and nowhere else could they be true for certain."""
    was = commit.before.incident.holder if commit.before else None
    holds = commit.after.holder
    if was == holds:
        return
    if was:
        own = Test("job", "equal", commit.after.reference)
        key = keys.officer(commit.after.force, was)
        yield Change(key, {"idle_since": stamp(commit.now)}, remove=("job",), tests=(own,))
    if holds:
        key = keys.officer(commit.after.force, holds)
        yield Change(key, {"job": commit.after.reference}, remove=("idle_since",), tests=_FREE)


_FREE = (Test("job", "be_absent"), Test("duty", "equal", "on"), Test("roles", "contain", Role.OFFICER.value))


def _links(commit: Commit) -> Iterator[Write]:
    """A link's row is never changed: whether it still works is the incident's to say."""
    for each in commit.recorded:
        if isinstance(each.event, LinkSent):
            key = keys.link(each.event.token_hash)
            forget = int((each.event.expires + LINK_REMEMBERED).timestamp())
            data = text_of({"force": commit.after.force, "reference": commit.after.reference})
            yield Put(Row(pk=key.pk, sk=key.sk, data=data, expires=forget), ABSENT)


def _codes(commit: Commit) -> Iterator[Write]:
    """Where a code leads; whether it works is the incident's to say. Should two be alike, the newer one counts."""
    for each in commit.recorded:
        if isinstance(each.event, CodeGiven):
            key = keys.code(commit.after.force, each.event.code_hash)
            data = text_of({"force": commit.after.force, "reference": commit.after.reference})
            yield Put(Row(pk=key.pk, sk=key.sk, data=data, expires=int(each.event.until.timestamp())))


def _texts(commit: Commit) -> Iterator[Write]:
    incident = commit.after
    sealed: list[tuple[Key, bytes]] = []
    if commit.person is not None:
        sealed.append((keys.person(incident.force, incident.reference), commit.person))
    sealed += [(keys.text(incident.force, incident.reference, ref), text.encode()) for ref, text in commit.texts.items()]
    for key, plain in sealed:
        if commit.key is None:
            raise ValueError("a text cannot be kept without the incident's key")
        yield Put(Row(pk=key.pk, sk=key.sk, sealed=seal(commit.key, "/".join(key), plain)))


def _outbox(commit: Commit) -> Write:
    incident = commit.after
    key = keys.outbox(incident.force, incident.reference, commit.now, f"{incident.reference}#{incident.version:08d}")
    outgoing = Outgoing(incident.force, commit.recorded, reference=incident.reference)
    return Put(Row(pk=key.pk, sk=key.sk, data=text_of(outgoing)))


def rows_of(partition: Sequence[Row], prefix: str) -> list[Row]:
    """The rows of one incident's partition whose sort key begins so, in order."""
    return [row for row in partition if row.sk.startswith(prefix)]
