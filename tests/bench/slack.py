"""From a button pressed in Slack to the answer, warm: the whole app with Bolt and a signature, the emulator's table, a Slack that
answers at once on the same machine.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from unittest.mock import patch

from chalicelib.domain.officer import Officer, OfficerRecord
from chalicelib.store import accounts, officers
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.rows import Put
from tests import slack_payloads as p
from tests.contract.gateway import event, route_of

from . import world

BUDGET_MS = 300
ROUNDS, WARM_UP = 200, 20
PATH = "/chat/slack"
_ENVIRONMENT = {
    "EVR_STAGE": "bench",
    "AWS_REGION": "eu-west-2",
    "EVR_KEY": "none",
    "EVR_IDENTITY": "{}",
    "EVR_LINK_BASE": "https://evr.example/v",
}


def measure() -> dict[str, Any]:
    """Milliseconds from the event to the response. `claim`: claim next, with a private reply. `form`: opened, read and filled."""
    table = world.table()
    world.fill_queue(table, ROUNDS + WARM_UP)
    users = _add_officers(table, ROUNDS + WARM_UP)
    with _slack() as base, _app(table, base) as press:
        claims = [press("queue.claim_next", "", user) for user in users][WARM_UP:]
        forms = [press("job.release", f"B-{number:07d}", user) for number, user in enumerate(users)][WARM_UP:]
    found = {"claim": claims, "form": forms}
    worst = {name: _percentile(times, 99) for name, times in found.items()}
    return {
        **{f"{name}_p50_ms": _percentile(times, 50) for name, times in found.items()},
        **{f"{name}_p99_ms": value for name, value in worst.items()},
        "presses": sum(map(len, found.values())),
        "budget": BUDGET_MS,
        "met": max(worst.values()) <= BUDGET_MS,
    }


def _percentile(times: list[float], percent: int) -> float:
    return round(sorted(times)[math.ceil(len(times) * percent / 100) - 1], 1)


def _add_officers(table: DynamoTable, count: int) -> list[str]:
    """Officers on shift and free, each with a Slack account; the accounts."""
    now, users = datetime.now(UTC), []
    for number in range(count):
        id, user = f"PC{number:04d}", f"U0BENCH{number:04d}"
        officer = Officer(id, OfficerRecord(f"Test {id}", ("officer",), chat={"slack": user}), "on", None, now)
        table.commit([Put(officers.row(world.FORCE, officer)), *accounts.moved(world.FORCE, id, {}, officer.record.chat)])
        users.append(user)
    return users


@contextmanager
def _slack() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.slack_answers"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/api/"
        finally:
            process.terminate()


@contextmanager
def _app(table: DynamoTable, base: str) -> Iterator[Callable[[str, str, str], float]]:
    """The app over this table and this Slack; what it gives presses a button and says how long the answer took."""
    from chalicelib import settings, wiring
    from chalicelib.chat.slack import turn
    from chalicelib.chat.slack.post import Http
    from chalicelib.chat.slack.secrets import Secrets

    queues = {f"EVR_QUEUE_{name}": "https://sqs.example/q" for name in ("TEXTS", "CAD", "FACTS", "ALLOCATIONS", "CHAT")}
    secret = json.dumps({"signing_secret": p.SECRET, "bot_token": "xoxb-bench", "app_id": p.APP})
    deps = world.deps(table)
    ports = turn.Ports(deps=deps, secrets=Secrets(lambda name: secret), http=Http(), slack_api=base)
    with patch.dict(os.environ, _ENVIRONMENT | queues | {"EVR_TABLE": table.name}), patch.object(turn, "ports", lambda: ports):
        settings.settings.cache_clear()
        with redirect_stdout(StringIO()):  # where its log lines go from now on
            from app import app

        with patch.object(wiring, "deps", lambda: deps):
            yield lambda action, value, user: _press(app, base, action, value, user)
        settings.settings.cache_clear()


def _press(app: Any, base: str, action: str, value: str, user: str) -> float:
    element = {"type": "button", "action_id": action, "block_id": "b", "value": value, "text": {"type": "plain_text", "text": "x"}}
    payload = p.press(element, p.posted({"text": "A card", "blocks": []}), user=user) | {"response_url": f"{base}respond"}
    body, headers = p.request(payload)
    found = route_of(app, "POST", PATH)
    assert found
    asked = event("POST", found, headers, {}, body)
    said = StringIO()
    with redirect_stdout(said):
        start = time.perf_counter()
        answer = app(asked, None)
        took = (time.perf_counter() - start) * 1000
    if answer["statusCode"] != 200 or "lost" in said.getvalue():
        raise RuntimeError(f"{action}: {answer['statusCode']} {said.getvalue()}")
    return took
