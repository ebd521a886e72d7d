"""`make doctor` against the service and the Slack of `make run`: in order at first, and then not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.local_system import LocalSystem, running

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSystem]:
    with running(tmp_path_factory.mktemp("home"), "--no-sample") as found:
        yield found


def doctor(system: LocalSystem) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "infra.doctor"], cwd=ROOT, env=system.environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, done.stdout


def switch(system: LocalSystem, **what: Any) -> None:
    request = Request(f"{system.address}local/slack/switch/dorset", json.dumps(what).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=10):
        pass


def test_what_make_run_sets_up_is_in_order(system: LocalSystem):
    assert doctor(system) == (0, "dorset: nothing to mend.\nwessexshire: nothing to mend.\n")


def test_an_archived_channel_is_found_and_then_mended(system: LocalSystem):
    switch(system, channel="C0TEAM001", archived=True)
    status, said = doctor(system)
    assert (status, "C0TEAM001 (team): is archived" in said, "wessexshire: nothing to mend." in said) == (1, True, True)
    switch(system, channel="C0TEAM001", archived=False)
    assert doctor(system)[0] == 0


def test_slack_down_is_not_the_forces_fault(system: LocalSystem):
    switch(system, health="down")
    status, said = doctor(system)
    switch(system, health="up")
    assert (status, "Slack does not answer" in said, "request URL" in said) == (1, True, False)
