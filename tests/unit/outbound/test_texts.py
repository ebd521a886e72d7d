"""A link becomes a text or an email, once, or twice known as two."""

from __future__ import annotations

import contextlib
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.outbound import deliveries, sending
from chalicelib.outbound.letter import Letter
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.providers import NewCode, NotSent, NotSetUp, Unknown
from chalicelib.service import reaching
from chalicelib.store import keys
from chalicelib.store.personal import token_hash
from chalicelib.store.rows import Change
from tests import builders as b
from tests.faults import incident
from tests.workers import FakeProvider, World

PASSING = NotSent("Throttling", passing=True)


@pytest.fixture
def ready(world: World) -> World:
    """An officer has spoken to the victim and is about to send the link."""
    world.report()
    world.to("contacted")
    world.settle()
    return world


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


# --- more than one provider -----------------------------------------------------------------------------------------------------


def through(world: World, *names: str) -> World:
    """The force sends its texts through these, in this order. "ses" stands for a second provider of texts."""
    texts = replace(b.policy().texts, sms=names)
    world.deps = replace(world.deps, policies={"dorset": replace(b.policy(chat={}), texts=texts)})
    world.ports = replace(world.ports, deps=world.deps)
    return world


class Remembering(FakeProvider):
    """A provider that can be asked what it has had. `knows` is what it answers, or raises."""

    def __init__(self, knows: str | Exception | None) -> None:
        super().__init__()
        self.knows, self.asked = knows, 0

    def had(self, letter: Letter, mark: Mark) -> str | None:
        self.asked += 1
        if isinstance(self.knows, Exception):
            raise self.knows
        return self.knows


@pytest.mark.parametrize("trouble", [PASSING, NotSetUp("AccessDeniedException"), NewCode("BrandNew")])
def test_the_next_provider_is_asked_when_the_first_has_certainly_not_sent(ready: World, trouble: NotSent) -> None:
    through(ready, "sns", "ses").sms.trouble = [trouble]
    ready.to_next("link_sent")

    ready.settle()

    assert (len(ready.texts), len(ready.email.sent)) == (0, 1)
    assert ready.delivery()["provider"] == "ses"
    assert not incident(ready, b.REFERENCE).link.possibly_twice


def test_the_next_provider_is_asked_when_the_first_does_not_exist(ready: World) -> None:
    through(ready, "gone", "sns").to_next("link_sent")

    ready.settle()

    assert len(ready.texts) == 1
    assert ready.delivery()["provider"] == "sns"


def test_the_next_provider_is_not_asked_when_the_refusal_was_for_good(ready: World) -> None:
    through(ready, "sns", "ses").sms.trouble = [NotSent("OptedOut")]
    ready.to_next("link_sent")

    ready.settle()

    assert ready.email.sent == []
    assert ready.delivery()["state"] == "failed"


def test_the_next_provider_is_not_asked_when_the_first_may_have_sent(ready: World) -> None:
    through(ready, "sns", "ses").sms.trouble = [Unknown("ReadTimeoutError")]
    ready.to_next("link_sent")
    ready.stream()

    ready.deliver("texts")

    assert ready.email.sent == []


def test_while_the_first_is_down_with_lost_answers_the_second_carries_the_text_known_as_perhaps_the_second(ready: World) -> None:
    through(ready, "sns", "ses").sms.trouble = [Unknown("ServiceUnavailable")] * 9
    ready.to_next("link_sent")

    ready.settle()

    assert len(ready.email.sent) == 1
    now = incident(ready, b.REFERENCE).link
    assert (now.delivery, now.possibly_twice) == ("sent", True)


def test_both_down_the_officer_hears_that_it_is_held_up_and_nothing_is_lost(ready: World) -> None:
    through(ready, "sns", "ses")
    ready.sms.trouble, ready.email.trouble = [PASSING] * 5, [PASSING] * 5
    ready.to_next("link_sent")

    ready.settle()

    assert len(ready.dead("texts")) == 1
    assert incident(ready, b.REFERENCE).link.delivery == "unknown"


def test_a_provider_that_remembers_is_asked_before_a_second_text_goes(ready: World) -> None:
    ready.sms = Remembering("m-1")
    ready.sms.after = [Unknown("ReadTimeoutError")]
    ready.to_next("link_sent")

    ready.settle()

    assert (len(ready.texts), ready.sms.asked) == (1, 1)
    assert ready.delivery()["provider_id"] == "m-1"
    now = incident(ready, b.REFERENCE).link
    assert (now.delivery, now.possibly_twice) == ("sent", False), "one text, known as one"


@pytest.mark.parametrize("knows", [None, Unknown("ReadTimeoutError"), PASSING])
def test_where_it_knows_of_none_a_second_goes_and_is_known_as_such(ready: World, knows: Exception | None) -> None:
    ready.sms = Remembering(knows)
    ready.sms.after = [Unknown("ReadTimeoutError")]
    ready.to_next("link_sent")

    ready.settle()

    assert (len(ready.texts), ready.sms.asked) == (2, 1)
    assert incident(ready, b.REFERENCE).link.possibly_twice


def test_nobody_is_asked_what_they_had_when_nothing_can_have_been_sent(ready: World) -> None:
    ready.sms = Remembering("m-1")
    ready.sms.trouble = [PASSING]
    ready.to_next("link_sent")

    ready.settle()

    assert (len(ready.texts), ready.sms.asked) == (1, 0)


