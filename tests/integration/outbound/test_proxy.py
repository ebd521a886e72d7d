"""Between the workers and AWS stands a proxy that throttles, answers 5xx, resets, drops answers and is slow (microburst)."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import boto3
import pytest
from botocore.config import Config
from msgspec.structs import replace

from chalicelib.outbound.providers.ses import Ses
from chalicelib.outbound.providers.sns import Sns
from chalicelib.outbound.queues import Queues
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.kms import KmsKeyring
from infra import replay
from infra.local.emulator import REGION, free_port
from tests import emulator
from tests.builders import OFFICER
from tests.faults import check_everything
from tests.integration.outbound.real import RealWorld

ROOT = Path(__file__).parents[3]
TROUBLE: list[dict[str, Any]] = [
    {"service": "dynamodb", "probability": 0.04, "error": {"code": "ProvisionedThroughputExceededException", "status": 400}},
    {
        "service": "dynamodb",
        "operation": "TransactWriteItems",
        "probability": 0.05,
        "error": {"code": "InternalServerError", "status": 500},
    },
    {"service": "sqs", "probability": 0.1, "error": {"code": "ServiceUnavailable", "status": 503}},
    {"service": "sns", "probability": 0.15, "error": {"code": "Throttling", "status": 400}},
    {"service": "sns", "probability": 0.15, "response": {"truncate_bytes": 0}},
    {"probability": 0.04, "reset": True},
    {"probability": 0.04, "response": {"truncate_bytes": 0}},
    {"probability": 0.05, "latency": {"min": 50, "max": 400}},
]


class Proxy:
    def __init__(self) -> None:
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        command = [
            str(ROOT / ".venv/bin/microburst"),
            "--upstream",
            emulator.endpoint_url(),
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            with suppress(URLError, OSError):
                self._ask("GET", "health")
                return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError("the proxy did not start")

    def rules(self, rules: list[dict[str, Any]]) -> None:
        self._ask("POST", "rules", rules)

    def fired(self) -> int:
        return len(self._ask("GET", "fired?limit=10000"))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)

    def client(self, service: str, attempts: int = 3) -> Any:
        """A client as `wiring.client` makes it."""
        config = Config(connect_timeout=1, read_timeout=5, retries={"total_max_attempts": attempts, "mode": "standard"})
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=emulator.account(),
            aws_secret_access_key="local",
            config=config,
        )

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/_microburst/{path}", data, {"Content-Type": "application/json"}, method=method)
        with urlopen(request, timeout=5) as answer:
            return json.load(answer)


@pytest.fixture
def proxy(world: RealWorld) -> Iterator[Proxy]:
    """The workers' calls go through it; what people and the tests do does not."""
    proxy = Proxy()
    table = DynamoTable(world.table._item.Meta.table_name, REGION, proxy.url)
    keyring = KmsKeyring(proxy.client("kms"), world.deps.keyring._key_id)
    providers = {"sns": Sns(proxy.client("sns", attempts=1)), "ses": Ses(proxy.client("sesv2", attempts=1))}
    world.ports = replace(
        world.ports,
        deps=replace(world.deps, table=table, keyring=keyring),
        queues=Queues(proxy.client("sqs"), world.urls),
        provider=lambda name, policy: providers[name],
    )
    yield proxy
    proxy.stop()


@pytest.mark.slow
def test_through_all_that_trouble_nothing_is_lost_or_doubled_unseen(world: RealWorld, proxy: Proxy) -> None:
    references = [f"{world.mark}-{n:03}6" for n in range(8)]
    officers = [OFFICER, *(f"PC{n:04}" for n in range(7))]
    world.on_duty(*officers[1:])
    for reference in references:
        world.report(reference)
    proxy.rules(TROUBLE)

    for reference, officer in zip(references, officers, strict=True):
        world.to("link_sent", reference, officer)
        world.stream()
        for name in ("texts", "cad", "facts"):
            world.deliver(name)
    world.recover(ticks=2)
    fired = proxy.fired()
    proxy.rules([])
    world.recover(ticks=8)
    # So much trouble may use up a message's five attempts: then the operator replays it, as the guide says.
    replayed = sum(replay.move(world.sqs, url) for url in world.urls.values())
    world.recover(ticks=3)

    print(f"{fired} faults, {len(world.texts)} texts for {len(references)} links, {replayed} replayed")
    assert fired > 20
    check_everything(world, references)


def test_a_lost_answer_of_the_provider_makes_two_texts_that_are_known_as_two(world: RealWorld, proxy: Proxy) -> None:
    proxy.rules([{"service": "sns", "times": 1, "response": {"truncate_bytes": 0}}])
    world.report()
    world.to("link_sent")

    world.recover(ticks=5)

    assert proxy.fired() == 1
    assert len(world.texts) == 2
    assert world.delivery()["maybe"] == 1
    check_everything(world, [world.reference])
