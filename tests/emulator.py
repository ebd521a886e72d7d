"""One ministack for a test run: `start()` gives it (started on first use), `stop()` ends it.

    from tests import emulator
    emulator.start()
    dynamodb = emulator.client("dynamodb")
    table = emulator.fresh_table()

Integration tests use the fixtures of `tests/integration/conftest.py` instead of calling this.
"""

from __future__ import annotations

import atexit
import json
import os
import uuid
from typing import Any
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config

from infra.local import emulator as local
from infra.local.emulator import REGION, Emulator

_running: Emulator | None = None


def start() -> Emulator:
    """Return the emulator of this process, starting it when there is none."""
    global _running
    if _running is None or not _running.alive():
        _running = local.start()
        atexit.register(stop)
    return _running


def stop() -> None:
    """End the emulator and its Lambda workers."""
    global _running
    if _running is not None:
        _running.stop(patience=2)
        _running = None


def endpoint_url() -> str:
    return start().endpoint_url


def account() -> str:
    """Return a 12-digit account, one per xdist worker: ministack keeps accounts apart."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return f"{int(worker):012d}"


def env() -> dict[str, str]:
    """Return the environment that points any process at the emulator."""
    return start().env(account())


def client(service: str, **config: Any) -> Any:
    """Return a boto3 client for the emulator, whatever the environment says."""
    settings = Config(connect_timeout=2, read_timeout=30, retries={"total_max_attempts": 1}, **config)
    return boto3.client(
        service,
        endpoint_url=endpoint_url(),
        region_name=REGION,
        aws_access_key_id=account(),
        aws_secret_access_key="local",
        config=settings,
    )


def fresh_table(name: str | None = None, stream: bool = True) -> str:
    """Create an empty table of the deployed shape (pk, sk, stream of new images) and return its name."""
    name = name or f"evr-{uuid.uuid4().hex[:12]}"
    wanted: dict[str, Any] = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
    }
    if stream:
        wanted["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    dynamodb = client("dynamodb")
    dynamodb.create_table(**wanted)
    # No time to live: tests live in the past, and the emulator would sweep their receipts away under them.
    return name


def fresh_key() -> str:
    """Create a KMS key and return its id."""
    return str(client("kms").create_key(Description="evr test")["KeyMetadata"]["KeyId"])


def fresh_queue(name: str | None = None, **attributes: str) -> str:
    """Create a queue (FIFO when its name ends in .fifo) and return its URL."""
    name = name or f"evr-{uuid.uuid4().hex[:12]}"
    if name.endswith(".fifo"):
        attributes.setdefault("FifoQueue", "true")
    return str(client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])


def texts_sent() -> Any:
    """Return what the emulator's SNS would have sent as SMS, by number."""
    return _inspect("/_ministack/sns/sms-messages")


def emails_sent() -> Any:
    """Return what the emulator's SES would have sent."""
    return _inspect("/_ministack/ses/messages")


def reset() -> None:
    """Forget everything in the emulator, for all accounts."""
    with urlopen(Request(endpoint_url() + "/_ministack/reset", method="POST"), timeout=30):
        pass


def _inspect(path: str) -> Any:
    with urlopen(f"{endpoint_url()}{path}?account={account()}", timeout=10) as answer:
        return json.load(answer)