def test_a_slow_provider_leaves_no_time_to_ask_another_one(ready: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker must not end in the middle of a call; the next try begins with all its time."""
    through(ready, "sns", "ses").sms.trouble = [PASSING]
    monkeypatch.setattr(sending, "CALLS_SECONDS", 8.0)
    monkeypatch.setattr(ready.sms, "send", slow(ready.sms.send))
    ready.to_next("link_sent")
    ready.stream()

    ready.deliver("texts")

    assert (ready.email.sent, ready.delivery()["state"]) == ([], "waiting")


def slow(send: Any) -> Any:
    def sending_slowly(*args: Any) -> Any:
        time.sleep(0.01)
        return send(*args)

    return sending_slowly


@pytest.mark.parametrize(
    ("trouble", "message", "metric"),
    [
        (NotSetUp("AccessDeniedException"), "provider is not set up", "ProviderNotSetUp"),
        (NewCode("BrandNew"), "provider said what no table knows", "ProviderCodeUnknown"),
        (PASSING, "provider did not send", "ProviderDidNotSend"),
        (Unknown("ReadTimeoutError"), "provider did not answer", "ProviderDidNotAnswer"),
    ],
)
def test_every_trouble_is_written_down_and_counted(
    ready: World, capsys: pytest.CaptureFixture[str], trouble: Exception, message: str, metric: str
) -> None:
    ready.sms.trouble = [trouble]
    ready.to_next("link_sent")
    ready.settle()

    log = capsys.readouterr().out
    assert f'"level":"error","message":"{message}"' in log
    assert f'"{metric}":1' in log


# --- what was safe when it was sent ---------------------------------------------------------------------------------------------


def test_contact_that_became_unsafe_while_the_text_waited_stops_it_and_the_officer_is_told(ready: World) -> None:
    ready.sms.trouble = [PASSING]
    ready.to_next("link_sent")
    ready.stream()
    ready.deliver("texts")
    ready.do(b.REFERENCE, c.RecordContact("unsafe"), "officer")

    ready.settle()

    assert ready.texts == []
    now = incident(ready, b.REFERENCE).link
    assert (now.delivery, now.reason) == ("failed", "contact_suspended")


def test_a_text_to_another_number_goes_although_the_one_on_record_is_unsafe(ready: World) -> None:
    ready.do(b.REFERENCE, c.RecordContact("unsafe"), "officer")
    ready.do(b.REFERENCE, c.SendLink(to="07700 900555"), "officer")

    ready.settle()

    assert len(ready.texts) == 1


@pytest.mark.parametrize(("minutes", "sent"), [(29, 1), (31, 0)])
def test_who_named_safe_times_gets_no_text_that_was_held_up_for_long(ready: World, minutes: int, sent: int) -> None:
    """The builders' victim did: "after 5 pm"."""
    ready.to_next("link_sent")
    ready.stream()
    ready.clock.forward(timedelta(minutes=minutes))

    ready.settle()

    assert len(ready.texts) == sent
    now = incident(ready, b.REFERENCE).link
    assert (now.delivery, now.reason) == (("sent", None) if sent else ("failed", "held_up"))


def test_whoever_named_none_gets_it_late_rather_than_not_at_all(world: World) -> None:
    world.report(victim={"safe_contact": {"ok_to_text": True}})
    world.to("link_sent")
    world.stream()
    world.clock.forward(timedelta(hours=5))

    world.settle()

    assert len(world.texts) == 1


@pytest.mark.parametrize(("contact", "lasts"), [({"times": "after 5 pm"}, 30 * 60), ({"times": None}, 72 * 3600 - 1)])
def test_the_network_tries_no_longer_than_the_text_is_of_use_and_safe(world: World, contact: Any, lasts: int) -> None:
    letters: list[Letter] = []
    send = world.sms.send
    world.sms.send = lambda letter, mark: (letters.append(letter), send(letter, mark))[1]  # type: ignore[method-assign]
    world.report(victim={"safe_contact": contact})
    world.to("link_sent")
    world.clock.forward(timedelta(seconds=1))
    world.settle()

    assert letters[0].lasts.total_seconds() == lasts


def test_a_text_that_turned_out_too_long_goes_and_is_written_down(ready: World, capsys: pytest.CaptureFixture[str]) -> None:
    """The policy was checked with the address that forces usually have; this deployment's is longer."""
    ready.ports = replace(ready.ports, link_base="https://a-very-long-name." + "long." * 30 + "example/v")
    ready.to_next("link_sent")
    ready.settle()

    assert len(ready.texts) == 1
    assert '"TextTooLong":1' in capsys.readouterr().out


def test_an_email_has_both_parts_and_says_in_which_language(ready: World) -> None:
    letters: list[Letter] = []
    send = ready.email.send
    ready.email.send = lambda letter, mark: (letters.append(letter), send(letter, mark))[1]  # type: ignore[method-assign]
    ready.do(b.REFERENCE, c.SendLink(channel="email", device="tablet"), "officer")
    ready.settle()

    [email] = letters
    assert ("https://evr.dorset.example/v#" in email.body, '<a href="https://evr.dorset.example/v#' in email.html) == (True, True)
    assert (email.channel, email.language) == ("email", "en")


def test_nothing_about_the_person_is_written_to_the_log(ready: World, capsys: pytest.CaptureFixture[str]) -> None:
    ready.sms.trouble = [PASSING, NotSent("OptedOut")]
    ready.to_next("link_sent")
    ready.settle()
    ready.do(b.REFERENCE, c.SendLink(channel="email", device="laptop"), "officer")
    ready.settle()

    log = capsys.readouterr().out
    assert "message settled" in log
    for word in ("07700", "+447700", "900123", "alder", "Alder", "example.org", "/v#"):
        assert word not in log
