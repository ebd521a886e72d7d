"""What a workspace keeps between runs: one line of JSON for each change, the newest state of each thing wins."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


class Journal:
    """A file of lines. A line cut off by a crash is the last one, and is left out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def entries(self) -> list[Entry]:
        """Everything that was noted, oldest first."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [entry for entry in map(_read, lines) if entry]

    def note(self, entry: Entry) -> None:
        """Add one change."""
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry, separators=(",", ":")) + "\n")

    def begin_anew(self, entries: list[Entry]) -> None:
        """Keep only these: a long day's edits become one line a message."""
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(".new")
            beside.write_text("".join(json.dumps(entry, separators=(",", ":")) + "\n" for entry in entries), encoding="utf-8")
            beside.replace(self._path)


def _read(line: str) -> Entry | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
