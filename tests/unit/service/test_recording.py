"""Announcing what is recorded: for the holder, while there is a call, each number once and in order."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.service.recording import SendTo
from chalicelib.store import recordings
from chalicelib.store.objects import Refused
from chalicelib.store.rows import Unavailable
from tests.builders import OFFICER, OTHER_OFFICER, SERGEANT
from tests.fakes_objects import FakeObjects
from tests.force import Force, code
from tests.recorded import SECOND, TAKE, RecordedCall


@pytest.fixture
def call() -> RecordedCall:
    return a_call()


def a_call(status: str = "in_call") -> RecordedCall:
    force = Force(standing=True)
    objects = FakeObjects(force.clock)
    return RecordedCall(force, objects, lambda url, headers, body: objects.browser(url, body), status=status)


def noted(call: RecordedCall) -> list[tuple[str, int]]:
    return [(each.take, each.n) for each in recordings.announced(call.force.table, "dorset", call.reference)]


def test_an_announced_object_can_be_sent_and_nothing_else_in_its_place(call):
    there = call.announce(call.object(0, b"first"))

    assert there.headers["x-amz-checksum-sha256"] == call.object(0, b"first").sha256
    with pytest.raises(Refused):
        call.browser(there.url, there.headers, b"other")
    call.browser(there.url, there.headers, b"first")

    where = recordings.where("dorset", call.reference, TAKE, 0)
    assert call.objects.get(where).read() == b"first"
    assert where == f"dorset/{call.reference}/recording/{TAKE}/000000.webm"


def test_the_address_ends_after_a_minute_and_a_new_one_is_given_for_the_same(call):
    old = call.announce(call.object(0, b"first"))
    new = call.object(0, b"first")
    call.wait(61)

    with pytest.raises(Refused):
        call.browser(old.url, old.headers, b"first")
    there = call.announce(new)

    call.browser(there.url, there.headers, b"first")
    assert noted(call) == [(TAKE, 0)]


def test_one_read_and_one_transaction(call):
    call.force.table.calls.clear()

    call.announce(call.object(0, b"first"))

    assert call.force.table.calls == ["get", "commit"]


def test_numbers_rise_within_a_take_and_takes_do_not_care_for_each_other(call):
    for take, n in ((TAKE, 0), (TAKE, 3), (SECOND, 0), (TAKE, 4)):
        assert isinstance(call.announce(call.object(n, b"x", take)), SendTo)

    assert code(call.announce(call.object(2, b"x"))) == "object_out_of_order"
    assert noted(call) == [(TAKE, 0), (TAKE, 3), (TAKE, 4), (SECOND, 0)]


@pytest.mark.parametrize("changes", [{"sha256": "B" * 43 + "="}, {"size": 2}])
def test_a_number_is_of_one_content(call, changes):
    call.announce(call.object(0, b"x"))

    assert code(call.announce(replace(call.object(0, b"x"), **changes))) == "object_differs"


def test_a_take_is_of_one_kind_and_one_officer(call):
    call.announce(call.object(0, b"x"))
    assert code(call.announce(call.object(1, b"x", kind="video/webm;codecs=vp9,opus"))) == "object_differs"

    call.give("officer", c.Reassign(OTHER_OFFICER))

    assert code(call.announce(call.object(1, b"x"), OTHER_OFFICER)) == "object_differs"
    assert isinstance(call.announce(call.object(0, b"x", SECOND), OTHER_OFFICER), SendTo)


@pytest.mark.parametrize(
    ("who", "expected"), [(OTHER_OFFICER, "not_holder"), (SERGEANT, "not_permitted"), ("PC404", "not_on_roster")]
)
def test_it_is_the_holders(call, who, expected):
    assert code(call.announce(call.object(0, b"x"), who)) == expected
    assert noted(call) == []


@pytest.mark.parametrize("status", ["claimed", "link_sent", "call_closed", "in_review"])
def test_it_needs_a_call(status):
    call = a_call(status)

    assert code(call.announce(call.object(0, b"x"))) == "not_recording"
    assert noted(call) == []


def test_an_incident_that_is_not_there_is_recorded_by_nobody(call):
    call.reference = "no-such"

    assert code(call.announce(call.object(0, b"x"))) == "unknown_incident"


def test_after_a_pause_began_ten_seconds_are_left_for_the_last_object(call):
    call.give("victim", c.Pause())
    call.wait(10)
    assert isinstance(call.announce(call.object(0, b"x")), SendTo)
    call.wait(1)
    assert code(call.announce(call.object(1, b"x"))) == "not_recording"

    call.give("victim", c.Resume())

    assert isinstance(call.announce(call.object(1, b"x")), SendTo)


def test_an_emergency_does_not_stop_the_recording(call):
    call.give("victim", c.Escalate("not_safe"))
    assert isinstance(call.announce(call.object(0, b"x")), SendTo)

    call.give("victim", c.Pause())
    call.wait(11)

    assert code(call.announce(call.object(1, b"x"))) == "not_recording"


@pytest.mark.parametrize("times", [{"began": 2000, "ended": 1000}, {"began": 1000, "ended": 61_001}])
def test_times_that_cannot_be_are_refused(call, times):
    assert code(call.announce(call.object(0, b"x", **times))) == "impossible_time"
    assert noted(call) == []


def test_two_pages_at_once_are_put_in_order(call):
    """Another page announces between our read and our write; we look again, and are told."""
    table, before = call.force.table, call.force.table.commit
    given = [lambda: call.announce(call.object(5, b"other"))]

    def commit(writes):
        while given:
            given.pop()()
        before(writes)

    table.commit = commit

    assert code(call.announce(call.object(2, b"x"))) == "object_out_of_order"
    assert noted(call) == [(TAKE, 5)]


def test_a_table_that_does_not_answer_is_no_address(call):
    def commit(writes):
        raise Unavailable("Throttling")

    call.force.table.commit = commit

    with pytest.raises(Unavailable):
        call.announce(call.object(0, b"x"))


def test_the_officer_who_records_is_on_the_take(call):
    call.announce(call.object(0, b"x"))

    assert recordings.takes(call.force.table, "dorset", call.reference)[TAKE].by == OFFICER
