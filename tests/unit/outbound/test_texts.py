"""A link becomes a text or an email, once, or twice known as two."""

from __future__ import annotations

import contextlib
import re
from datetime import timedelta

import msgspec
import pytest

from chalicelib.domain import commands as c
from chalicelib.outbound import deliveries
from chalicelib.outbound.providers import NotSent, Unknown
from chalicelib.service import reaching
from chalicelib.store import keys
from chalicelib.store.personal import context, seal, token_hash, unseal
from chalicelib.store.rows import Change
from tests import builders as b
from tests.faults import incident
from tests.workers import World

PASSING = NotSent("Throttling", passing=True)


def link(world: World) -> object:
    return incident(world, b.REFERENCE).link


def test_the_link_in_the_text_is_the_incidents(ready: World) -> None:
    ready.to_next("link_sent")
    ready.settle()

    (_, _, subject, body) = ready.texts[0]
    found = re.search(r"https://evr\.dorset\.example/v#([1-9A-HJ-NP-Za-km-z]{22})\b", body)
    assert found
    assert token_hash(found[1]) == incident(ready, b.REFERENCE).link.token_hash
    assert subject == ""


def test_the_text_names_no_crime_and_no_person(ready: World) -> None:
    ready.to_next("link_sent")
    ready.settle()

    body = ready.texts[0][3].lower()
    assert not any(word in body for word in ("theft", "crime", "urgent", "alder", "bicycle"))


def test_another_number_given_by_the_officer_is_used_instead(ready: World) -> None:
    ready.do(b.REFERENCE, c.SendLink(to="07700 900555"), "officer")
    ready.settle()

    assert [to for to, *_ in ready.texts] == ["+447700900555"]


def test_an_email_goes_to_the_address_on_record(ready: World) -> None:
    ready.do(b.REFERENCE, c.SendLink(channel="email", device="tablet"), "officer")
    ready.settle()

    (to, sender, subject, body) = ready.email.sent[0]
    assert to == "test.person-alder@example.org"
    assert sender == "DorsetPol <evr@evr.dorset.example>"
    assert subject.startswith("Dorset Police")
    assert "https://evr.dorset.example/v#" in body
    assert ready.texts == []


def test_the_outcome_is_told_to_the_incident(ready: World) -> None:
    ready.to_next("link_sent")
    ready.settle()

    assert incident(ready, b.REFERENCE).link.delivery == "sent"
    assert ready.delivery() == {"state": "sent", "number": 1, "attempts": 1, "provider": "sns", "provider_id": "provider-1"}


def test_the_same_message_twice_sends_one_text(ready: World) -> None:
    ready.to_next("link_sent")
    ready.stream()
    ready.sqs.waiting["q/evr-texts"] *= 2

    ready.settle()

    assert len(ready.texts) == 1


