"""Who plays in the demo: the control room, two officers, a sergeant, and the victim with the phone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from msgspec import Struct

from infra.local.ask import Client, Refused, acting
from infra.local.place import Place

FORCE = "dorset"
PATIENCE = 90.0
T = TypeVar("T")


class NothingCame(RuntimeError):
    """A text or an update that was due did not arrive; the message says which."""


class Cast(Struct):
    """Clients that act for each of them, and the incident they work on."""

    reference: str
    cad: Client
    officer: Client
    colleague: Client
    sergeant: Client
    local: Client
    token: str = ""

    def text_received(self) -> str:
        """The newest text on the emulator's phone that belongs to this incident."""
        body = _wait(self._text, "the text with the link")
        self.token = re.findall(r"#([1-9A-HJ-NP-Za-km-z]{22})", body)[-1]
        return body

    def _text(self) -> str | None:
        found = self.local.ask("GET", "/local/texts")["texts"]
        return next((str(text["body"]) for text in found if self.reference in text["body"]), None)

    def without_token(self, text: str) -> str:
        return text.replace(self.token, "…")

    def victim(self, action: str) -> Any:
        return self.local.ask("POST", f"/v1/links/{action}", {"token": self.token})

    def cad_log(self, until: str) -> list[str]:
        """The kinds of update that CAD received for this incident, oldest first, once the awaited one is among them."""
        return _wait(lambda: self._heard(until), f"CAD's update '{until}'")

    def _heard(self, until: str) -> list[str] | None:
        log = self.local.ask("GET", f"/local/cad/{FORCE}")["log"]
        once = {entry["id"]: entry["update"] for entry in reversed(log)}
        kinds = [update["kind"] for update in once.values() if update["reference"] == self.reference]
        return kinds if until in kinds else None


def _wait(look: Callable[[], T | None], what: str) -> T:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found is not None:
            return found
        time.sleep(0.3)
    raise NothingCame(f"{what} did not arrive within {PATIENCE:.0f} s")


def assemble(place: Place) -> Cast:
    """Put the demo's own officers and sergeant on the roster and on shift."""
    scopes = ["report", "update", "outcome", "handover", "read", "feed", "roster", "metrics"]
    cad = acting(place, "demo-cad", scopes, FORCE)
    people = {"DEMO-PS1": ["sergeant"], "DEMO-PC1": ["officer"], "DEMO-PC2": ["officer"]}
    staff = {}
    for id, roles in people.items():
        officer = cad.ask("PUT", f"/v1/officers/{id}", {"name": f"Demo {id[5:]}", "roles": roles})
        staff[id] = acting(place, id, ["staff"], FORCE)
        _on_shift(staff[id], id)
        if officer.get("job"):
            _drop(staff["DEMO-PS1"], officer["job"])
    return Cast(
        reference=f"DEMO-{datetime.now(UTC):%Y%m%d%H%M%S}",
        cad=cad,
        officer=staff["DEMO-PC1"],
        colleague=staff["DEMO-PC2"],
        sergeant=staff["DEMO-PS1"],
        local=Client(place.base_url),
    )


def _drop(sergeant: Client, job: str) -> None:
    """A demo that was interrupted left its officer with a job; it goes back to the usual channel."""
    sergeant.ask("POST", f"/v1/incidents/{job}/commands/return_to_dispatch", {"reason": "unsuitable"})


def _on_shift(who: Client, id: str) -> None:
    try:
        who.ask("POST", f"/v1/officers/{id}/shift", {"action": "start"})
    except Refused as refused:
        if refused.problem.get("code") != "wrong_duty":
            raise
