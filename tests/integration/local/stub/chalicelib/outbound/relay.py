"""Stub of the relay worker: notes what it was given."""

from __future__ import annotations

from typing import Any

from chalicelib.noted import handle


def on_stream(event: dict[str, Any]) -> dict[str, Any]:
    return handle("relay", event)
