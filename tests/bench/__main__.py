"""Measure every budget and print a table and one JSON object."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from . import calls, claims, cold_start, cpu, links, slack

MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "database calls": calls.measure,
    "CPU of a command": cpu.measure,
    "cold start": cold_start.measure,
    "claim latency": claims.latency,
    "16 officers at once": lambda: claims.race(16),
    "64 officers at once": lambda: claims.race(64),
    "Slack button to answer": slack.measure,
    "links that open nothing": links.measure,
}


def main() -> None:
    found: dict[str, dict[str, Any]] = {}
    for name, measure in MEASURES.items():
        print(f"measuring: {name} ...", file=sys.stderr, flush=True)
        found[name] = measure()
        print(_line(name, found[name]), flush=True)
    print(json.dumps(found))


def _line(name: str, figures: dict[str, Any]) -> str:
    verdict = "met   " if figures["met"] else "MISSED"
    plain = {key: value for key, value in figures.items() if key != "met" and not isinstance(value, dict)}
    shown = ", ".join(f"{key} {value}" for key, value in plain.items())
    return f"{name:<22} {verdict} {shown}"


if __name__ == "__main__":
    main()
