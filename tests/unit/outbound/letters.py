"""A message and its mark, as the workers give them to a provider."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.outbound.letter import Letter
from chalicelib.outbound.marks import Mark

MARK = Mark("dorset", "20261118-0416", "SEND#00000006.00#sms")
EMAIL_MARK = Mark("dorset", "20261118-0416", "SEND#00000006.00#email")


def a_text(**changes: Any) -> Letter:
    values = {"channel": "sms", "to": "+447700900123", "sender": "DorsetPol", "body": "Test text", "lasts": timedelta(hours=1)}
    return Letter(**values | changes)


def an_email(**changes: Any) -> Letter:
    values = {
        "channel": "email",
        "to": "a@example.org",
        "sender": "DorsetPol <evr@evr.dorset.example>",
        "subject": "Test subject",
        "body": "Test text",
        "html": "<p>Test text</p>",
    }
    return Letter(**values | changes)