def test_a_number_that_cannot_be_one_fails_at_once(ready: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The officer is refused such a number; an older command may have let one in."""
    monkeypatch.setattr(reaching, "why_not", lambda *_: None)
    ready.do(b.REFERENCE, c.SendLink(to="not a number"), "officer")

    ready.settle()

    assert ready.texts == []
    assert incident(ready, b.REFERENCE).link.delivery == "failed"
    assert ready.delivery()["code"] == "bad_address"
    assert ready.dead("texts") == []


def test_a_refusal_for_good_is_recorded_at_once_and_not_tried_again(ready: World) -> None:
    ready.sms.trouble = [NotSent("OptedOut")]
    ready.to_next("link_sent")

    ready.settle()

    assert ready.texts == []
    assert incident(ready, b.REFERENCE).link.delivery == "failed"
    assert [each.details["code"] for each in ready.feed() if each.kind == "delivery"] == ["OptedOut"]


def test_passing_trouble_is_tried_again_and_is_not_a_second_text(ready: World) -> None:
    ready.sms.trouble = [PASSING]
    ready.to_next("link_sent")

    ready.settle()

    assert len(ready.texts) == 1
    assert ready.delivery()["attempts"] == 2
    assert not incident(ready, b.REFERENCE).link.possibly_twice


def test_the_officer_hears_that_a_text_is_delayed_and_then_that_it_went(ready: World) -> None:
    ready.sms.trouble = [PASSING] * 3
    ready.to_next("link_sent")

    ready.settle()

    told = [each.details for each in ready.feed() if each.kind == "delivery"]
    assert [each["status"] for each in told] == ["unknown", "sent"]
    assert told[0]["code"] == "Throttling"


def test_after_five_tries_it_is_a_dead_letter(ready: World) -> None:
    ready.sms.trouble = [PASSING] * 5
    ready.to_next("link_sent")

    ready.settle()

    assert len(ready.dead("texts")) == 1
    assert ready.texts == []
    assert incident(ready, b.REFERENCE).link.delivery == "unknown"


def test_a_lost_answer_is_sent_once_more_and_known_as_possibly_two(ready: World) -> None:
    ready.sms.after = [Unknown("ReadTimeoutError")]
    ready.to_next("link_sent")

    ready.settle()

    assert len(ready.texts) == 2
    assert incident(ready, b.REFERENCE).link.possibly_twice
    assert incident(ready, b.REFERENCE).link.delivery == "sent"


def test_two_lost_answers_are_the_end_of_it(ready: World) -> None:
    ready.sms.after = [Unknown("ReadTimeoutError")] * 5
    ready.to_next("link_sent")

    ready.settle()

    assert len(ready.texts) == 2
    now = incident(ready, b.REFERENCE).link
    assert (now.delivery, now.possibly_twice) == ("unknown", True)


def test_a_worker_that_died_after_the_call_is_seen(ready: World) -> None:
    ready.sms.after = [KeyboardInterrupt()]
    ready.to_next("link_sent")
    ready.stream()
    with pytest.raises(KeyboardInterrupt):
        ready.deliver("texts")
    assert ready.delivery()["state"] == "sending"

    ready.deliver("texts")
    assert len(ready.texts) == 1, "the lease has not run out"
    ready.clock.forward(deliveries.LEASE)
    ready.settle()

    assert len(ready.texts) == 2
    assert incident(ready, b.REFERENCE).link.possibly_twice


def test_a_worker_that_keeps_dying_sends_no_third_text(ready: World) -> None:
    ready.sms.after = [KeyboardInterrupt()] * 9
    ready.to_next("link_sent")
    ready.stream()

    for _ in range(4):
        with contextlib.suppress(KeyboardInterrupt):
            ready.deliver("texts")
        ready.clock.forward(deliveries.LEASE)
    ready.settle()

    assert len(ready.texts) == 2
    assert incident(ready, b.REFERENCE).link.delivery == "unknown"


@pytest.mark.parametrize("how", ["replaced", "closed", "returned", "expired"])
def test_a_link_that_works_no_more_is_not_sent(ready: World, how: str) -> None:
    ready.to_next("link_sent")
    ready.stream()
    match how:
        case "replaced":
            ready.do(b.REFERENCE, c.SendLink(to="07700 900555"), "officer")
        case "closed":
            ready.do(b.REFERENCE, c.Close(), "officer")
        case "returned":
            ready.do(b.REFERENCE, c.ReturnToDispatch("not_reachable"), "sergeant")
        case _:
            ready.clock.forward(timedelta(hours=73))

    ready.settle()

    row = keys.delivery("dorset", b.REFERENCE, "00000006.00", "sms")
    assert '"skipped"' in ready.table.rows[row].data
    assert [to for to, *_ in ready.texts] == (["+447700900555"] if how == "replaced" else [])


def test_a_worker_leaves_a_message_that_another_one_is_sending(ready: World) -> None:
    ready.to_next("link_sent")
    ready.stream()
    key = keys.delivery("dorset", b.REFERENCE, "00000006.00", "sms")
    from chalicelib.outbound.rewriting import save

    save(ready.table, key, None, deliveries.leased(None, 1, ready.clock.now))

    ready.deliver("texts")

    assert ready.texts == []


def test_when_the_key_is_destroyed_nothing_can_be_sent(ready: World) -> None:
    ready.to_next("link_sent")
    ready.table.commit([Change(keys.state("dorset", b.REFERENCE), {}, remove=("sealed",))])

    ready.settle()

    assert ready.delivery()["code"] == "disposed"
    assert ready.texts == []


def failed_with(world: World) -> str | None:
    assert world.texts == []
    found = incident(world, b.REFERENCE).link
    assert found.delivery == "failed"
    return found.reason


def test_when_the_person_was_disposed_of_nothing_can_be_sent(ready: World) -> None:
    ready.to_next("link_sent")
    del ready.table.rows[keys.person("dorset", b.REFERENCE)]
    ready.settle()

    assert failed_with(ready) == "disposed"


def test_a_link_that_cannot_be_made_again_is_not_sent(ready: World) -> None:
    """Another data key than the one that it was derived from."""
    ready.to_next("link_sent")
    state = keys.state("dorset", b.REFERENCE)
    other = ready.deps.keyring.new(context("dorset", b.REFERENCE)).wrapped
    ready.table.commit([Change(state, {"sealed": other})])
    ready.settle()

    assert failed_with(ready) == "link_unknown"


def test_where_no_number_is_on_record_any_more_nothing_is_sent(ready: World) -> None:
    key = keys.person("dorset", b.REFERENCE)
    data_key = ready.deps.keyring.unwrap(ready.table.rows[keys.state("dorset", b.REFERENCE)].sealed, context("dorset", b.REFERENCE))
    person = msgspec.json.decode(unseal(data_key, "/".join(key), ready.table.rows[key].sealed))
    del person["victim"]["phone"]
    ready.to_next("link_sent")
    ready.table.commit([Change(key, {"sealed": seal(data_key, "/".join(key), msgspec.json.encode(person))})])
    ready.settle()

    assert failed_with(ready) == "no_address"
