"""Notices to the team: the notice, its sealed words, a line on the list of those that stand, and an event for each thing done.

The words, and the key that opens them, go by the table's time to live soon after the notice is over. Its events stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from ..domain.team_notice import NoticeEvent, TeamNotice
from . import keys
from .incidents import Outgoing, text_of
from .personal import DataKey, seal, unseal
from .rows import ABSENT, Change, Put, Row, Test, Write

#: Who comes late to a notice hears for so long that it is over, not that there is none.
REMEMBERED = timedelta(days=1)

_notice = msgspec.json.Decoder(TeamNotice).decode


def context(force: str, id: str) -> dict[str, str]:
    """What a notice's own data key is bound to."""
    return {"force": force, "notice": id}


def notice(row: Row) -> TeamNotice:
    return _notice(row.data or "")


def posted(force: str, notice: TeamNotice, key: DataKey, text: str) -> Iterator[Write]:
    state, words = keys.notice(force, notice.id), keys.notice_text(force, notice.id)
    forgotten, data = _forgotten(notice), text_of(notice)
    yield Put(Row(pk=state.pk, sk=state.sk, version=1, data=data, sealed=key.wrapped, expires=forgotten), ABSENT)
    yield Put(Row(pk=words.pk, sk=words.sk, sealed=seal(key.plain, "/".join(words), text.encode()), expires=forgotten))
    yield _line(force, notice)


def changed(force: str, before: Row, after: TeamNotice) -> Iterator[Write]:
    version = before.version or 0
    unchanged = Test("version", "equal", version)
    yield Change(before.key, {"version": version + 1, "data": text_of(after)}, tests=(unchanged,))
    yield _line(force, after)


def _line(force: str, notice: TeamNotice) -> Put:
    """The line has the whole notice, and stands by its end: a query from now on finds those that are not over."""
    key = keys.notice_line(force, notice.id, notice.ends)
    return Put(Row(pk=key.pk, sk=key.sk, data=text_of(notice), expires=_forgotten(notice)))


def _forgotten(notice: TeamNotice) -> int:
    return int((notice.ends + REMEMBERED).timestamp())


def told(force: str, event: NoticeEvent) -> Iterator[Write]:
    """The event, and the outbox entry that tells it to everybody else."""
    key = keys.notice_event(force, event.notice, event.at, event.command)
    out = keys.outbox(force, event.notice, event.at, f"{event.notice}#{event.command}")
    yield Put(Row(pk=key.pk, sk=key.sk, data=text_of(event)))
    yield Put(Row(pk=out.pk, sk=out.sk, data=text_of(Outgoing(force, notice=event))))


def words(plain_key: bytes, row: Row) -> str:
    """The notice's words in clear."""
    return unseal(plain_key, "/".join(row.key), row.sealed or b"").decode()
