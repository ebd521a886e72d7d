"""Write what a handler was given into the table, where the test can read it; refuse what says 'refuse'."""

from __future__ import annotations

import json
import os
import uuid
from typing import Any

import botocore.session


def handle(worker: str, event: dict[str, Any]) -> dict[str, Any]:
    refused = []
    for record in event["Records"]:
        note(worker, record)
        if worker == "relay":
            _send(record)
        elif record["body"] == "refuse":
            refused.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": refused}


def note(worker: str, record: dict[str, Any]) -> None:
    item = {"pk": {"S": f"NOTE#{worker}"}, "sk": {"S": uuid.uuid4().hex}, "record": {"S": json.dumps(record)}}
    _client("dynamodb").put_item(TableName=os.environ["EVR_TABLE"], Item=item)


def _send(record: dict[str, Any]) -> None:
    _client("sqs").send_message(QueueUrl=os.environ["EVR_QUEUE_TEXTS"], MessageBody=record["dynamodb"]["Keys"]["sk"]["S"])


def _client(service: str) -> Any:
    return botocore.session.get_session().create_client(service)
