"""What GOV.UK Notify answers, and what it says in its receipts, in the shapes that its documentation for developers gives them."""

from __future__ import annotations

from typing import Any

from infra.local.front import as_json
from infra.local.proxy import Answer

TO = {"sms": "phone_number", "email": "email_address"}


def became(kind: str, to: str) -> str:
    """What becomes of a message, by its number or address."""
    if kind == "email":
        return "permanent-failure" if to.startswith("nobody@") else "delivered"
    return {"404": "permanent-failure", "503": "temporary-failure"}.get(to[-3:], "delivered")


def receipt(note: dict[str, Any]) -> dict[str, Any]:
    at = note["at"].replace("+00:00", "Z")
    return {
        "id": note["id"],
        "reference": note["reference"],
        "to": note["to"],
        "status": became(note["type"], note["to"]),
        "created_at": at,
        "completed_at": at,
        "sent_at": at,
        "notification_type": note["type"],
        "template_id": note["template"],
        "template_version": 1,
    }


def created(note: dict[str, Any]) -> dict[str, Any]:
    email = {"subject": note["subject"], "from_email": "test.police@notifications.service.gov.uk"}
    content = {"body": note["body"]} | (email if note["type"] == "email" else {"from_number": "TestPol"})
    base = "https://api.notifications.service.gov.uk/v2"
    return {
        "id": note["id"],
        "reference": note["reference"],
        "content": content,
        "uri": f"{base}/notifications/{note['id']}",
        "template": {"id": note["template"], "version": 1, "uri": f"{base}/template/{note['template']}"},
    }


def listed(note: dict[str, Any]) -> dict[str, Any]:
    return {name: note[name] for name in ("id", "reference", "type", "body", "subject")} | {
        TO[note["type"]]: note["to"],
        "status": became(note["type"], note["to"]),
        "created_at": note["at"],
    }


def error(status: int, kind: str, message: str) -> Answer:
    return as_json({"status_code": status, "errors": [{"error": kind, "message": message}]}, status)
