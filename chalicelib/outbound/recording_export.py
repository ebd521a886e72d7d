"""The media worker makes an export of a recording: an object of its own, with parts taken out; the original is only read."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ..domain import events as e
from ..domain.commands import RecordRedaction
from ..domain.recordings import find, redaction
from . import ffmpeg
from .nudges import Nudge
from .ports import Ports
from .recording_work import MP4, Work


def export(ports: Ports, nudge: Nudge, told: e.Recorded) -> None:
    """Make the export that was asked for, from the copy that plays. Raises ffmpeg.Failed: then it is tried again."""
    work, event = Work(ports, nudge), told.event
    if not isinstance(event, e.RedactionAsked):
        raise TypeError("a redaction")
    recording = find(work.incident, event.number)
    asked = redaction(recording, event.redaction) if recording else None
    if recording is None or recording.playable is None or asked is None or asked.stored:
        return
    with TemporaryDirectory(prefix="evr-") as scratch:
        source, target = Path(scratch) / "playable.webm", Path(scratch) / f"export-{event.redaction}.mp4"
        key = work.folder(event.number) + source.name
        with closing(work.objects.get(key, recording.playable.version)) as body, source.open("wb") as copy:
            shutil.copyfileobj(body, copy, 1 << 20)
        ffmpeg.redacted(work.ffmpeg, source, target, event.spans)
        work.report(RecordRedaction(event.number, event.redaction, work.put(event.number, target.name, target, MP4)))
