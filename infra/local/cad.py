"""A simulator of command and control: takes the signed webhooks, checks them, keeps the log. It can be 'down' for a test."""

from __future__ import annotations

import base64
import json
import os
import secrets
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from infra.local.place import Place


class CommandAndControl:
    """The command and control systems of all forces on this machine."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._down: set[str] = set()

    def secret(self, force: str) -> dict[str, str]:
        """Return what the Secrets Manager holds for a force: where to post, and with which signature."""
        return {
            "url": f"{self._place.base_url}/local/cad/{force}",
            "secret": _signing_secret(self._place.keys / f"cad-{force}"),
        }

    def receive(self, force: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Take one webhook; return the HTTP status: 204 taken, 401 wrong signature, 503 down."""
        if force in self._down:
            return 503
        try:
            told = Webhook(self.secret(force)["secret"]).verify(body, dict(headers))
        except WebhookVerificationError:
            return 401
        self._write(
            force,
            {
                "received_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "id": headers.get("webhook-id"),
                "update": told,
            },
        )
        return 204

    def log(self, force: str, limit: int = 500) -> list[dict[str, Any]]:
        """Return what the force's CAD was told, newest first."""
        return [json.loads(line) for line in reversed(self._lines(force)[-limit:])]

    def about(self, force: str, reference: str) -> list[dict[str, Any]]:
        """Return what it was told about one incident, newest first."""
        found = (json.loads(line) for line in reversed(self._lines(force)) if reference in line)
        return [entry for entry in found if entry["update"]["reference"] == reference]

    def _lines(self, force: str) -> list[str]:
        path = self._file(force)
        return path.read_text().splitlines() if path.exists() else []

    def switch(self, force: str, up: bool) -> None:
        (self._down.discard if up else self._down.add)(force)

    def is_up(self, force: str) -> bool:
        return force not in self._down

    def _write(self, force: str, line: dict[str, Any]) -> None:
        path = self._file(force)
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, path.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def _file(self, force: str) -> Path:
        return self._place.cad / f"{force}.jsonl"


def _signing_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("whsec_" + base64.b64encode(secrets.token_bytes(24)).decode())
    return path.read_text()
