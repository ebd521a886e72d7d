"""A stand-in for GOV.UK Notify on this machine: as strict as its documentation, with receipts, and 'down' when told so.

Numbers that end in 404 are not in use, those that end in 503 are switched off; an email to nobody@... comes back.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

import jwt

from infra.local import notify_says as says
from infra.local.front import as_json
from infra.local.place import Place, forces
from infra.local.proxy import Answer

#: As the documentation says: a token is good for so long.
LEEWAY_SECONDS = 30
#: So often a receipt is sent again.
ATTEMPTS = 5
_FIELDS = {
    "sms": {"phone_number", "template_id", "personalisation", "reference", "sms_sender_id"},
    "email": {"email_address", "template_id", "personalisation", "reference", "email_reply_to_id"},
}


class LocalNotify:
    """The services of all forces at Notify."""

    def __init__(self, place: Place) -> None:
        self._place, self._lock = place, threading.Lock()
        self._down: set[str] = set()
        self._to_tell: list[tuple[str, dict[str, Any], int]] = []

    def secrets(self) -> dict[str, str]:
        """What the Secrets Manager holds, by name."""
        return {f"evr/{force}/notify": json.dumps(self.secret(force)) for force in forces()}

    def secret(self, force: str) -> dict[str, str]:
        kept = _kept(self._place.keys / f"notify-{force}.json")
        return {
            "api_key": f"local-{kept['service']}-{kept['secret']}",
            "callback_token": kept["callback"],
            "url": f"{self._place.base_url}/local/notify/{force}",
        }

    def answer(
        self, method: str, force: str, parts: list[str], body: bytes, headers: Mapping[str, str], query: str
    ) -> Answer | None:
        """What is below /local/notify/<force>/."""
        match method, parts:
            case "POST", ["switch"]:
                up = bool(json.loads(body or b"{}").get("up", True))
                (self._down.discard if up else self._down.add)(force)
                return as_json({"up": up})
            case _ if force in self._down:
                return Answer(503, [("Content-Type", "text/plain")], b"Service Unavailable")
        refused = self._refused(force, headers.get("authorization", ""))
        if refused:
            return refused
        match method, parts:
            case "POST", ["v2", "notifications", ("sms" | "email") as kind]:
                return self._send(force, kind, body)
            case "GET", ["v2", "notifications"]:
                return self._list(force, parse_qs(query))
        return says.error(404, "NoResultFound", "No result found")

    def sent(self) -> list[dict[str, Any]]:
        """All that was sent, as the page shows texts."""
        return [
            {
                "id": each["id"],
                "by": each["type"],
                "to": each["to"],
                "subject": each["subject"],
                "body": each["body"],
                "at": each["at"],
            }
            for force in forces()
            for each in self._all(force)
        ]

    def look(self) -> None:
        """Send the receipts of what was sent since; those that were not taken come again with the next look."""
        with self._lock:
            due, self._to_tell = self._to_tell, []
        again = [(force, told, left - 1) for force, told, left in due if not self._told(force, told) and left > 1]
        with self._lock:
            self._to_tell += again

    def _refused(self, force: str, header: str) -> Answer | None:
        kept = _kept(self._place.keys / f"notify-{force}.json")
        kind, _, token = header.partition(" ")
        if kind != "Bearer":
            return says.error(401, "AuthError", "Unauthorized: authentication token must be provided")
        try:
            claims = jwt.decode(token, kept["secret"], algorithms=["HS256"], options={"verify_iat": False})
        except jwt.PyJWTError:
            return says.error(403, "AuthError", "Invalid token: API key not found")
        if claims.get("iss") != kept["service"]:
            return says.error(403, "AuthError", "Invalid token: service not found")
        if abs(time.time() - float(claims.get("iat", 0))) > LEEWAY_SECONDS:
            return says.error(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")
        return None

    def _send(self, force: str, kind: str, body: bytes) -> Answer:
        asked = json.loads(body)
        unknown = set(asked) - _FIELDS[kind]
        if unknown or not all(isinstance(asked.get(name), str) for name in (says.TO[kind], "template_id")):
            return says.error(400, "ValidationError", f"{sorted(unknown) or 'a property'} is not as it has to be")
        words = asked.get("personalisation", {})
        if not words.get("body") or (kind == "email" and not words.get("subject")):
            return says.error(400, "BadRequestError", "Missing personalisation: body")
        note = {
            "id": str(uuid.uuid4()),
            "type": kind,
            "to": asked[says.TO[kind]],
            "reference": asked.get("reference"),
            "subject": words.get("subject"),
            "body": words["body"],
            "template": asked["template_id"],
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        }
        self._keep(force, note)
        return as_json(says.created(note), 201)

    def _list(self, force: str, asked: dict[str, list[str]]) -> Answer:
        reference, kinds = asked.get("reference", [None])[0], asked.get("template_type", ["sms", "email"])
        found = [each for each in self._all(force) if each["type"] in kinds and reference in (None, each["reference"])]
        return as_json({"notifications": [says.listed(each) for each in reversed(found)], "links": {"current": "/notifications"}})

    def _keep(self, force: str, note: dict[str, Any]) -> None:
        path = self._file(force)
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock:
            with path.open("a") as file:
                file.write(json.dumps(note) + "\n")
            self._to_tell.append((force, says.receipt(note), ATTEMPTS))

    def _all(self, force: str) -> list[dict[str, Any]]:
        path = self._file(force)
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def _file(self, force: str) -> Path:
        return self._place.notify / f"{force}.jsonl"

    def _told(self, force: str, receipt: dict[str, Any]) -> bool:
        headers = {"Authorization": f"Bearer {self.secret(force)['callback_token']}", "Content-Type": "application/json"}
        request = Request(f"{self._place.base_url}/callbacks/notify", json.dumps(receipt).encode(), headers)
        try:
            with urlopen(request, timeout=5) as answer:
                return 200 <= int(answer.status) < 300
        except (URLError, OSError):
            return False


def _kept(path: Path) -> dict[str, str]:
    """Identifiers and a token, made once for this machine."""
    if not path.exists():
        made = {"service": str(uuid.uuid4()), "secret": str(uuid.uuid4()), "callback": secrets.token_urlsafe(24)}
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
    kept: dict[str, str] = json.loads(path.read_text())
    return kept
