"""The media worker locks recordings as long as they are kept, and puts them under legal hold.

Both as things stand now, so late or twice does no harm; and a lock only ever gets longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import msgspec

from ..domain import events as e
from ..domain.commands import RecordRetention
from ..domain.keeping import keeping
from ..domain.recording import Recording
from ..store import recordings
from .manifest import Manifest
from .nudges import Nudge
from .ports import Ports
from .recording_call import DIFFERS
from .recording_work import Work


def keep(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """Lock all recordings as long as the policy says now, and put it on record when that is longer than before."""
    work = Work(ports, nudge)
    incident, policy = work.incident, ports.deps.policies[nudge.force]
    for recording in incident.recordings:
        wanted = keeping(incident, recording, policy)
        for key, version in _everything(work, recording):
            work.objects.retain(key, version, wanted.until)
        work.report(RecordRetention(recording.number, wanted.until, wanted.group))


def hold(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """Put all recordings under legal hold, or lift it."""
    work = Work(ports, nudge)
    incident = work.incident
    for recording in incident.recordings:
        for key, version in _everything(work, recording):
            work.objects.hold(key, version, incident.recordings_held)


def keep_and_hold(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """What is new is kept and held like everything else."""
    keep(ports, nudge, told)
    if Work(ports, nudge).incident.recordings_held:
        hold(ports, nudge, told)


def _everything(work: Work, recording: Recording) -> Iterator[tuple[str, str]]:
    """Key and version of all that was made of a recording. The single objects are in the originals, but for those that differed."""
    folder = work.folder(recording.number)
    yield folder + "manifest.json", recording.manifest.version
    if recording.playable:
        yield folder + "playable.webm", recording.playable.version
    yield from ((f"{folder}original-{each.take}.webm", each.stored.version) for each in recording.takes)
    yield from ((f"{folder}export-{each.number}.mp4", each.stored.version) for each in recording.redactions if each.stored)
    if recording.gaps.get(DIFFERS):
        yield from _that_differed(work, recording)


def _that_differed(work: Work, recording: Recording) -> Iterator[tuple[str, str]]:
    key = work.folder(recording.number) + "manifest.json"
    with closing(work.objects.get(key, recording.manifest.version)) as body:
        written = msgspec.json.decode(body.read(), type=Manifest)
    for take in written.takes:
        for each in take.objects:
            if each.state == DIFFERS and each.version:
                yield recordings.where(work.force, work.reference, take.take, each.n), each.version
