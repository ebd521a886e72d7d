"""SQS in memory, and events as Lambda gives them to the workers and the relay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from chalicelib.outbound.queues import dead
from chalicelib.store.rows import Row

URLS = {
    "texts": "q/evr-texts",
    "cad": "q/evr-cad.fifo",
    "facts": "q/evr-facts",
    "allocations": "q/evr-allocations",
    "chat": "q/evr-chat.fifo",
    "receipts": "q/evr-receipts",
}


class FakeSqs:
    """The few calls that our code makes, on lists. Messages that were received five times become dead letters."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[dict[str, Any]]] = {}
        self.refuse: Callable[[str, dict[str, Any]], bool] = lambda url, entry: False
        self._n = 0

    def send_message_batch(self, **call: Any) -> dict[str, Any]:
        url, entries = call["QueueUrl"], call["Entries"]
        assert 1 <= len(entries) <= 10
        assert len({entry["Id"] for entry in entries}) == len(entries)
        refused = [entry for entry in entries if self.refuse(url, entry)]
        for entry in entries:
            if entry not in refused:
                self._put(url, entry)
        return {
            "Successful": [{"Id": entry["Id"]} for entry in entries if entry not in refused],
            "Failed": [{"Id": entry["Id"], "Code": "InternalError", "SenderFault": False} for entry in refused],
        }

    def send_message(self, **call: Any) -> None:
        self._put(call.pop("QueueUrl"), call)

    def change_message_visibility(self, **call: Any) -> None:
        assert 0 <= call["VisibilityTimeout"] <= 43200

    def _put(self, url: str, entry: dict[str, Any]) -> None:
        assert url.endswith(".fifo") == ("MessageGroupId" in entry)
        self._n += 1
        self.waiting.setdefault(url, []).append({"id": f"m{self._n}", "received": 0, **entry})

    def take(self, url: str, most: int = 10) -> list[dict[str, Any]]:
        """Receive, as the event source does: counted, in order."""
        taken, self.waiting[url] = self.waiting.get(url, [])[:most], self.waiting.get(url, [])[most:]
        for message in taken:
            message["received"] += 1
        return taken

    def comes_again(self, urls: Iterable[str]) -> bool:
        """Whether messages that failed wait to be tried again."""
        return any(self.waiting.get(url) for url in urls)

    def done(self, url: str, messages: Iterable[dict[str, Any]]) -> None:
        """Delete what a worker has done; here it has been taken out already."""

    def left(self) -> list[dict[str, Any]]:
        """Everything that is in a queue, dead letters included."""
        return [message for messages in self.waiting.values() for message in messages]

    def dead(self, url: str) -> list[dict[str, Any]]:
        return self.waiting.get(dead(url), [])

    def give_back(self, url: str, messages: Iterable[dict[str, Any]]) -> None:
        for message in reversed(list(messages)):
            self.waiting.setdefault(dead(url) if message["received"] >= 5 else url, []).insert(0, message)


def sqs_event(url: str, messages: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Messages as Lambda gives them to a worker."""
    return {
        "Records": [
            {
                "messageId": message["id"],
                "receiptHandle": message.get("handle", message["id"]),
                "body": message["MessageBody"],
                "attributes": {"ApproximateReceiveCount": str(message["received"])}
                | ({"MessageGroupId": message["MessageGroupId"]} if "MessageGroupId" in message else {}),
                "eventSourceARN": f"arn:aws:sqs:eu-west-2:000000000000:{url.rpartition('/')[2]}",
            }
            for message in messages
        ]
    }


def stream_event(rows: Iterable[Row]) -> dict[str, Any]:
    """New rows as the stream gives them to the relay."""
    return {
        "Records": [
            {
                "eventName": "INSERT",
                "dynamodb": {
                    "SequenceNumber": str(n),
                    "Keys": {"pk": {"S": row.pk}, "sk": {"S": row.sk}},
                    "NewImage": {"pk": {"S": row.pk}, "sk": {"S": row.sk}, "data": {"S": row.data}},
                },
            }
            for n, row in enumerate(rows, 1)
        ]
    }
