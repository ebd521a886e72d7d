"""A worker is killed (SIGKILL) in the middle of sending a text, in a process of its own with its real ports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.outbound import deliveries
from tests import emulator
from tests.faults import check_everything, incident
from tests.integration.outbound.conftest import MakeWorld
from tests.integration.outbound.real import RealWorld
from tests.sqs_fake import sqs_event

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(("when", "sent"), [("before", 0), ("after", 1)])
def test_a_killed_worker_is_seen_and_the_text_is_sent_known_as_possibly_twice(
    make_world: MakeWorld, tmp_path: Path, when: str, sent: int
) -> None:
    world = make_world(force="dorset")
    world.clock.now = datetime.now(UTC)
    world.report()
    world.to("link_sent")
    world.stream()
    url = world.urls["texts"]
    messages = world.sqs.take(url)

    kill_in_the_middle(world, sqs_event(url, messages), when, tmp_path)
    assert world.delivery()["state"] == "sending"
    assert len(world.texts) == sent

    world.sqs.give_back(url, messages)
    world.deliver("texts")
    assert len(world.texts) == sent, "the lease has not run out"

    world.clock.now = datetime.now(UTC) + deliveries.LEASE
    world.recover(ticks=2)

    assert len(world.texts) == sent + 1
    assert incident(world, world.reference).link.possibly_twice
    assert world.delivery()["maybe"] == 1
    check_everything(world, [world.reference])


def kill_in_the_middle(world: RealWorld, event: object, when: str, folder: Path) -> None:
    note = folder / "note"
    (folder / "event.json").write_text(json.dumps(event))
    command = [sys.executable, "-m", "tests.integration.outbound.blocked_worker", when, str(note), str(folder / "event.json")]
    worker = subprocess.Popen(command, env=environment(world), cwd=ROOT, start_new_session=True)
    try:
        for _ in range(300):
            if note.exists():
                break
            assert worker.poll() is None, "the worker ended by itself"
            time.sleep(0.05)
        assert note.exists(), "the worker never came to the provider"
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        assert worker.wait(timeout=10) == -signal.SIGKILL


def environment(world: RealWorld) -> dict[str, str]:
    """As the template sets it for the worker."""
    queues = {f"EVR_QUEUE_{name.upper()}": url for name, url in world.urls.items()}
    names = ("EVR_TABLE", "EVR_KEY", "EVR_STAGE", "PATH", "HOME")
    return (
        {name: os.environ[name] for name in names if name in os.environ}
        | emulator.env()
        | queues
        | {"EVR_IDENTITY": "{}", "EVR_LINK_BASE": "https://{domain}/v", "PYTHONDONTWRITEBYTECODE": "1"}
        | {"EVR_QUEUE_MEDIA": "q/nobody-listens", "EVR_EVIDENCE_BUCKET": "nothing-is-kept"}  # a text needs neither
    )
