"""The browser's part of Chime from npm: what room-chime.js asks for is in it, and it is as large as was said."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from chalicelib.domain.policy.video import Video
from infra import chime
from tests import npm
from tests.builders import policy

LARGEST = 400_000


def test_it_is_made_only_where_a_policy_uses_it():
    assert not chime.wanted([policy("dorset"), policy("wessexshire")])
    assert chime.wanted([policy("dorset"), replace(policy("wessexshire"), video=Video(provider="chime"))])


def test_it_holds_what_the_page_asks_for_and_loads_by_itself():
    made = chime.bundle()
    names = "DefaultDeviceController,DefaultMeetingSession,MeetingSessionConfiguration,NoOpLogger"
    script = f"import({str(made.as_uri())!r}).then((sdk) => console.log(Object.keys(sdk).sort().join()))"
    done = subprocess.run([npm.node(), "-e", script], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == names, done.stderr
    assert len(gzip.compress(made.read_bytes())) < LARGEST


def test_it_is_made_once_of_the_same_and_again_of_something_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first = chime.bundle()
    ran: list[list[str]] = []
    monkeypatch.setattr(chime, "_run", lambda command, place: ran.append(command))
    assert chime.bundle() == first
    assert ran == []
    elsewhere = tmp_path / "chime"
    chime.bundle(elsewhere)
    monkeypatch.setattr(chime, "ENTRY", "export {};")
    chime.bundle(elsewhere)
    assert [command[0] for command in ran] == ["npm", "node_modules/.bin/esbuild"] * 2


def test_every_package_below_it_is_held_by_its_hash():
    held = json.loads(chime.LOCK.read_text())["packages"]
    assert held.pop("")["dependencies"] == chime.PACKAGES
    assert all(each["integrity"].startswith("sha512-") for each in held.values())


def test_what_npm_cannot_fetch_is_said_and_nothing_counts_as_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chime, "PACKAGES", {"amazon-chime-sdk-js": "0.0.0-never"})
    for _ in range(2):
        with pytest.raises(chime.NoBundle, match="npm ci"):
            chime.bundle(tmp_path / "chime")


def test_a_machine_without_npm_is_told_that_it_takes_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(chime.NoBundle, match="npm is not on this machine"):
        chime.bundle(tmp_path / "chime")
