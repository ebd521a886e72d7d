"""Set this checkout's own environments up: `.venv` and the emulator's. Standard library only: it runs before anything is installed.

python infra/environment.py run     what `make run` needs
python infra/environment.py dev     and what the tests need
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
EMULATOR = ROOT / "build" / "emulator"
RUN, DEV = "infra/requirements/run.txt", "requirements-dev.txt"


def main(wanted: str) -> None:
    needs = {"run": [RUN], "dev": [RUN, DEV]}[wanted]
    # The emulator runs the functions: what is a layer on AWS stands in its environment.
    _ensure(EMULATOR, ["infra/requirements/emulator.txt", "infra/requirements/papers.txt"], "the AWS emulator")
    _ensure(VENV, needs, "the tools" if wanted == "run" else "the tools and what the tests need")
    if wanted == "dev":
        _run([str(VENV / "bin" / "python"), "-m", "infra.browser"], "Without a browser the tests of the pages cannot run.")
        _run([str(VENV / "bin" / "python"), "-m", "infra.ffmpeg"], "Without ffmpeg the tests of recordings cannot run.")
        _run([str(VENV / "bin" / "python"), "-m", "infra.poppler"], "Without poppler-utils the tests of signed papers cannot run.")


def _ensure(place: Path, files: list[str], what: str) -> None:
    """Install `files` into the environment `place` unless exactly they are there already."""
    mark = place / f".installed-{_fingerprint(files)}"
    # What was installed for the tests is enough to run.
    if mark.exists() or (files == [RUN] and (place / f".installed-{_fingerprint([*files, DEV])}").exists()):
        return
    began = time.monotonic()
    print(f"Installing {what} into {place.relative_to(ROOT)} (once; a minute or two on a slow line).", flush=True)
    if not (place / "bin" / "python").exists():
        _create(place)
    options = [option for name in files for option in ("-r", str(ROOT / name))]
    _run(
        [
            str(place / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "-qq",
            "--disable-pip-version-check",
            "--prefer-binary",
            *options,
        ],
        "The packages could not be installed; pip says why above. Without internet, set PIP_INDEX_URL to a package index.",
    )
    mark.touch()
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def _create(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    version = ".".join(str(part) for part in sys.version_info[:2])
    _run(
        [sys.executable, "-m", "venv", "--clear", str(place)],
        f"{sys.executable} cannot create environments. On Debian or Ubuntu: apt install python{version}-venv",
    )


def _run(command: list[str], otherwise: str) -> None:
    # A PYTHONPATH or PYTHONHOME of the caller's must not reach into our environment.
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    if subprocess.run(command, env=environment, cwd=ROOT).returncode:
        sys.exit(otherwise)


def _fingerprint(files: list[str]) -> str:
    content = b"".join((ROOT / name).read_bytes() for name in files)
    return hashlib.sha256(content + sys.version.encode()).hexdigest()[:12]


if __name__ == "__main__":
    main(sys.argv[1])
