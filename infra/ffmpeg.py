"""Where ffmpeg comes from: for the media worker from PyPI's imageio-ffmpeg, for the tests also Debian's, which has ffprobe.

python -m infra.ffmpeg          install Debian's for the tests, if it is missing

imageio-ffmpeg carries a static build for each kind of machine: this one's runs with `make run`, the one for arm64 becomes a Lambda
layer. ffmpeg is a program of its own under the GPL v3; nothing of ours is linked with it (ADR 18).
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

from infra import browser
from infra.archive import write_zip
from infra.dependencies import ROOT

DISTRIBUTION = "imageio-ffmpeg"
#: The processor of the functions (`.chalice/config.json`).
_LAYER_PLATFORM = "manylinux2014_aarch64"


class NoFfmpeg(RuntimeError):
    """ffmpeg is not there; the message says what to do."""


def path() -> str:
    """Return this machine's ffmpeg out of imageio-ffmpeg. Raises NoFfmpeg."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise NoFfmpeg(f"{DISTRIBUTION} has no ffmpeg for this machine: {error} Set IMAGEIO_FFMPEG_EXE to one.") from error


def layer() -> Path:
    """Return the layer's zip with /opt/bin/ffmpeg for arm64; fetched and built when another version is wanted."""
    wanted = f"{DISTRIBUTION}=={version(DISTRIBUTION)}"
    ready = ROOT / "build" / "dependencies" / f"ffmpeg-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}.zip"
    if not ready.exists():
        place = ready.with_suffix("")
        shutil.rmtree(place, ignore_errors=True)
        _unpack(_fetched(wanted, place / "wheel"), place / "layer" / "bin")
        write_zip(place / "layer", ready, mode=0o755)
        shutil.rmtree(place)
    return ready


def _fetched(wanted: str, place: Path) -> Path:
    options = ["--no-deps", "--only-binary", ":all:", "--platform", _LAYER_PLATFORM, "--dest", str(place)]
    pip = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check"]
    if subprocess.run([*pip, *options, wanted]).returncode:
        raise NoFfmpeg(f"{wanted} for {_LAYER_PLATFORM} could not be fetched; pip says why above.")
    return next(place.glob("*.whl"))


def _unpack(wheel: Path, place: Path) -> None:
    place.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as packed:
        names = [name for name in packed.namelist() if "/binaries/ffmpeg-linux-aarch64" in name]
        if len(names) != 1:
            raise NoFfmpeg(f"{wheel.name} does not carry one ffmpeg for arm64, but {len(names)}.")
        (place / "ffmpeg").write_bytes(packed.read(names[0]))


def probe() -> str:
    """Return Debian's ffprobe, which the tests look at recordings with. Raises NoFfmpeg."""
    found = shutil.which("ffprobe")
    if found is None:
        raise NoFfmpeg("The tests of recordings need Debian's ffmpeg. Install it as root: apt-get install ffmpeg")
    return found


def ensure() -> None:
    """Install Debian's ffmpeg as chromium is, unless it is there. Raises NoFfmpeg and NoBrowser."""
    try:
        probe()
    except NoFfmpeg:
        print("Installing Debian's ffmpeg for the tests of recordings (once).", flush=True)
        browser.install("ffmpeg", of_use_for="The tests of recordings")
        probe()


if __name__ == "__main__":
    try:
        ensure()
    except (NoFfmpeg, browser.NoBrowser) as missing:
        sys.exit(str(missing))
