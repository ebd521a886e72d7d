"""Structured log lines: a constant message and fields. References, ids and codes only, never a person, a token or a body."""

from __future__ import annotations

import json
import logging
import sys

log = logging.getLogger("evr.api")
security = logging.getLogger("evr.security")


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", {})
        return json.dumps({"level": record.levelname, "logger": record.name, "message": record.getMessage(), **fields})


def set_up() -> None:
    """Write the lines to standard output, where Lambda takes them.

    The app's own logger is "evr" too: its handler is replaced, for Chalice writes tracebacks, which quote what was being handled.
    """
    root = logging.getLogger("evr")
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Lines())
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False


def request(route: str, status: int, ms: float, request_id: str) -> None:
    log.info("request", extra={"fields": {"route": route, "status": status, "ms": round(ms, 1), "request": request_id}})


def refused(force: str | None, caller: str | None, command: str, code: str) -> None:
    """One line for each refused command, for whoever watches for misuse."""
    security.warning("refused", extra={"fields": {"force": force, "caller": caller, "command": command, "code": code}})


def failed(route: str, kind: str, where: str, request_id: str) -> None:
    log.error("failed", extra={"fields": {"route": route, "kind": kind, "where": where, "request": request_id}})
