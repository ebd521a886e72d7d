"""Somebody else writes at the same moment: it is tried again, and at last said; and the worker that ends a room."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from chalicelib.domain import events as e
from chalicelib.domain.statement import Statement
from chalicelib.outbound import media as worker
from chalicelib.outbound import rooms as ending
from chalicelib.outbound.nudges import Nudge
from chalicelib.service import room_media
from chalicelib.service.deps import Busy
from chalicelib.service.room import StatementToRead, _to_read
from chalicelib.store import keys
from chalicelib.store.incidents import stored
from chalicelib.store.rooms import Venue
from chalicelib.store.rows import Conflict, Put
from chalicelib.video.port import Pass
from tests.contract import seeds
from tests.contract.desk import Desk
from tests.contract.room.sides import both, signal


class Losing:
    """A table on which so many writes are lost to somebody else."""

    def __init__(self, table, times: int) -> None:
        self._table, self.times = table, times

    def __getattr__(self, name: str):
        return getattr(self._table, name)

    def commit(self, writes) -> None:
        if self.times:
            self.times -= 1
            raise Conflict([])
        self._table.commit(writes)


class Ending:
    """A provider that keeps count of ends."""

    name, three = "chime", True

    def __init__(self) -> None:
        self.ended: list[str] = []

    def open(self, venue: Venue) -> Venue:
        return venue

    def join(self, venue: Venue, side: str, person: str) -> Pass:
        return Pass("chime")

    def end(self, venue: Venue) -> None:
        self.ended.append(venue.name)

    def recording(self, venue: Venue) -> None:
        return None


def losing(desk: Desk, times: int) -> None:
    desk.deps = replace(desk.deps, table=Losing(desk.table, times))


@pytest.mark.parametrize("times", [1, 5])
def test_what_was_lost_is_written_again(desk: Desk, times: int):
    officer, victim = both(desk)
    losing(desk, times)
    assert officer.room(send=[signal(victim.page, 1)]).status == 200
    losing(desk, times)
    assert officer.say(1, "Test.").status == 200
    losing(desk, times)
    assert officer.media().status == 200
    assert len(victim.room().body["signals"]) == 1
    assert len(victim.room(after=1).body["said"]) == 1


def test_whoever_always_loses_is_told_to_come_back_and_nothing_is_written(desk: Desk):
    officer, victim = both(desk)
    before = dict(desk.table.rows)
    losing(desk, 1000)
    for answer in (officer.room(send=[signal(victim.page, 1)]), officer.say(1, "Test."), officer.media()):
        assert (answer.status, answer.code) == (503, "busy")
    assert desk.table.rows == before


def test_the_end_that_always_loses_is_told_again(desk: Desk):
    officer, _ = both(desk)
    desk.deps = replace(desk.deps, video=lambda name, policy: Ending())
    officer.media()
    seeds.give(desk, officer.reference, seeds.c.Close(), officer.who)
    losing(desk, 1000)
    with pytest.raises(Busy):
        room_media.end(desk.deps, "dorset", officer.reference)


@pytest.mark.parametrize("how", ["closed", "changed_mind"])
def test_the_worker_ends_the_room_however_it_was_left(desk: Desk, how: str, capsys: pytest.CaptureFixture[str]):
    # Given a room that was opened at a provider
    provider = Ending()
    desk.deps = replace(desk.deps, video=lambda name, policy: provider)
    officer, victim = both(desk)
    officer.media()
    # When it is left
    if how == "closed":
        seeds.give(desk, officer.reference, seeds.c.Close(), officer.who)
    else:
        assert desk.call("POST", "/v1/links/change_mind", {"token": victim.token}).status == 200
    # Then whatever events say so have the worker end it, once
    ports = type("Ports", (), {"deps": desk.deps})
    version = max(int(row.sk.split("#")[1]) for row in desk.table.all("INC#") if row.sk.startswith("EVENT#"))
    told = [row for row in desk.table.all("INC#") if row.sk.startswith(f"EVENT#{version:08d}#")]
    kinds = {kind for kind in ending.ENDS if any(kind.__name__ in (row.data or "") for row in told)}
    assert kinds
    assert all(ending.end in worker.JOBS[kind] for kind in kinds)
    for _ in range(2):
        ending.end(ports, Nudge("dorset", officer.reference, version), None)
    assert len(provider.ended) == 1
    assert officer.reference not in provider.ended[0]


def test_both_ways_out_are_known_to_the_worker():
    assert set(ending.ENDS) == {e.CallClosed, e.Returned}
    ending.end(None, Nudge("dorset"), None)  # type: ignore[arg-type]  # a nudge about no incident is about no room


def test_a_gap_in_the_signals_is_waited_for(desk: Desk):
    """A query may see the second of two transactions before the first: what follows a gap comes later, and in order."""
    officer, victim = both(desk)
    officer.room(send=[signal(victim.page, 1)])
    officer.room(send=[signal(victim.page, 2)])
    (first,) = [row for row in desk.table.all("ROOM#") if row.sk.endswith("#000001") and row.sk.startswith("SIGNAL#")]
    del desk.table.rows[first.key]
    assert victim.room().body["signals"] == []
    desk.table.commit([Put(first)])
    assert [each["n"] for each in victim.room().body["signals"]] == [1, 2]


def test_the_newest_statement_that_was_shown_is_in_the_news(desk: Desk):
    officer, _ = both(desk)
    incident = stored(desk.table.rows[keys.state("dorset", officer.reference)]).incident
    first, second = Statement(1, "mg11", 3, "0" * 64, "x", state="signed"), Statement(2, "vps", 1, "0" * 64, "y", state="shown")
    for statements, expected in (
        ((), None),
        ((replace(first, state="written"),), None),
        ((first, second), StatementToRead(2, 1, "shown")),
        ((first, replace(second, state="written")), StatementToRead(1, 3, "signed")),
    ):
        assert _to_read(replace(incident, statements=statements)) == expected
