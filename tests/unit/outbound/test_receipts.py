"""What became of a text: receipts come twice, late and out of order, and the officer always sees the truth."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.outbound import receipts
from chalicelib.outbound.receipts import Receipt
from tests import builders as b
from tests.unit.outbound.receipts import link, told
from tests.workers import World


def test_a_text_that_was_delivered_is_seen_as_delivered_by_the_officer_and_by_the_control_room(sent: World):
    sent.receipt("TEXT_DELIVERED")
    sent.settle()

    assert link(sent).delivery == "delivered"
    assert [each["status"] for each in told(sent)] == ["sent", "delivered"]
    assert sent.delivery()["heard"] == {"id": "provider-1", "status": "delivered", "code": "TEXT_DELIVERED"}


def test_a_number_that_is_not_in_use_is_said_so(sent: World):
    sent.receipt("TEXT_INVALID")
    sent.settle()

    assert (link(sent).delivery, link(sent).reason) == ("failed", "number_not_in_use")
    assert told(sent)[-1] == {
        "number": 1,
        "status": "failed",
        "possibly_twice": False,
        "code": "TEXT_INVALID",
        "reason": "number_not_in_use",
    }


@pytest.mark.parametrize("code", ["TEXT_QUEUED", "TEXT_PENDING"])
def test_that_it_is_on_its_way_is_no_news(sent: World, code: str):
    before = link(sent)
    sent.receipt(code)
    sent.settle()

    assert link(sent) == before
    assert "heard" not in sent.delivery()


@pytest.mark.parametrize("order", list(permutations(["TEXT_SENT", "TEXT_SUCCESSFUL", "TEXT_UNREACHABLE", "TEXT_DELIVERED"])))
def test_in_whichever_order_they_come_the_end_is_the_same(sent: World, order: tuple[str, ...]):
    seen = []
    for code in order:
        sent.receipt(code)
        sent.settle()
        seen.append(link(sent).delivery)

    assert seen[-1] == "delivered"
    assert "sent" not in seen[seen.index("delivered") :], "never back"
    assert len(sent.dead("receipts")) == 0


def test_the_same_receipt_many_times_is_recorded_once(sent: World):
    for _ in range(5):
        sent.receipt("TEXT_DELIVERED")
    sent.settle()
    sent.receipt("TEXT_DELIVERED")
    sent.settle()

    assert [each["status"] for each in told(sent)] == ["sent", "delivered"]


def test_a_receipt_for_a_link_that_was_replaced_says_nothing_about_the_new_one(sent: World):
    first = sent.sms.marks[0]
    sent.do(b.REFERENCE, c.SendLink(to="07700 900555"), "officer")
    sent.settle()
    sent.receipt("TEXT_INVALID", mark=first)
    sent.settle()

    assert (link(sent).number, link(sent).delivery) == (2, "sent")
    assert told(sent)[-1]["number"] == 1


def test_a_receipt_may_come_when_everything_is_over(sent: World):
    sent.do(b.REFERENCE, c.ReturnToDispatch("not_reachable"), "sergeant")
    sent.receipt("TEXT_DELIVERED")
    sent.settle()

    assert link(sent).delivery == "delivered"


def test_an_email_that_comes_back_after_the_server_took_it_was_not_delivered(ready: World):
    ready.do(b.REFERENCE, c.SendLink(channel="email", device="laptop"), "officer")
    ready.settle()
    for code in ("Delivery", "Bounce"):
        bounce = {"kind": "Permanent", "detail": "General"} if code == "Bounce" else {}
        receipt = {"provider": "ses", "id": "provider-1", "code": code, "mark": [ready.email.marks[-1].tag]} | bounce
        ready.sqs.send_message(QueueUrl=ready.urls["receipts"], MessageBody=json.dumps(receipt))
        ready.settle()

    assert (link(ready).delivery, link(ready).reason) == ("failed", "address_unknown")


@pytest.mark.parametrize(
    "mark",
    [None, "", "somebody else's", "devon/R-1/SEND#00000006.00#sms", [], "dorset/R-404/SEND#00000006.00#sms"],
)
def test_a_receipt_for_none_of_our_messages_is_let_go(sent: World, mark: Any):
    before = dict(sent.table.rows)
    receipts.work(sent.ports, Receipt("end_user_messaging", "m-1", "TEXT_DELIVERED", mark))

    assert sent.table.rows == before


def test_what_is_no_receipt_at_all_becomes_a_dead_letter(sent: World):
    sent.sqs.send_message(QueueUrl=sent.urls["receipts"], MessageBody='{"detail": {"destinationPhoneNumber": "+447700900123"}}')
    sent.settle()

    assert len(sent.dead("receipts")) == 1


def test_nothing_about_the_person_is_written_to_the_log(sent: World, capsys: pytest.CaptureFixture[str]):
    for code in ("TEXT_DELIVERED", "TEXT_INVALID", "TEXT_NEW"):
        sent.receipt(code)
    sent.settle()

    log = capsys.readouterr().out
    assert "receipt taken" in log
    for word in ("07700", "900123", "alder", "Alder", "example.org", "/v#"):
        assert word not in log
