"""Writing down what became of a message, when the table does not answer or another worker was faster."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.outbound import deliveries, sending
from chalicelib.outbound.letter import Letter
from chalicelib.outbound.marks import Mark
from chalicelib.outbound.providers import NotSent
from chalicelib.store.rows import Unavailable
from tests import builders as b
from tests.faults import incident
from tests.workers import World

PASSING = NotSent("Throttling", passing=True)


class Losing:
    """A table whose commits of a delivery's row are not answered, `times` times from the `first` on; they may take effect."""

    def __init__(self, table: Any, first: int, times: int, *, done: bool) -> None:
        self._table, self._first, self._times, self._done, self.commits = table, first, times, done, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def commit(self, writes: Any) -> None:
        if not any(write.key.sk.startswith("SEND#") for write in writes):
            return self._table.commit(writes)
        self.commits += 1
        lost = self._first <= self.commits < self._first + self._times
        if not lost or self._done:
            self._table.commit(writes)
        if lost:
            raise Unavailable("lost")
        return None


def on(world: World, table: Any) -> World:
    world.ports = replace(world.ports, deps=replace(world.ports.deps, table=table))
    return world


@pytest.mark.parametrize("done", [True, False], ids=["it took effect", "it did not"])
def test_a_settling_that_was_not_answered_is_settled_by_the_next_try(ready: World, done: bool) -> None:
    ready.to_next("link_sent")
    ready.stream()
    on(ready, Losing(ready.table, first=2, times=1, done=done)).deliver("texts")

    assert ready.delivery()["state"] == "sent"
    assert incident(ready, b.REFERENCE).link.delivery == "sent"
    assert ready.sqs.left() == [] or len(ready.texts) == 1


def test_what_could_not_be_settled_at_all_is_a_possible_second_text_later(ready: World) -> None:
    ready.to_next("link_sent")
    ready.stream()
    on(ready, Losing(ready.table, first=2, times=9, done=False)).deliver("texts")
    assert ready.delivery()["state"] == "sending"

    on(ready, ready.table).clock.forward(deliveries.LEASE)
    ready.settle()

    assert len(ready.texts) == 2
    assert incident(ready, b.REFERENCE).link.possibly_twice


def test_a_worker_whose_lease_has_run_out_writes_over_nobody(ready: World) -> None:
    """It was slow; another has begun meanwhile, and what that one writes counts."""
    send = ready.sms.send

    def too_slow(letter: Letter, mark: Mark) -> str:
        id = send(letter, mark)
        ready.sms.send = send
        ready.clock.forward(deliveries.LEASE)
        ready.sqs.waiting["q/evr-texts"] = list(again)
        ready.deliver("texts")
        return id

    ready.to_next("link_sent")
    ready.stream()
    again = [dict(message) for message in ready.sqs.waiting["q/evr-texts"]]
    ready.sms.send = too_slow
    ready.deliver("texts")
    ready.settle()

    assert len(ready.texts) == 2
    assert (ready.delivery()["attempts"], ready.delivery()["provider_id"]) == (2, "provider-2")
    assert incident(ready, b.REFERENCE).link.possibly_twice


def test_of_two_workers_that_take_up_a_message_at_once_one_waits(ready: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "save", lambda *_: None)
    ready.to_next("link_sent")
    ready.stream()
    ready.deliver("texts")

    assert ready.texts == []
