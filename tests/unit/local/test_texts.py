"""Texts that were 'sent': the emulator keeps no time for them, so the first sight of each counts, also after a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infra.local import texts
from infra.local.place import Place
from infra.local.texts import Texts


def an_sms(id: str) -> dict[str, Any]:
    return {"MessageId": id, "Message": f"Test {id}"}


def an_email(id: str, at: float) -> dict[str, Any]:
    return {"MessageId": id, "To": ["a@example.org"], "Subject": "Test", "BodyText": "Test", "Timestamp": at}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the emulator says was sent."""
    answers: dict[str, Any] = {"sms": {}, "ses": {}}
    monkeypatch.setattr(
        texts,
        "_inspect",
        lambda address: {"sms_messages": answers["sms"]} if "sms" in address else {"messages": answers["ses"]},
    )
    return answers


def test_the_newest_comes_first_whatever_its_kind(tmp_path: Path, sent: dict[str, Any]):
    found = Texts(Place(8800, tmp_path))
    sent["ses"] = {"000000000000": [an_email("m1", 1_000_000_000.0)]}
    sent["sms"] = {"+447700900001": [an_sms("s1")]}
    assert [text["id"] for text in found.sent("")] == ["s1", "m1"]
    sent["sms"]["+447700900000"] = [an_sms("s2")]
    assert [text["id"] for text in found.sent("")] in (["s2", "s1", "m1"], ["s1", "s2", "m1"])
    assert found.sent("")[-1]["subject"] == "Test"


def test_the_time_of_a_text_outlives_a_restart(tmp_path: Path, sent: dict[str, Any]):
    sent["sms"] = {"+447700900001": [an_sms("s1")]}
    first = Texts(Place(8800, tmp_path)).sent("")[0]["at"]
    again = Texts(Place(8800, tmp_path)).sent("")[0]["at"]
    assert first == again
