"""Stub of the media worker: notes what it was given."""

from __future__ import annotations

from typing import Any

from chalicelib.noted import handle


def on_messages(event: dict[str, Any]) -> dict[str, Any]:
    return handle("media", event)
