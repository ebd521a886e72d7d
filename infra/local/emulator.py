"""Start and stop the AWS emulator (ministack) in a process group of its own, on 127.0.0.1 only."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "build" / "emulator" / "bin" / "python"
REGION = "eu-west-2"
ACCOUNT = "000000000000"
SECRET = "local"  # noqa: S105 - an emulator keeps no secrets
_SCRATCH = ROOT / "build" / "tmp"
_MAIN = Path(__file__).with_name("ministack_main.py")


class EmulatorFailed(RuntimeError):
    """The emulator could not be started; the message says what to do."""


@dataclass(frozen=True)
class Emulator:
    """A running emulator: its address, its process and where it keeps its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    scratch: Path

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def env(self, account: str = ACCOUNT) -> dict[str, str]:
        """Return what a process needs in its environment to talk to this emulator and to nothing else."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def alive(self) -> bool:
        return self.process.poll() is None

    def stop(self, patience: float = 10.0) -> None:
        """Stop cleanly (it saves), then end whatever is left of its process group: Lambda workers outlive it otherwise."""
        if self.alive():
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        self.kill()

    def kill(self) -> None:
        """End the whole group at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        shutil.rmtree(self.scratch, ignore_errors=True)


def start(port: int | None = None, state: Path | None = None, log: Path | None = None, save_seconds: float = 2.0) -> Emulator:
    """Start an emulator and wait until it answers; with `state`, what it holds is kept there between runs."""
    if not PYTHON.exists():
        raise EmulatorFailed(f"The emulator is not installed ({PYTHON} is missing). Run: make emulator")
    port = port or free_port()
    log = log or ROOT / "build" / "log" / f"emulator-{port}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    _clear_left_overs()
    scratch = Path(tempfile.mkdtemp(prefix="emulator-", dir=_SCRATCH))
    with log.open("wb") as sink:
        environment = _environment(port, state, scratch, save_seconds)
        process = subprocess.Popen(
            [str(PYTHON), "-P", str(_MAIN)], env=environment, stdout=sink, stderr=sink, start_new_session=True
        )
    (scratch / "pid").write_text(str(process.pid))
    emulator = Emulator(port, process, log, scratch)
    _wait(emulator)
    return emulator


def is_free(port: int) -> bool:
    """Say whether nobody listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """Ask the system for a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _clear_left_overs() -> None:
    """Remove what killed emulators left: each of their Lambda workers had unpacked 40 MB."""
    _SCRATCH.mkdir(parents=True, exist_ok=True)
    for note in _SCRATCH.glob("*/pid"):
        try:
            os.kill(int(note.read_text()), 0)
        except (ProcessLookupError, ValueError):
            shutil.rmtree(note.parent, ignore_errors=True)


def _environment(port: int, state: Path | None, scratch: Path, save_seconds: float) -> dict[str, str]:
    """Build the emulator's environment from nothing of ours but PATH and HOME: an AWS profile must not leak in."""
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ},
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "AWS_SECRET_ACCESS_KEY": SECRET,  # a presigned address of S3 is checked against it
        "PERSIST_STATE": "1" if state else "0",
        "S3_PERSIST": "1" if state else "0",
        "STATE_DIR": str(state or scratch / "state"),
        "S3_DATA_DIR": str((state or scratch / "state") / "s3"),
        "EVR_SAVE_SECONDS": str(save_seconds),
        "TMPDIR": str(scratch),
        "LAMBDA_EXECUTOR": "local",
        "LAMBDA_WARM_TTL_SECONDS": "120",
        "LAMBDA_ACCOUNT_CONCURRENCY": "64",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "DOCKER_HOST": "unix:///nonexistent",
        "LOG_LEVEL": os.environ.get("EVR_EMULATOR_LOG", "WARNING"),
    }


def _wait(emulator: Emulator, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not emulator.alive():
            raise EmulatorFailed(
                f"The emulator stopped while starting. Its log: {emulator.log}\n{emulator.log.read_text()[-2000:]}"
            )
        try:
            with urlopen(f"{emulator.endpoint_url}/_ministack/health", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    emulator.kill()
    raise EmulatorFailed(f"The emulator did not answer within {seconds:.0f} s. Its log: {emulator.log}")
