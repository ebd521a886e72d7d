"""The messages on our queues, and the way of a batch of them through a worker.

A nudge says which incident (or officer's force) to look at. It holds references only: what is to be done is read from the table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from . import noting

#: Seconds until a failed message is tried again, by the times it has been received; the fifth failure makes it a dead letter.
RETRY_AFTER = (5, 20, 60, 120)


class Nudge(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`version` is the commit that made the nudge. `again` is a set-aside update to send once more (`push.py`).

    For chat alone: `officer`, whose break may go on for long; `day`, for the daily summary; `notice`, to the team.
    """

    force: str
    reference: str | None = None
    version: int | None = None
    again: str | None = None
    officer: str | None = None
    day: str | None = None
    notice: str | None = None

    @property
    def about(self) -> str:
        """What it is about, in a word that is unique within the force: no reference holds a `|`."""
        others = {"officer": self.officer, "day": self.day, "notice": self.notice}
        return self.reference or next((f"{kind}|{id}" for kind, id in others.items() if id), "")


class Later(Exception):
    """Not now: another worker holds the lease, or the other side did not answer. `seconds` when it is worth coming back."""

    def __init__(self, why: str, seconds: int | None = None) -> None:
        super().__init__(why)
        self.seconds = seconds


class Postpone(Protocol):
    """Make a failed message visible again after so many seconds. May fail silently: then the queue's own time counts."""

    def __call__(self, record: dict[str, Any], seconds: int) -> None: ...


Failures = dict[str, list[dict[str, str]]]
_decode = msgspec.json.Decoder(Nudge).decode


def each(
    event: dict[str, Any],
    work: Callable[[Any], None],
    postpone: Postpone,
    time_is_up: Callable[[], bool] = lambda: False,
    read: Callable[[str], Any] = _decode,
) -> Failures:
    """Work through a batch; what failed, or was not begun in time, is named, so that only that comes again.

    `read` makes of a message's body what `work` is given: a nudge, unless the queue carries something else.
    In a FIFO queue a failure also fails what follows in the same group, or it would overtake.
    """
    failed: list[dict[str, str]] = []
    stopped: set[str] = set()
    for record in event["Records"]:
        group = record.get("attributes", {}).get("MessageGroupId")
        late = time_is_up()
        if late:
            postpone(record, 0)
        if late or group in stopped or not _one(record, work, postpone, read):
            failed.append({"itemIdentifier": record["messageId"]})
            stopped |= {group} if group else set()
    return {"batchItemFailures": failed}


def _one(record: dict[str, Any], work: Callable[[Any], None], postpone: Postpone, read: Callable[[str], Any]) -> bool:
    try:
        work(read(record["body"]))
    except Later as later:
        postpone(record, _pause(record) if later.seconds is None else later.seconds)
        noting.log("message later", message_id=record["messageId"], why=str(later))
        return False
    except Exception as error:  # noqa: BLE001 - one bad message must not take the batch with it; it comes again, then is a dead letter
        postpone(record, _pause(record))
        noting.failed("message failed", error, message_id=record["messageId"])
        return False
    return True


def _pause(record: dict[str, Any]) -> int:
    received = int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))
    return RETRY_AFTER[min(received, len(RETRY_AFTER)) - 1]
