"""What each provider's codes mean, and the rule by which a receipt moves a message."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.delivery import Undelivered
from chalicelib.outbound import receipts
from chalicelib.outbound.deliveries import Delivery, Heard, hear
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.providers import NotSent, end_user_messaging_codes, notify_codes, ses_codes
from chalicelib.outbound.receipts import Receipt
from tests.unit.outbound.receipts import link
from tests.workers import World


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
