"""ffmpeg, asked for what we need of it: a copy that plays, an export with parts taken out. It opens our own files and nothing else.

The input's format is named, so that content which pretends to be a playlist makes it fetch nothing; bit-exact, so that the same
recording gives the same copy again.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..domain.recording import Span

#: Less than the worker's 15 minutes, so that it can still say what happened.
SECONDS = 780
#: Taken out on both sides of each span as well: the picture before a cut stays on the screen until the next one comes.
MARGIN_MS = 200
_IN = ("-nostdin", "-hide_banner", "-v", "error", "-y", "-protocol_whitelist", "file", "-fflags", "+genpts+discardcorrupt")
_PLAIN = ("-map_metadata", "-1", "-fflags", "+bitexact")
_OUT = (*_PLAIN, "-cues_to_front", "1", "-f", "webm")
_STREAMS = ("-map", "0:v:0?", "-map", "0:a:0?")
#: Fast, for the worker has little more than one core: VP8 as the browser made it.
_ENCODED = (
    *("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1500k", "-flags:v", "+bitexact"),
    *("-c:a", "libopus", "-b:a", "64k", "-flags:a", "+bitexact"),
)
#: An export is H.264 in MP4: a fifth of the work of VP8, and every court can play it.
_EXPORTED = (
    *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-pix_fmt", "yuv420p", "-flags:v", "+bitexact"),
    *("-c:a", "aac", "-b:a", "96k", "-flags:a", "+bitexact", *_PLAIN, "-movflags", "+faststart", "-f", "mp4"),
)
#: H.264 wants even sides.
_EVEN = "scale=trunc(iw/2)*2:trunc(ih/2)*2"
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d)\.(\d\d)")


class Failed(Exception):
    """ffmpeg could not do it. Its words are not repeated: they may quote what is in a file."""


class Media(NamedTuple):
    """What is in a file that plays."""

    lasts: int
    video: bool
    audio: bool


class Made(NamedTuple):
    """A copy that plays. `how`: `copied`, or `encoded` anew when copying failed."""

    path: Path
    how: str
    media: Media


def inspect(program: str, path: Path, kind: str = "matroska") -> Media | None:
    """Length and streams; None for what ffmpeg cannot read as `kind`, or has no length."""
    said = _run([program, "-nostdin", "-hide_banner", "-protocol_whitelist", "file", "-f", kind, "-i", str(path)]).stderr
    found = _DURATION.search(said)
    if found is None:
        return None
    hours, minutes, seconds, hundredths = map(int, found.groups())
    lasts = ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10
    return Media(lasts, "Video: " in said, "Audio: " in said)


def playable(program: str, takes: Sequence[Path], scratch: Path) -> Made | None:
    """One copy of all takes that can be read, one after the other; None when none can."""
    copies = [copy for at, take in enumerate(takes) if (copy := _copy(program, take, scratch / f"take-{at}.webm"))]
    if len(copies) < 2:
        return copies[0] if copies else None
    listed = scratch / "takes.txt"
    listed.write_text("".join(f"file '{copy.path.name}'\n" for copy in copies))
    wanted = sum(copy.media.lasts for copy in copies)
    whole = ("-f", "concat", "-safe", "1", "-i", str(listed))
    how = "copied" if all(copy.how == "copied" for copy in copies) else "encoded"
    return _first_good(program, whole, scratch / "playable.webm", wanted, how)


def _copy(program: str, take: Path, target: Path) -> Made | None:
    return _first_good(program, ("-f", "matroska", "-i", str(take)), target, 1, "copied")


def _first_good(program: str, source: Sequence[str], target: Path, wanted: int, how: str) -> Made | None:
    """Copied if that gives something that plays, else encoded anew; None if neither does."""
    for manner, codecs in ((how, ("-c", "copy")), ("encoded", _ENCODED)):
        done = _run([program, *_IN, *source, *_STREAMS, *codecs, *_OUT, str(target)])
        media = inspect(program, target) if done.returncode == 0 else None
        # Where takes meet, a frame's length may be lost.
        if media is not None and media.video and media.lasts >= wanted * 0.95:
            return Made(target, manner, media)
    return None


def redacted(program: str, source: Path, target: Path, spans: Sequence[Span]) -> Media:
    """An export of `source` without what is in the spans. Raises Failed."""
    before = inspect(program, source)
    if before is None:
        raise Failed("source")
    silent = _silent(spans) if before.audio else ""
    filters = ["-vf", ",".join(filter(None, (_black(spans), _EVEN))), *(["-af", silent] if silent else [])]
    done = _run([program, *_IN, "-f", "matroska", "-i", str(source), *_STREAMS, *filters, *_EXPORTED, str(target)])
    after = inspect(program, target, "mov") if done.returncode == 0 else None
    # An export that is shorter, or lost its sound, is not what was asked for.
    if after is None or (after.video, after.audio) != (before.video, before.audio) or abs(after.lasts - before.lasts) > 1000:
        raise Failed("export")
    return after


def _black(spans: Sequence[Span]) -> str:
    shown = [f"drawbox=t=fill:color=black:enable='{_within(each)}'" for each in spans if each.what in ("black", "both")]
    return ",".join(shown)


def _silent(spans: Sequence[Span]) -> str:
    return ",".join(f"volume=0:enable='{_within(each)}'" for each in spans if each.what in ("silence", "both"))


def _within(span: Span) -> str:
    return f"between(t,{max(0, span.from_ - MARGIN_MS) / 1000:.3f},{(span.to + MARGIN_MS) / 1000:.3f})"


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise Failed("time") from None
