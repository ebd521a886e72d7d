"""`make replay QUEUE=texts|cad|facts|allocations|chat|receipts|media|all`: send dead letters again, and webhooks set aside.

Every message only says what to look at, so replaying one twice, or long after, does no harm. Works on the local system; with
QUEUE="texts --aws" on AWS, with the credentials and region of the environment. (Not StartMessageMoveTask: the emulator has none.)
"""

from __future__ import annotations

import argparse
import os
import sys
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.outbound.nudges import Nudge
from chalicelib.outbound.push import aside_list
from chalicelib.outbound.queues import Message, Queues, dead
from chalicelib.policies import load_policies
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.rows import Table
from infra.local.emulator import ACCOUNT, REGION
from infra.local.place import here

QUEUE_NAMES = {
    "texts": "evr-texts",
    "cad": "evr-cad.fifo",
    "facts": "evr-facts",
    "allocations": "evr-allocations",
    "chat": "evr-chat.fifo",
    "receipts": "evr-receipts",
    "media": "evr-media",
}
NAMES = tuple(QUEUE_NAMES)


def main(arguments: list[str]) -> None:
    options = _options(arguments)
    wanted = NAMES if options.queue == "all" else (options.queue,)
    try:
        sqs, table = _aws(options.aws)
        for name in wanted:
            url = sqs.get_queue_url(QueueName=QUEUE_NAMES[name])["QueueUrl"]
            print(f"{name}: {move(sqs, url)} dead letters sent again.", flush=True)
            if name == "cad":
                print(f"cad: {send_aside(sqs, url, table)} set-aside updates sent again.", flush=True)
    except (BotoCoreError, ClientError) as failure:
        sys.exit(f"Stopped; what was not sent again is still among the dead letters. {failure}")


def move(sqs: Any, url: str) -> int:
    """Move every dead letter of a queue back to it; return how many. Sent before it is deleted: a crash doubles, never loses."""
    moved = 0
    for message in _dead_letters(sqs, dead(url)):
        sqs.send_message(QueueUrl=url, MessageBody=message["Body"], **_fifo(url, message))
        sqs.delete_message(QueueUrl=dead(url), ReceiptHandle=message["ReceiptHandle"])
        moved += 1
    return moved


def send_aside(sqs: Any, url: str, table: Table) -> int:
    """Have every webhook that was set aside tried once more; its row goes when command and control takes it."""
    found = [
        Message("cad", uuid.uuid4().hex, Nudge(force, again=number)) for force in load_policies() for number in aside(table, force)
    ]
    failed = Queues(sqs, {"cad": url}).send(found)
    return len(found) - len(failed)


def aside(table: Table, force: str) -> Iterator[str]:
    """The numbers of a force's set-aside updates, in order."""
    after: str | None = None
    while True:
        page = table.query(aside_list(force), after=after)
        yield from (row.sk for row in page.rows)
        after = page.after
        if after is None:
            return


def _dead_letters(sqs: Any, url: str) -> Iterator[dict[str, Any]]:
    """All that are there. What fails again takes minutes to come back here, so this ends by itself."""
    while True:
        answer = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=60, MessageSystemAttributeNames=["All"]
        )
        if not answer.get("Messages"):
            return
        yield from answer["Messages"]


def _fifo(url: str, message: dict[str, Any]) -> dict[str, str]:
    """The same group; but an id of its own, or a message replayed within five minutes of its first sending would be dropped."""
    if not url.endswith(".fifo"):
        return {}
    return {
        "MessageGroupId": message["Attributes"]["MessageGroupId"],
        "MessageDeduplicationId": f"replay-{message['MessageId']}",
    }


def _aws(real: bool) -> tuple[Any, Table]:
    session: Any = boto3.Session()
    if real:
        region = session.region_name or REGION
        return session.client("sqs", region_name=region), DynamoTable("evr", region)
    endpoint = local_endpoint()
    os.environ.update(AWS_ACCESS_KEY_ID=ACCOUNT, AWS_SECRET_ACCESS_KEY="local")  # noqa: S106 - an emulator asks for none
    session = boto3.Session()
    return session.client("sqs", region_name=REGION, endpoint_url=endpoint), DynamoTable("evr", REGION, endpoint)


def local_endpoint() -> str:
    """The emulator's address: told by AWS_ENDPOINT_URL, or the port after the local system's."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL") or f"http://127.0.0.1:{here().port + 1}"
    try:
        with urlopen(f"{endpoint}/_ministack/health", timeout=2):
            return endpoint
    except (URLError, OSError):
        sys.exit('No local system is running (make run). On AWS: make replay QUEUE="texts --aws", make doctor AWS=1')


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make replay", description="Send dead letters again.")
    parser.add_argument("queue", choices=[*NAMES, "all"], help='make replay QUEUE="<queue>"')
    parser.add_argument("--aws", action="store_true", help="on AWS, not on the local system")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
