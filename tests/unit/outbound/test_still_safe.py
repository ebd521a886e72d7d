"""What was safe when the officer sent the link may not be any more when a provider is back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.outbound.letter import Letter
from chalicelib.outbound.providers import NotSent
from tests import builders as b
from tests.faults import incident
from tests.workers import World

PASSING = NotSent("Throttling", passing=True)


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


@pytest.mark.parametrize(("contact", "lasts"), [({"times": "after 5 pm"}, 30 * 60 - 1), ({"times": None}, 72 * 3600 - 1)])
def test_the_network_tries_no_longer_than_the_text_is_of_use_and_safe(world: World, contact: Any, lasts: int) -> None:
    letters: list[Letter] = []
    send = world.sms.send
    world.sms.send = lambda letter, mark: (letters.append(letter), send(letter, mark))[1]
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
    ready.email.send = lambda letter, mark: (letters.append(letter), send(letter, mark))[1]
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
