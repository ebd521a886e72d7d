"""More than one provider: who is asked when, and how often a text goes."""

from __future__ import annotations

import time
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.outbound import sending
from chalicelib.outbound.letter import Letter
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.providers import NewCode, NotSent, NotSetUp, Unknown
from tests import builders as b
from tests.faults import incident
from tests.outside import FakeProvider
from tests.workers import World

PASSING = NotSent("Throttling", passing=True)


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


def test_a_provider_that_is_gone_is_not_asked_what_it_had(ready: World) -> None:
    through(ready, "gone", "sns").sms.after = [Unknown("ReadTimeoutError")]
    ready.to_next("link_sent")
    ready.settle()

    assert len(ready.texts) == 2
    assert incident(ready, b.REFERENCE).link.possibly_twice
