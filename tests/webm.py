"""Real WebM, made by ffmpeg as a browser's recorder makes it: VP8 and Opus, no duration, cut into objects anywhere.

Needs Debian's ffmpeg for ffprobe (`python -m infra.ffmpeg` installs it).
"""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path

from infra import ffmpeg

PROGRAM = ffmpeg.path()


@cache
def a_take(seconds: int, colour: str = "white") -> bytes:
    """A bright picture with a steady tone, as it comes out of a recorder live."""
    command = [PROGRAM, "-nostdin", "-v", "error", "-f", "lavfi", "-i", f"color=c={colour}:s=160x120:r=10:d={seconds}"]
    command += ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}", "-c:v", "libvpx", "-deadline", "realtime"]
    command += ["-cpu-used", "8", "-g", "10", "-c:a", "libopus", "-live", "1", "-f", "webm", "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def cut(take: bytes, pieces: int) -> list[bytes]:
    """Objects of about the same size; the cuts fall where they fall, as a recorder's do."""
    size = -(-len(take) // pieces)
    return [take[at : at + size] for at in range(0, len(take), size)]


def probe(path: Path) -> tuple[list[str], float]:
    """The kinds of its streams and the seconds it lasts, by Debian's ffprobe."""
    command = [ffmpeg.probe(), "-v", "error", "-show_entries", "format=duration:stream=codec_type", "-of", "json", str(path)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return sorted(each["codec_type"] for each in found["streams"]), float(found["format"]["duration"])


def plays(path: Path) -> bool:
    """Whether every frame can be decoded without a complaint."""
    done = subprocess.run([PROGRAM, "-nostdin", "-v", "error", "-i", str(path), "-f", "null", "-"], capture_output=True, text=True)
    return done.returncode == 0 and not done.stderr


def black(path: Path) -> list[tuple[float, float]]:
    """From when to when the picture is black."""
    said = _looked_at(path, "-vf", "blackdetect=d=0.1:pix_th=0.1", "-an")
    return [(float(a), float(b)) for a, b in re.findall(r"black_start:([\d.]+) black_end:([\d.]+)", said)]


def loudest(path: Path, begin: float, end: float) -> float:
    """The loudest moment of a part in dB; silence is -91."""
    said = _looked_at(path, "-af", f"atrim={begin}:{end},volumedetect", "-vn")
    found = re.search(r"max_volume: (-?[\d.]+|-inf) dB", said)
    assert found, "no sound at all"
    return float(found[1])


def _looked_at(path: Path, *filters: str) -> str:
    command = [PROGRAM, "-nostdin", "-hide_banner", "-i", str(path), *filters, "-f", "null", "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr
