"""The browser's part of Chime from npm: what room-chime.js asks for is in it, and it is as large as was said."""

from __future__ import annotations

import gzip
import subprocess

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


def test_what_npm_cannot_fetch_is_said(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chime, "PACKAGES", {"amazon-chime-sdk-js": "0.0.0-never"})
    with pytest.raises(chime.NoBundle, match="npm install"):
        chime.bundle(tmp_path / "chime")
