"""The page's part of Chime, against a fake of its SDK in node: what it asks of it, and when. No real meeting was ever joined."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import npm

HERE = Path(__file__).parent
MODULE = HERE.parents[2] / "chalicelib" / "web" / "js" / "room-chime.js"


@pytest.fixture(scope="module")
def steps() -> dict[str, Any]:
    command = [npm.node(), str(HERE / "chime_fake.mjs"), str(MODULE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_is_refused_is_tried_again(steps: dict[str, Any]):
    assert steps["refused"] == {"calls": [], "told": [["state", "connecting"]], "connected": False}
    assert steps["joined"]["calls"][:2] == [["configured", "M1", "A1"], ["start"]]


def test_the_pages_own_picture_and_sound_are_sent(steps: dict[str, Any]):
    assert ["startAudioInput", ["S"]] in steps["joined"]["calls"]
    assert ["startVideoInput", ["P"]] in steps["joined"]["calls"]
    assert ["startLocalVideoTile"] in steps["joined"]["calls"]


def test_it_is_connected_when_the_sdk_says_so(steps: dict[str, Any]):
    assert steps["started"]["told"] == [["track", "sound", "their sound"], ["state", "connected"], ["open"]]
    assert steps["started"]["connected"]


def test_the_others_are_seen_and_heard_of_and_not_oneself(steps: dict[str, Any]):
    assert steps["seen"]["told"] == [
        ["track", "picture", "their picture"],
        ["track", "screen", "their picture"],
        ["message", {"kind": "look"}],
    ]


def test_a_pause_stops_both_at_once_and_once(steps: dict[str, Any]):
    assert steps["paused"]["calls"] == [
        ["realtimeSendDataMessage", "evr", '{"kind":"state"}', 10000],
        ["stopAudioInput"],
        ["stopVideoInput"],
        ["stopLocalVideoTile"],
    ]
    assert steps["resumed"]["calls"] == [["startAudioInput", ["S"]]]


def test_a_meeting_that_ended_is_joined_anew(steps: dict[str, Any]):
    assert steps["ended"]["told"] == [["state", "lost"]]
    assert steps["anew"]["calls"] == [["stop"], ["configured", "M2", "A3"], ["start"], ["startAudioInput", ["S"]]]


def test_after_the_end_nothing_is_told_or_sent(steps: dict[str, Any]):
    assert steps["closed"] == {"calls": [["stop"]], "told": [], "connected": False}
    assert steps["sends"] is False
