"""A local system of a test's own, as `make run` starts it: free port, empty folder, stopped at the end."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class LocalSystem:
    """Where it runs, what it keeps and what it printed; `environment` points the commands of `make` at it."""

    port: int
    home: Path
    said: Path
    environment: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@contextlib.contextmanager
def running(folder: Path, *options: str, patience: float = 300) -> Iterator[LocalSystem]:
    """Start one below `folder` and wait until it says that it is ready."""
    port, home = free_port(), folder / "here"
    environment = os.environ | {"EVR_PORT": str(port), "EVR_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    system = LocalSystem(port, home, folder / "run.log", environment)
    command = [sys.executable, "-m", "infra.local.run", "--no-watch", *options]
    with system.said.open("w") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT)
    try:
        _wait_for(home / "local.json", process, system.said, patience)
        yield system
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def free_port() -> int:
    """A free port whose successor, the emulator's, is free as well."""
    while True:
        with socket.socket() as probe, socket.socket() as following:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            with contextlib.suppress(OSError, OverflowError):
                following.bind(("127.0.0.1", port + 1))
                return port


def _wait_for(note: Path, process: subprocess.Popen[bytes], said: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while not note.exists():
        assert process.poll() is None and time.monotonic() < end, said.read_text()
        time.sleep(0.2)
