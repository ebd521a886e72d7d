"""The media worker joins a call's recording: originals, a copy that plays, a manifest; and says so when nothing was recorded.

Killed after any step and begun again it comes to the same end: what was put is found again, and what is on record is not recorded
twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from ..domain import events as e
from ..domain.commands import RecordNoRecording, RecordRecording
from ..domain.incident import Incident
from ..domain.recording import TakeStored
from ..service.recording import ADDRESS_LIVES
from ..store import recordings
from ..store.recordings import Announced
from . import ffmpeg, manifest, noting
from .nudges import Later, Nudge
from .ports import Ports
from .recording_call import Call, call_of
from .recording_objects import all_there, join, newest
from .recording_work import JSON, Work

#: An announcement that was decided before the room was closed is written by then.
SETTLED = timedelta(seconds=5)
#: What was signed just before its time ran out may take so long to arrive.
ON_THE_WAY = timedelta(seconds=10)


def join_recording(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """After a call: originals, manifest and a copy that plays. Raises Later while something may still arrive."""
    work = Work(ports, nudge)
    call = call_of(work.history(), told)
    if call is None:
        return
    _wait(work, told.at + SETTLED)
    incident = work.incident
    if any(each.ended == call.ended for each in incident.recordings):
        return
    every = recordings.announced(ports.deps.table, work.force, work.reference)
    found = [each for each in every if call.began <= each.row.at <= call.ended + SETTLED]
    if not found:
        _nothing(work, incident)
        return
    if not all_there(work.objects, work.force, work.reference, found):
        _wait(work, newest(found) + ADDRESS_LIVES + ON_THE_WAY)
    with TemporaryDirectory(prefix="evr-") as scratch:
        _join(work, call, len(incident.recordings) + 1, found, Path(scratch))


def _wait(work: Work, until: datetime) -> None:
    left = until - work.ports.deps.now()
    if left > timedelta(0):
        raise Later("objects may still arrive", int(left.total_seconds()) + 1)


def _nothing(work: Work, incident: Incident) -> None:
    """A platform that records by itself is asked elsewhere; otherwise somebody has to know that there is no recording."""
    video = work.ports.deps.policies[work.force].video
    elsewhere = video.provider == "external" or (video.provider == "chime" and video.chime.record)
    if not incident.recordings and not elsewhere:
        work.report(RecordNoRecording())
        noting.measure(work.force, {"CallsNotRecorded": 1})


def _join(work: Work, call: Call, number: int, found: Sequence[Announced], scratch: Path) -> None:
    originals = join(work.objects, work.force, work.reference, found, scratch)
    kept = {each.take: work.put(number, each.path.name, each.path) for each in originals if each.size}
    copy = ffmpeg.playable(work.ffmpeg, [each.path for each in originals if each.size], scratch)
    playable = work.put(number, "playable.webm", copy.path) if copy else None
    gaps = manifest.gaps(call, originals)
    rows = recordings.takes(work.ports.deps.table, work.force, work.reference)
    whole = manifest.Manifest(
        schema=manifest.SCHEMA,
        force=work.force,
        reference=work.reference,
        number=number,
        call_began=call.began,
        call_ended=call.ended,
        clock_ahead_ms=int(manifest.ahead(originals) / timedelta(milliseconds=1)),
        totals=manifest.totals(originals),
        gaps=gaps,
        takes=tuple(manifest.take_line(each, rows[each.take], kept.get(each.take)) for each in originals),
        playable=manifest.PlayableLine(playable, copy.how, copy.media.lasts) if copy and playable else None,
    )
    path = scratch / "manifest.json"
    path.write_bytes(manifest.text(whole))
    work.report(
        RecordRecording(
            number=number,
            began=call.began,
            ended=call.ended,
            manifest=work.put(number, path.name, path, JSON),
            takes=tuple(TakeStored(each.take, kept[each.take]) for each in originals if each.take in kept),
            playable=playable,
            lasts=copy.media.lasts if copy else 0,
            objects=whole.totals.joined,
            gaps=manifest.counted(gaps),
        )
    )
    noting.measure(work.force, {"RecordingsJoined": 1, "RecordingGaps": len(gaps), "RecordingsThatDoNotPlay": int(not copy)})
