"""Fetch and trim what the Lambda zip carries besides our own code, once for each set of pinned requirements.

Chalice can do this too, but only for its own interpreter's version and x86_64; we need arm64 and Python 3.13 for AWS, and whatever
this machine has for the emulator. So Chalice packages without requirements and this module adds them.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from infra.archive import write_zip

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements.txt"
#: What makes and seals PDFs, for the media worker alone.
PAPERS = ROOT / "infra" / "requirements" / "papers.txt"
# botocore describes 400 services in 110 MB; these are the ones that chalicelib may call (tests/unit/local checks the list).
SERVICES = (
    "chime-sdk-media-pipelines",
    "chime-sdk-meetings",
    "dynamodb",
    "kms",
    "pinpoint-sms-voice-v2",
    "s3",
    "secretsmanager",
    "ses",
    "sesv2",
    "sns",
    "sqs",
    "ssm",
    "sts",
)
_UNUSED = ("*.pyi", "*.pyx", "*.pxd", "*.c", "*.h", "RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "py.typed")


@dataclass(frozen=True)
class Target:
    """Where the zip will run: `platform` empty means this machine, with the interpreter `python`."""

    name: str
    python: Path | None
    platforms: tuple[str, ...] = ()

    def pip_options(self) -> list[str]:
        if not self.platforms:
            return []
        chosen = [option for platform in self.platforms for option in ("--platform", platform)]
        return [*chosen, "--python-version", "3.13", "--implementation", "cp"]


def archive(target: Target) -> Path:
    """Return a zip of the trimmed, byte-compiled dependencies; built when requirements or this file have changed."""
    return _built(target, REQUIREMENTS, target.name, "")


def layer(target: Target, requirements: Path) -> Path:
    """Return the zip of a Lambda layer with what `requirements` has beyond the functions' own dependencies."""
    return _built(target, requirements, f"{target.name}-{requirements.stem}", "python")


def _built(target: Target, requirements: Path, name: str, folder: str) -> Path:
    place = ROOT / "build" / "dependencies" / f"{name}-{_fingerprint(target, requirements)}"
    ready = place.with_suffix(".zip")
    if not ready.exists():
        shutil.rmtree(place, ignore_errors=True)
        _install(target, place / folder, _beyond(requirements))
        _trim(place / folder)
        compile_tree(target, place)
        write_zip(place, ready)
        shutil.rmtree(place)
    return ready


def _beyond(requirements: Path) -> list[str]:
    """The pinned lines; of a layer without those that every function's zip has."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return lines if requirements == REQUIREMENTS else [line for line in lines if line not in REQUIREMENTS.read_text().splitlines()]


def compile_tree(target: Target, place: Path) -> None:
    """Byte-compile with unchecked hashes: a third of the cold start, and the same bytes whenever it is built."""
    if target.python is None:
        return
    command = [
        str(target.python),
        "-m",
        "compileall",
        "-q",
        "-f",
        "-j",
        "0",
        "--invalidation-mode",
        "unchecked-hash",
        "-s",
        str(place),
        str(place),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=place)


def _install(target: Target, place: Path, pinned: list[str]) -> None:
    # The emulator's own interpreter fetches its own wheels; for AWS any pip can fetch by platform.
    pip = str(target.python) if not target.platforms else sys.executable
    command = [
        pip,
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--no-deps",
        "--no-compile",
        "--only-binary",
        ":all:",
    ]
    command += [*target.pip_options(), "--target", str(place), *pinned]
    subprocess.run(command, check=True)


def _trim(place: Path) -> None:
    shutil.rmtree(place / "bin", ignore_errors=True)
    for pattern in _UNUSED:
        for path in place.rglob(pattern):
            path.unlink()
    # Nobody asks whether 999 is an emergency number: half of what phonenumbers knows is about short numbers.
    for path in (place / "phonenumbers" / "shortdata").glob("region_*.py"):
        path.unlink()
    services = place / "botocore" / "data"
    for directory in services.iterdir() if services.exists() else ():
        if directory.is_dir() and directory.name not in SERVICES:
            shutil.rmtree(directory)


def _fingerprint(target: Target, requirements: Path) -> str:
    parts = [requirements.read_bytes(), Path(__file__).read_bytes(), repr(target).encode()]
    if target.python is not None:
        parts.append(subprocess.run([str(target.python), "-VV"], capture_output=True, check=True).stdout)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
