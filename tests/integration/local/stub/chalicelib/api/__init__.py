"""Routes of the stub app that proves the wiring."""

from __future__ import annotations

from chalice import Chalice


def register(app: Chalice) -> None:
    @app.route("/health")
    def health() -> dict[str, bool]:
        return {"ok": True}
