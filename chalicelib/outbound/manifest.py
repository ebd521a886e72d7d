"""The manifest of a recording: what arrived, with hash and time, what did not and why. JSON, the same whenever it is made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Struct

from ..domain.recording import Stored
from ..store.recordings import TakeRow
from .recording_call import DIFFERS, MISSING, NO_NUMBER, Call, Covered, Gap, unrecorded
from .recording_objects import JOINED, Looked, Original

SCHEMA = "evr-recording/1"
_WHY = {"missing": MISSING, "hash_differs": DIFFERS}


class ObjectLine(Struct, frozen=True, omit_defaults=True):
    """One object. `began` and `ended` by the browser's clock, `announced` by ours. `found`: the hash of other content."""

    n: int
    state: str
    sha256: str
    size: int
    began: datetime
    ended: datetime
    announced: datetime
    version: str | None = None
    found: str | None = None


class TakeLine(Struct, frozen=True, omit_defaults=True):
    """One take, and the original that its objects were joined to; None when none arrived whole."""

    take: str
    by: str
    kind: str
    objects: tuple[ObjectLine, ...]
    original: Stored | None = None


class Totals(Struct, frozen=True):
    announced: int
    joined: int
    bytes: int


class PlayableLine(Struct, frozen=True):
    """The copy that plays. `how`: copied, or encoded anew. `lasts` in milliseconds."""

    stored: Stored
    how: str
    lasts: int


class Manifest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of it. `clock_ahead_ms`: how far the browser's clock was before ours at least; gaps are by our clock."""

    schema: str
    force: str
    reference: str
    number: int
    call_began: datetime
    call_ended: datetime
    clock_ahead_ms: int
    totals: Totals
    gaps: tuple[Gap, ...]
    takes: tuple[TakeLine, ...]
    playable: PlayableLine | None = None


def text(manifest: Manifest) -> bytes:
    """The same bytes for the same recording."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1) + b"\n"


def ahead(originals: Sequence[Original]) -> timedelta:
    """An object is announced after it ended, so by the object announced soonest the browser's clock is known best."""
    return max(_moment(each.announced.row.ended) - each.announced.row.at for one in originals for each in one.objects)


def gaps(call: Call, originals: Sequence[Original]) -> tuple[Gap, ...]:
    """Everything of the call that is not in the recording, in order."""
    shift = ahead(originals)
    named = [gap for each in originals for gap in _named(each, shift)]
    whole = [Covered(*_when(each, shift)) for one in originals for each in one.objects if each.state == JOINED]
    rest = unrecorded(call, [*whole, *(Covered(gap.began, gap.ended) for gap in named)])
    return tuple(sorted([*named, *rest], key=lambda gap: (gap.began, gap.ended)))


def _named(original: Original, shift: timedelta) -> Iterator[Gap]:
    """What a take itself knows to lack: objects that did not come whole, and numbers that nobody announced."""
    before: Looked | None = None
    for each in original.objects:
        n, (began, ended) = each.announced.n, _when(each, shift)
        expected = before.announced.n + 1 if before else 0
        for lacking in range(expected, n):
            yield Gap(NO_NUMBER, _when(before, shift)[1] if before else began, began, original.take, lacking)
        if each.state in _WHY:
            yield Gap(_WHY[each.state], began, ended, original.take, n)
        before = each


def counted(found: Sequence[Gap]) -> dict[str, int]:
    return dict(sorted(Counter(gap.reason for gap in found).items()))


def take_line(original: Original, row: TakeRow, stored: Stored | None) -> TakeLine:
    return TakeLine(original.take, row.by, row.kind, tuple(map(_line, original.objects)), stored)


def totals(originals: Sequence[Original]) -> Totals:
    every = [each for one in originals for each in one.objects]
    return Totals(len(every), sum(each.state == JOINED for each in every), sum(one.size for one in originals))


def _line(each: Looked) -> ObjectLine:
    row = each.announced.row
    began, ended = _moment(row.began), _moment(row.ended)
    return ObjectLine(each.announced.n, each.state, each.sha256, row.size, began, ended, row.at, each.version, each.found)


def _when(each: Looked, shift: timedelta) -> tuple[datetime, datetime]:
    return _moment(each.announced.row.began) - shift, _moment(each.announced.row.ended) - shift


def _moment(millis: int) -> datetime:
    return datetime.fromtimestamp(millis // 1000, UTC) + timedelta(milliseconds=millis % 1000)
