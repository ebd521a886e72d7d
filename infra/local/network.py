"""The telephone network and the mail servers of this machine: what went through the emulator arrives, or does not, and is reported.

AWS would tell EventBridge; here what its rules make of that goes straight to the queue of receipts. Which message it was is looked
up in the table, for the emulator keeps neither context nor tags.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.error import URLError

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.outbound.deliveries import Delivery
from chalicelib.outbound.marks import Mark
from infra.local import notify_says, texts
from infra.local.system import System

_TEXTS = {"delivered": "TEXT_DELIVERED", "permanent-failure": "TEXT_INVALID", "temporary-failure": "TEXT_UNREACHABLE"}


class _Row(NamedTuple):
    """A message that was sent, its mark, and whether something was heard of it."""

    mark: Mark
    delivery: Delivery


class Network:
    """Called every second by `make run`."""

    def __init__(self, local: System) -> None:
        self._local = local
        self._said: set[str] = set()

    def look(self) -> None:
        """Report on what was sent since the last look."""
        self._local.notify.look()
        running = self._local.running
        if running is None:
            return
        try:
            new = {each["id"]: each for each in texts.through_the_emulator(running.endpoint_url) if each["id"] not in self._said}
            for row in self._rows() if new else ():
                id = row.delivery.provider_id or ""
                if id in new:
                    self._report(new[id], row)
                    self._said.add(id)
        except (URLError, OSError, BotoCoreError, ClientError):
            return  # the emulator is starting, or the stack is being deployed: with the next look

    def _rows(self) -> Iterator[_Row]:
        scan = self._local.client("dynamodb").get_paginator("scan")
        for page in scan.paginate(
            TableName="evr", FilterExpression="begins_with(sk, :send)", ExpressionAttributeValues={":send": {"S": "SEND#"}}
        ):
            for item in page["Items"]:
                _, force, reference = item["pk"]["S"].split("#", 2)
                yield _Row(Mark(force, reference, item["sk"]["S"]), msgspec.json.decode(item["data"]["S"], type=Delivery))

    def _report(self, message: dict[str, Any], row: _Row) -> None:
        if row.delivery.heard is not None:
            return
        receipt = _receipt(message) | {"id": message["id"], "mark": str(row.mark)}
        sqs = self._local.client("sqs")
        sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName="evr-receipts")["QueueUrl"], MessageBody=json.dumps(receipt))


def _receipt(message: dict[str, Any]) -> dict[str, str]:
    became = notify_says.became(message["by"], message["to"])
    if message["by"] == "sms":
        return {"provider": "end_user_messaging", "code": _TEXTS[became]}
    if became == "delivered":
        return {"provider": "ses", "code": "Delivery"}
    return {"provider": "ses", "code": "Bounce", "kind": "Permanent", "detail": "NoEmail"}
