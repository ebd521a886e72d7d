"""The queues, on SQS: send in tens, and say which ones did not get through."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Literal, NamedTuple

import msgspec

from . import noting
from .nudges import Nudge

Name = Literal["texts", "cad", "facts", "allocations", "chat", "receipts", "media"]
BATCH = 10


class Message(NamedTuple):
    """A nudge for a queue. `id` names its cause, so that a FIFO queue drops the same one sent twice within five minutes."""

    queue: Name
    id: str
    nudge: Nudge


class Queues:
    """The port to SQS; `urls` by name, a FIFO queue's ends in .fifo."""

    def __init__(self, client: Any, urls: Mapping[Name, str]) -> None:
        self._client, self.urls = client, urls

    def send(self, messages: Sequence[Message]) -> set[str]:
        """Send all; return the ids of those with a part that did not get through. Never raises for the queue's own errors."""
        failed: set[str] = set()
        for name in self.urls:
            rest = iter([message for message in messages if message.queue == name])
            while batch := list(islice(rest, BATCH)):
                failed |= self._send(name, batch)
        return failed

    def bury(self, message: Message) -> None:
        """Put a message among the queue's dead letters, where an alarm rings. Best effort: what it says is in the table too."""
        from botocore.exceptions import BotoCoreError, ClientError

        url = self.urls[message.queue]
        entry = _entry("0", message, url.endswith(".fifo"))
        del entry["Id"]
        try:
            self._client.send_message(QueueUrl=dead(url), **entry)
        except (BotoCoreError, ClientError) as error:
            noting.failed("dead letter not written", error, queue=message.queue)

    def _send(self, name: Name, batch: Sequence[Message]) -> set[str]:
        from botocore.exceptions import BotoCoreError, ClientError

        fifo = self.urls[name].endswith(".fifo")
        entries = [_entry(str(n), message, fifo) for n, message in enumerate(batch)]
        try:
            answer = self._client.send_message_batch(QueueUrl=self.urls[name], Entries=entries)
        except (BotoCoreError, ClientError) as error:
            noting.failed("queue did not take a batch", error, queue=name)
            return {message.id for message in batch}
        taken = {int(entry["Id"]) for entry in answer.get("Successful", ())}
        return {message.id for n, message in enumerate(batch) if n not in taken}

    def postpone(self, record: dict[str, Any], seconds: int) -> None:
        """Have a failed message come again after so many seconds, instead of the queue's three minutes."""
        from botocore.exceptions import BotoCoreError, ClientError

        url = self._url_of(record)
        if url is None or "receiptHandle" not in record:
            return
        try:
            self._client.change_message_visibility(QueueUrl=url, ReceiptHandle=record["receiptHandle"], VisibilityTimeout=seconds)
        except (BotoCoreError, ClientError) as error:
            noting.failed("message not postponed", error, message_id=record["messageId"])

    def _url_of(self, record: dict[str, Any]) -> str | None:
        name = record.get("eventSourceARN", "").rpartition(":")[2]
        return next((url for url in self.urls.values() if url.rpartition("/")[2] == name), None)


def dead(url: str) -> str:
    """The dead-letter queue of a queue: evr-cad.fifo has evr-cad-dead.fifo (`infra/template.yaml`)."""
    stem = url.removesuffix(".fifo")
    return f"{stem}-dead{url.removeprefix(stem)}"


def _entry(id: str, message: Message, fifo: bool) -> dict[str, str]:
    entry = {"Id": id, "MessageBody": msgspec.json.encode(message.nudge).decode()}
    if fifo:
        # An id may be longer than the 128 letters SQS takes.
        entry["MessageGroupId"] = _group(message)
        entry["MessageDeduplicationId"] = hashlib.sha256(message.id.encode()).hexdigest()
    return entry


def _group(message: Message) -> str:
    """What is worked on one at a time: of updates for command and control a force's, of cards those of one incident."""
    nudge = message.nudge
    if message.queue == "chat":
        return hashlib.sha256(f"{nudge.force}/{nudge.about}".encode()).hexdigest()
    return nudge.force + ("/again" if nudge.again else "")
