"""A call as its recording is held against it: from when to when, who had paused it, and which parts nobody recorded, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from ..domain import events as e

#: Recorders need a moment to start and to stop; what is shorter is no gap [D].
TOLERANCE = timedelta(seconds=2)
PAUSED = {"victim": "paused_by_victim", "police": "paused_by_police"}
NOT_RECORDED, MISSING, DIFFERS, NO_NUMBER = "not_recorded", "object_missing", "hash_differs", "number_missing"


class Gap(Struct, frozen=True, omit_defaults=True):
    """A part of the call that is not in the recording.

    `paused_by_victim`, `paused_by_police`: nothing was to be recorded. `object_missing`: announced and never arrived.
    `hash_differs`: arrived with other content than announced, kept and not joined. `number_missing`: never announced.
    `not_recorded`: none of these, so the officer's browser was lost, or not recording.
    """

    reason: str
    began: datetime
    ended: datetime
    take: str | None = None
    n: int | None = None


class Pause(Struct, frozen=True):
    by: str
    began: datetime
    ended: datetime


class Call(Struct, frozen=True):
    """A call that was held."""

    began: datetime
    ended: datetime
    pauses: tuple[Pause, ...] = ()


class Covered(Struct, frozen=True):
    """A part of the call that is accounted for, by our clock."""

    began: datetime
    ended: datetime


def call_of(history: Iterable[e.Recorded], end: e.Recorded) -> Call | None:
    """The call that this event ended; None when none was held."""
    before = [each for each in history if (each.version, each.n) < (end.version, end.n)]
    starts = [at for at, each in enumerate(before) if isinstance(each.event, e.CallStarted)]
    if not starts:
        return None
    since = before[starts[-1] :]
    if any(isinstance(each.event, e.CallClosed | e.Returned) for each in since):
        return None
    return Call(since[0].at, end.at, tuple(_pauses(since, end.at)))


def _pauses(history: Iterable[e.Recorded], end: datetime) -> Iterator[Pause]:
    """A pause that nobody ended lasts until the end."""
    paused: tuple[str, datetime] | None = None
    for each in history:
        if isinstance(each.event, e.CallPaused):
            paused = (each.event.by, each.at)
        elif isinstance(each.event, e.CallResumed) and paused:
            yield Pause(*paused, each.at)
            paused = None
    if paused:
        yield Pause(*paused, end)


def unrecorded(call: Call, covered: Sequence[Covered]) -> list[Gap]:
    """What is neither recorded nor otherwise accounted for, in order; parts in a pause have its reason."""
    return [gap for began, ended in _holes(call, covered) for gap in _parts(call, began, ended)]


def _holes(call: Call, covered: Sequence[Covered]) -> Iterator[tuple[datetime, datetime]]:
    reached = call.began
    for each in sorted(covered, key=lambda part: part.began):
        if each.began - reached > TOLERANCE:
            yield reached, min(each.began, call.ended)
        reached = max(reached, each.ended)
    if call.ended - reached > TOLERANCE:
        yield reached, call.ended


def _parts(call: Call, began: datetime, ended: datetime) -> Iterator[Gap]:
    for pause in call.pauses:
        first, last = max(began, pause.began), min(ended, pause.ended)
        if first >= last:
            continue
        if first - began > TOLERANCE:
            yield Gap(NOT_RECORDED, began, first)
        yield Gap(PAUSED[pause.by], first, last)
        began = last
    if ended - began > TOLERANCE:
        yield Gap(NOT_RECORDED, began, ended)
