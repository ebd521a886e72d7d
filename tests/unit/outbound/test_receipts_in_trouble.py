"""A receipt that comes before we know of anything, and whatever breaks on its way."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.outbound import deliveries, receipts
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.receipts import Receipt
from tests.faults import Meter, lived_through, with_faults
from tests.unit.outbound.receipts import LOST, link, told
from tests.workers import World


def test_after_a_lost_answer_a_receipt_shows_that_it_went_out_and_no_second_text_goes(ready: World):
    ready.sms.after = [LOST]
    ready.to_next("link_sent")
    ready.stream()
    ready.deliver("texts")
    assert ready.delivery()["state"] == "waiting"

    ready.receipt("TEXT_DELIVERED", id="m-1")
    ready.deliver("receipts")
    ready.settle()

    assert len(ready.texts) == 1
    assert (link(ready).delivery, link(ready).possibly_twice) == ("delivered", False)


def test_after_a_crash_a_receipt_shows_that_it_went_out_and_no_second_text_goes(ready: World):
    ready.sms.after = [KeyboardInterrupt()]
    ready.to_next("link_sent")
    ready.stream()
    with pytest.raises(KeyboardInterrupt):
        ready.deliver("texts")

    ready.receipt("TEXT_UNREACHABLE", id="m-1")
    ready.deliver("receipts")
    ready.clock.forward(deliveries.LEASE)
    ready.settle()

    assert len(ready.texts) == 1
    assert (link(ready).delivery, link(ready).reason, link(ready).possibly_twice) == ("failed", "unreachable", False)


def test_a_receipt_while_the_call_is_under_way_is_not_lost_and_loses_nothing(ready: World):
    """The network can be faster than the provider's answer."""
    send = ready.sms.send

    def quick(letter: Any, mark: Mark) -> str:
        id = send(letter, mark)
        receipts.work(ready.ports, Receipt("end_user_messaging", id, "TEXT_DELIVERED", str(mark)))
        return id

    ready.sms.send = quick
    ready.to_next("link_sent")
    ready.settle()

    row = ready.delivery()
    assert (row["state"], row["provider_id"], row["heard"]["status"]) == ("sent", "provider-1", "delivered")
    assert link(ready).delivery == "delivered"
    assert len(ready.texts) == 1


def test_of_two_texts_the_one_that_failed_says_nothing_about_the_other(ready: World):
    ready.sms.after = [LOST]
    ready.to_next("link_sent")
    ready.settle()
    assert (len(ready.texts), ready.delivery()["provider_id"]) == (2, "provider-2")

    ready.receipt("TEXT_BLOCKED", id="provider-1")
    ready.settle()
    assert (link(ready).delivery, link(ready).possibly_twice) == ("sent", True)

    ready.receipt("TEXT_DELIVERED", id="provider-1")
    ready.settle()
    assert (link(ready).delivery, link(ready).possibly_twice) == ("delivered", True), "the victim has the link, by either"


def test_both_of_two_texts_may_fail(ready: World):
    ready.sms.after = [LOST]
    ready.to_next("link_sent")
    ready.stream()
    ready.deliver("texts")
    mark = ready.sms.marks[0]
    ready.settle()

    for id in ("provider-1", "provider-2"):
        ready.receipt("TEXT_UNREACHABLE", id=id, mark=mark)
        ready.settle()

    assert (link(ready).delivery, link(ready).reason) == ("failed", "unreachable")


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kill", [False, True], ids=["error", "killed"])
def test_whichever_call_breaks_the_receipt_is_recorded_once(ready: World, after: bool, kill: bool):
    ready.to_next("link_sent")
    ready.settle()
    ready.receipt("TEXT_DELIVERED")
    steps = 0
    for n in range(1, 40):
        meter = Meter(n, after, kill)
        with_faults(ready, meter)
        lived_through(lambda: ready.deliver("receipts"))
        steps = meter.total
        with_faults(ready, Meter())
        ready.settle()
        assert link(ready).delivery == "delivered"
        assert [each["status"] for each in told(ready)] == ["sent", "delivered"]
        if meter.total < n:
            break
        ready.receipt("TEXT_DELIVERED")
    assert steps > 1


def test_a_receipt_that_cannot_be_recorded_just_now_comes_again(sent: World, monkeypatch: pytest.MonkeyPatch):
    sent.receipt("TEXT_DELIVERED")
    with monkeypatch.context() as another_is_faster:
        another_is_faster.setattr(receipts, "save", lambda *_: None)
        sent.deliver("receipts")
    assert link(sent).delivery == "sent"
    sent.settle()

    assert link(sent).delivery == "delivered"
