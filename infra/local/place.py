"""Where the local system keeps what, and the address it is served at."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 8800


@dataclass(frozen=True)
class Place:
    """One local system: a port and a folder. Two with different ports and folders do not meet."""

    port: int
    folder: Path

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def state(self) -> Path:
        """What the emulator keeps between runs."""
        return self.folder / "state"

    @property
    def keys(self) -> Path:
        """Keys and secrets made once for this machine."""
        return self.folder / "keys"

    @property
    def cad(self) -> Path:
        """What command and control has been told, one file a force."""
        return self.folder / "cad"

    @property
    def slack(self) -> Path:
        """The workspaces of the local chat, one file a force."""
        return self.folder / "slack"

    @property
    def notify(self) -> Path:
        """What the stand-in for GOV.UK Notify was given, one file a force; beside the texts that the emulator keeps."""
        return self.state / "notify"

    @property
    def log(self) -> Path:
        return self.folder / "emulator.log"

    @property
    def note(self) -> Path:
        """The address, for other programs."""
        return self.folder.parent / "local.json" if self.folder.name == "local" else self.folder / "local.json"

    def write_note(self) -> None:
        self.note.parent.mkdir(parents=True, exist_ok=True)
        self.note.write_text(json.dumps({"base_url": self.base_url, "page_url": f"{self.base_url}/"}) + "\n")


def here() -> Place:
    """Return the place of this checkout: EVR_PORT and EVR_HOME move it."""
    port = os.environ.get("EVR_PORT", "")
    return Place(int(port) if port.isdigit() else DEFAULT_PORT, Path(os.environ.get("EVR_HOME", ROOT / "build" / "local")))


def forces() -> list[str]:
    """Return the forces that have a policy file."""
    return sorted(path.stem for path in (ROOT / "infra" / "policies").glob("*.toml"))
