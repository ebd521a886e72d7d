"""The worker of receipts: what a provider says became of a message moves its row and its incident forward, never back.

A receipt on the queue holds no number and no address: EventBridge's rules (`infra/template.yaml`) and the callback's route
(`api/receipts.py`) leave them out.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from ..store.rows import Row
from . import deliveries, marks, noting, sending
from .deliveries import Delivery, Heard
from .marks import Mark
from .nudges import Failures, Later, each
from .ports import Ports, Within, ports
from .providers import end_user_messaging_codes, notify_codes, ses_codes
from .providers.news import News
from .rewriting import save
from .sending import Task

SECONDS = 20
#: So often another write may come first; then the receipt comes again.
ATTEMPTS = 4


class Receipt(Struct, frozen=True, omit_defaults=True):
    """`id`: the provider's own of its message. `mark`: ours, as it came back. `kind` and `detail` divide some codes further."""

    provider: str
    id: str
    code: str
    mark: str | list[str] | None = None
    kind: str = ""
    detail: str = ""

    @property
    def whose(self) -> Mark | None:
        """SES gives the values of a tag as a list."""
        text = next(iter(self.mark), None) if isinstance(self.mark, list) else self.mark
        return marks.read(text)

    @property
    def whole_code(self) -> str:
        return ".".join(filter(None, (self.code.replace(" ", ""), self.kind, self.detail)))


_receipt = msgspec.json.Decoder(Receipt).decode


def on_messages(event: dict[str, Any]) -> Failures:
    return each(event, lambda receipt: work(ports(), receipt), ports().queues.postpone, Within(SECONDS), _receipt)


def work(ports: Ports, receipt: Receipt) -> None:
    """Take one receipt in; a second time it changes nothing. Raises Later, Unavailable."""
    mark = receipt.whose
    if mark is None or mark.force not in ports.deps.policies:
        noting.log("receipt for none of our messages", provider=receipt.provider)
        return
    news = news_of(receipt, mark)
    if news is None:
        _loud(receipt, mark)
    elif news.status is not None:
        _hear(ports, mark, Heard(receipt.id, news.status, receipt.whole_code, news.reason))


def news_of(receipt: Receipt, mark: Mark) -> News | None:
    """What the code means; None for one that no table knows. A bounce of a new subtype is still a bounce of its type."""
    match receipt.provider:
        case "notify":
            return notify_codes.NEWS[mark.channel].get(receipt.code)
        case "ses":
            by_type = f"{receipt.code}.{receipt.kind}"
            return ses_codes.NEWS.get(receipt.whole_code) or ses_codes.NEWS.get(by_type if receipt.kind else "")
        case "end_user_messaging":
            return end_user_messaging_codes.NEWS.get(receipt.code)
    return None


def _loud(receipt: Receipt, mark: Mark) -> None:
    """Somebody has to look it up and put it into its table; the message stays where it is."""
    code = {"provider": receipt.provider, "code": receipt.whole_code[:60]}
    noting.log("receipt says what no table knows", level="error", force=mark.force, cause=f"{mark.reference}/{mark.send}", **code)
    noting.measure(mark.force, {"ReceiptCodeUnknown": 1})


def _hear(ports: Ports, mark: Mark, heard: Heard) -> None:
    for _ in range(ATTEMPTS):
        row = ports.deps.table.get([mark.key]).get(mark.key)
        if row is None:
            noting.log("receipt for a message that was never begun", level="error", force=mark.force, cause=mark.reference)
            return
        before = sending.delivery_in(row)
        after = deliveries.hear(before, heard)
        if after is None or save(ports.deps.table, mark.key, row, after):
            _tell(ports, mark, row, after or before, heard, is_news=after is not None)
            return
    raise Later("its row is being written to")


def _tell(ports: Ports, mark: Mark, row: Row, delivery: Delivery, heard: Heard, *, is_news: bool) -> None:
    """Also when it is no news: telling the incident may be what was interrupted the last time. It is recorded once."""
    if is_news:
        code = {"code": heard.code, "reason": heard.reason}
        noting.log("receipt taken", force=mark.force, cause=f"{mark.reference}/{mark.send}", status=heard.status, **code)
        noting.measure(mark.force, {f"Receipts{heard.status.capitalize()}": 1})
    if delivery.heard:
        sending.tell(ports, Task(mark.force, mark.reference, delivery.number, mark.key, row), delivery)
