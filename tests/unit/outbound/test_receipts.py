"""What became of a text: receipts come twice, late, early and out of order, and the officer always sees the truth."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain.delivery import Undelivered
from chalicelib.domain.incident import Link
from chalicelib.outbound import deliveries, receipts
from chalicelib.outbound.deliveries import Delivery, Heard, hear
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.providers import NotSent, Unknown, end_user_messaging_codes, notify_codes, ses_codes
from chalicelib.outbound.receipts import Receipt
from tests import builders as b
from tests.faults import Meter, incident, lived_through, with_faults
from tests.workers import World

LOST = Unknown("ReadTimeoutError")


@pytest.fixture
def sent(ready: World) -> World:
    """The text has been sent."""
    ready.to_next("link_sent")
    ready.settle()
    return ready


def link(world: World) -> Link:
    found = incident(world, b.REFERENCE).link
    assert found
    return found


def told(world: World) -> list[dict[str, Any]]:
    return [each.details for each in world.feed() if each.kind == "delivery"]


# --- a receipt, and what the officer sees ---------------------------------------------------------------------------------------


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


# --- a receipt that comes before we know of anything -----------------------------------------------------------------------------


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


# --- whatever breaks ------------------------------------------------------------------------------------------------------------


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


# --- codes ----------------------------------------------------------------------------------------------------------------------


def test_a_code_that_no_table_knows_is_loud_and_moves_nothing(sent: World, capsys: pytest.CaptureFixture[str]):
    before = link(sent)
    sent.receipt("TEXT_EATEN_BY_A_GRUE")
    sent.settle()

    assert link(sent) == before
    log = capsys.readouterr().out
    assert '"message":"receipt says what no table knows","level":"error"' in log
    assert '"code":"TEXT_EATEN_BY_A_GRUE"' in log
    assert '"ReceiptCodeUnknown":1' in log
    assert sent.dead("receipts") == [], "it would not help to try again"


def test_a_bounce_of_a_new_kind_is_still_a_bounce():
    mark = Mark("dorset", "R-1", "SEND#00000006.00#email")
    news = receipts.news_of(Receipt("ses", "m", "Bounce", mark.tag, "Permanent", "BrandNew"), mark)
    assert news == ("failed", Undelivered.ADDRESS_UNKNOWN)


@pytest.mark.parametrize(
    ("receipt", "status"),
    [
        (Receipt("ses", "m", "Rendering Failure"), "failed"),
        (Receipt("ses", "m", "Delivery"), "delivered"),
        (Receipt("ses", "m", "Bounce", None, "Transient", "MailboxFull"), "failed"),
        (Receipt("notify", "m", "permanent-failure"), "failed"),
        (Receipt("notify", "m", "no-such-status"), None),
        (Receipt("pigeon", "m", "delivered"), None),
    ],
)
def test_codes_are_looked_up_in_the_providers_own_table(receipt: Receipt, status: str | None):
    news = receipts.news_of(receipt, Mark("dorset", "R-1", "SEND#00000006.00#email"))
    assert (news.status if news else None) == status


def test_notify_means_another_thing_by_the_same_status_of_a_text_and_of_an_email():
    reasons = {kind: notify_codes.NEWS[kind]["permanent-failure"].reason for kind in ("sms", "email")}
    assert reasons == {"sms": Undelivered.NUMBER_NOT_IN_USE, "email": Undelivered.ADDRESS_UNKNOWN}


def test_every_status_that_notify_documents_has_its_meaning():
    documented = {"created", "sending", "pending", "sent", "delivered"}
    documented |= {"permanent-failure", "temporary-failure", "technical-failure"}
    assert set(notify_codes.NEWS["sms"]) == set(notify_codes.NEWS["email"]) == documented


# --- what is none of ours ---------------------------------------------------------------------------------------------------------


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


# --- the rule, without any call ---------------------------------------------------------------------------------------------------

SENT = Delivery("sent", 1, attempts=1, provider="sns", provider_id="m-1")
CODES = ("sent", "failed", "delivered")


def heard(status: Any, id: str = "m-1", reason: Undelivered | None = None) -> Heard:
    return Heard(id, status, f"code-{status}", reason)


@pytest.mark.parametrize("first", CODES)
@pytest.mark.parametrize("second", CODES)
def test_a_receipt_moves_forward_or_not_at_all(first: str, second: str):
    once = hear(SENT, heard(first)) or SENT
    twice = hear(once, heard(second))
    assert (twice is not None) == (CODES.index(second) > max(CODES.index(first), CODES.index("sent")))


@pytest.mark.parametrize("state", ["sending", "waiting", "unknown"])
def test_whatever_was_known_a_receipt_ends_the_sending(state: Any):
    before = Delivery(state, 1, attempts=1, maybe=1)
    assert not before.final or state == "unknown"
    after = hear(before, heard("delivered"))
    assert after is not None
    assert (after.final, after.told) == (True, ("delivered", "code-delivered", None))


def test_a_message_that_a_provider_refused_may_have_gone_by_another():
    failed = replace(SENT, state="failed", provider_id=None, maybe=1, code="OptedOut", reason=Undelivered.OPTED_OUT)
    assert hear(failed, heard("sent", "m-2")) is None
    after = hear(failed, heard("delivered", "m-2"))
    assert after is not None
    assert after.told == ("delivered", "code-delivered", None)


def test_what_is_not_news_to_anybody_is_nowhere_a_failure():
    tables = (end_user_messaging_codes.NEWS, ses_codes.NEWS, *notify_codes.NEWS.values())
    assert {news.status for table in tables for news in table.values()} == {None, "sent", "delivered", "failed"}


def test_why_a_message_failed_reaches_the_incident_from_a_provider_s_refusal_too(ready: World):
    ready.sms.trouble = [NotSent("OptedOut", reason=Undelivered.OPTED_OUT)]
    ready.to_next("link_sent")
    ready.settle()

    assert (link(ready).delivery, link(ready).reason) == ("failed", "opted_out")
