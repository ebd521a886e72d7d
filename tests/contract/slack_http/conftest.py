"""A force in Slack over HTTP: see room.py."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.chat.slack import turn
from tests.builders import IDS, OFFICER, OTHER_OFFICER, OTHER_SERGEANT, SERGEANT
from tests.contract.slack_http.room import SIGNING, Room
from tests.slack_checks import sent_faults
from tests.slack_fake import TOKEN
from tests.unit.chat.lives import shows_a_person

STAFF = {
    OFFICER: "officer",
    OTHER_OFFICER: "officer",
    SERGEANT: "sergeant",
    OTHER_SERGEANT: "sergeant",
    IDS["spoc"]: "spoc",
    "AD0001": "administrator",
}


@pytest.fixture(autouse=True)
def nobody_stands_in_the_logs(app: Any, capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Neither a person nor a secret, whatever a test does; what a test reads of the output itself, it looks at itself."""
    lines = io.StringIO()
    ours = logging.StreamHandler(lines)
    ours.setFormatter(logging.getLogger("evr").handlers[0].formatter)
    everything = (logging.getLogger("evr"), logging.getLogger())
    for logger in everything:
        logger.addHandler(ours)
    yield
    for logger in everything:
        logger.removeHandler(ours)
    said = lines.getvalue() + capsys.readouterr().out
    assert shows_a_person(said) == []
    assert not [word for word in (TOKEN, *SIGNING.values(), "hooks.slack.com") if word in said]


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
