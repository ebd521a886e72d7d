"""Files of a workspace: announced, uploaded, completed, and a moment later fit to be shown in a message."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.local.slack.refusing import SlackError

#: Slack looks a new file over before it can stand in a block ("invalid slack file" until then).
SETTLING = 0.3  # seconds
_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}


class Files:
    """Each is two files below `folder`: the content, and what is known about it."""

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self._folder, self._clock = folder, clock
        self._awaited: dict[str, dict[str, Any]] = {}

    def announce(self, name: str, length: int, alt: str) -> tuple[str, str]:
        """Return the file's identifier and the key at which its content is awaited."""
        id, key = f"F{secrets.token_hex(5).upper()}", secrets.token_urlsafe(24)
        self._awaited[key] = {"id": id, "name": Path(name).name, "size": length, "alt_txt": alt, "key": key}
        return id, key

    def take(self, key: str, content: bytes) -> None:
        """Take the content. Raises SlackError."""
        about = self._awaited.get(key)
        if about is None:
            raise SlackError("file_not_found")
        if len(content) != about["size"]:
            raise SlackError("file_size_mismatch")
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / about["id"]).write_bytes(content)
        about["taken"] = True

    def complete(self, id: str, title: str) -> dict[str, Any]:
        """Raises SlackError unless its content has come."""
        about = next((each for each in self._awaited.values() if each["id"] == id and each.get("taken")), None)
        if about is None:
            raise SlackError("file_not_found")
        del self._awaited[about["key"]]
        kept = {name: about[name] for name in ("id", "name", "size", "alt_txt")} | {"title": title or about["name"]}
        kept |= {"mimetype": _KINDS.get(Path(kept["name"]).suffix.lower(), "application/octet-stream"), "at": self._clock()}
        (self._folder / f"{id}.json").write_text(json.dumps(kept))
        return kept

    def about(self, id: str) -> dict[str, Any]:
        """What is known of a completed file. Raises SlackError."""
        path = self._folder / f"{id}.json"
        if not id.isalnum() or not path.exists():
            raise SlackError("file_not_found")
        known: dict[str, Any] = json.loads(path.read_text())
        return known

    def is_settled(self, id: str) -> bool:
        """Whether it can stand in a block."""
        try:
            return self._clock() - float(self.about(id)["at"]) >= SETTLING
        except SlackError:
            return False

    def content(self, id: str) -> tuple[str, bytes]:
        """Its kind and its bytes. Raises SlackError."""
        return str(self.about(id)["mimetype"]), (self._folder / id).read_bytes()
