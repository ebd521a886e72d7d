"""A force in Slack over HTTP: see room.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.chat.slack import turn
from tests.builders import IDS, OFFICER, OTHER_OFFICER, OTHER_SERGEANT, SERGEANT
from tests.contract.slack_http.room import Room
from tests.slack_checks import sent_faults

STAFF = {
    OFFICER: "officer",
    OTHER_OFFICER: "officer",
    SERGEANT: "sergeant",
    OTHER_SERGEANT: "sergeant",
    IDS["spoc"]: "spoc",
    "AD0001": "administrator",
}


@pytest.fixture
def room(app: Any, identity: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """Whatever it sends to Slack, Slack has to take."""
    made = Room(app)
    for id, role in STAFF.items():
        made.enrol(id, role)
    install(made, monkeypatch)
    made.journal.clear()
    yield made
    assert [(call.method, fault) for call in made.slack.calls for fault in sent_faults(call.sent)] == []


def install(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "deps", lambda: room.force.deps)
    monkeypatch.setattr(turn, "ports", room.ports)
