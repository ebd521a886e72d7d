"""The demo against the service as `make run` serves it; afterwards everything that was written is searched for the person."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import boto3
import pytest

from tests.checks import whole_table_is_consistent
from tests.local_system import running
from tests.scan import scan

ROOT = Path(__file__).parents[2]
#: Whatever belongs to the demo's invented person. Every text in the demo begins with "Test:".
PERSONAL = ("Demonstra", "Sampleperson", "900942", "demonstra@", "Sample Street", "ZZ99", "Test:")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A local system of its own, without sample incidents."""
    with running(tmp_path_factory.mktemp("home"), "--no-sample") as system:
        yield system.environment | {"HOME_OF_RUN": str(system.home), "SAID": str(system.said)}


@pytest.fixture(scope="module")
def told(place: dict[str, str]) -> str:
    demo = subprocess.run(
        [sys.executable, "-m", "infra.local.demo"], cwd=ROOT, env=place, capture_output=True, text=True, timeout=300
    )
    assert demo.returncode == 0, demo.stdout + demo.stderr
    return demo.stdout


def test_the_demo_goes_from_the_report_to_the_closed_record(told: str) -> None:
    for step in (
        "the prompt appears",
        "takes the job",
        "taps the link",
        "closes the link for good",
        "gets 410",
        "is closed at version",
    ):
        assert step in told


def test_command_and_control_heard_every_step_in_order(told: str) -> None:
    heard = re.search(r"in order: (.*)\.", told)
    assert heard
    steps = heard[1].split(", ")
    wanted = [
        "reported",
        "suitable",
        "queued",
        "claimed",
        "arrived",
        "call_started",
        "paused",
        "resumed",
        "closed",
        "finalised",
        "victim_told",
    ]
    assert [each for each in steps if each in wanted] == wanted


def test_command_and_control_hears_that_the_text_was_delivered(place: dict[str, str], told: str) -> None:
    log, end = Path(place["HOME_OF_RUN"]) / "cad" / "dorset.jsonl", time.monotonic() + 60
    heard: list[str] = []
    while "delivered" not in heard and time.monotonic() < end:
        updates = [json.loads(line)["update"] for line in log.read_text().splitlines()]
        heard = [update["details"]["status"] for update in updates if update["kind"] == "delivery"]
        time.sleep(0.5)
    assert heard[-1] == "delivered"


def test_nothing_that_was_written_names_the_person_or_the_token(place: dict[str, str], told: str) -> None:
    token = _token(place)
    written = {"story": told, "run": Path(place["SAID"]).read_text(), **_files(Path(place["HOME_OF_RUN"])), **_aws(place)}
    assert {"table", "logs"} <= set(written) and all(written.values())
    for where, text in written.items():
        found = [word for word in (*PERSONAL, token) if word in text]
        assert not found, f"{where} holds personal data ({len(found)} markers)"


def test_the_table_is_what_the_events_say(place: dict[str, str], told: str) -> None:
    assert whole_table_is_consistent(scan(_client(place, "dynamodb"), "evr"), relayed=True)


def _token(place: dict[str, str]) -> str:
    with urlopen(f"http://127.0.0.1:{place['EVR_PORT']}/local/texts", timeout=10) as answer:
        texts = json.load(answer)["texts"]
    return re.findall(r"#([1-9A-HJ-NP-Za-km-z]{22})", json.dumps(texts))[-1]


def _files(home: Path) -> dict[str, str]:
    """All that the run keeps on disk, but the emulator's own state: that holds the texts sent, and the table read below."""
    found = (path for path in home.rglob("*") if path.is_file() and "state" not in path.parts and "keys" not in path.parts)
    return {str(path): path.read_text(errors="replace") or "(empty)" for path in found}


def _aws(place: dict[str, str]) -> dict[str, str]:
    rows = [{name: value for name, value in item.items() if name != "sealed"} for item in _items(place)]
    return {"table": json.dumps(rows, default=str), "logs": _logs(place)}


def _client(place: dict[str, str], service: str):
    emulator = f"http://127.0.0.1:{int(place['EVR_PORT']) + 1}"  # as infra/local/system.py places it
    return boto3.client(
        service, endpoint_url=emulator, region_name="eu-west-2", aws_access_key_id="000000000000", aws_secret_access_key="x"
    )


def _items(place: dict[str, str]) -> list[dict]:
    pages = _client(place, "dynamodb").get_paginator("scan").paginate(TableName="evr")
    return [item for page in pages for item in page["Items"]]


def _logs(place: dict[str, str]) -> str:
    logs = _client(place, "logs")
    found = []
    for group in logs.describe_log_groups()["logGroups"]:
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
            found += [event["message"] for event in page["events"]]
    return "\n".join(found)
