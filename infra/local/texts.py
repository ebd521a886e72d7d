"""The texts and emails that the emulator 'sent', as the phones of the invented people show them.

The emulator keeps no time for a text, so the moment at which it was first seen here is noted beside its data.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.request import urlopen

from infra.local.place import Place


class Texts:
    """All that was sent, newest first."""

    def __init__(self, place: Place) -> None:
        self._note = place.state / "texts-seen.json"
        self._lock = threading.Lock()
        self._seen: dict[str, str] | None = None

    def sent(self, emulator: str) -> list[dict[str, Any]]:
        """Return each with `by`, `to`, `body`, `at`, and an email's `subject`."""
        found = through_the_emulator(emulator)
        with self._lock:
            self._date(found)
        return sorted(found, key=lambda text: str(text["at"]), reverse=True)

    def _date(self, texts: list[dict[str, Any]]) -> None:
        if self._seen is None:
            self._seen = json.loads(self._note.read_text()) if self._note.exists() else {}
        known = len(self._seen)
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        for text in texts:
            text["at"] = text["at"] or self._seen.setdefault(text["id"], now)
        if len(self._seen) > known:
            self._note.parent.mkdir(parents=True, exist_ok=True)
            self._note.write_text(json.dumps(self._seen))


def through_the_emulator(address: str) -> list[dict[str, Any]]:
    """What SNS and SES of the emulator have sent: `id`, `by`, `to`, `body`; `at` of emails alone."""
    return [
        *_sms(_inspect(f"{address}/_ministack/sns/sms-messages")),
        *_mail(_inspect(f"{address}/_ministack/ses/messages")),
    ]


def _sms(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for number, texts in answer.get("sms_messages", {}).items():
        for text in texts:
            yield {"id": text["MessageId"], "by": "sms", "to": number, "body": text.get("Message"), "at": None}


def _mail(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for mails in answer.get("messages", {}).values():
        for mail in mails:
            yield {
                "id": mail["MessageId"],
                "by": "email",
                "to": ", ".join(mail["To"]),
                "subject": mail["Subject"],
                "body": mail["BodyText"],
                "at": datetime.fromtimestamp(mail["Timestamp"], UTC).isoformat(timespec="milliseconds"),
            }


def _inspect(address: str) -> dict[str, Any]:
    with urlopen(address, timeout=5) as answer:
        found: dict[str, Any] = json.load(answer)
        return found
