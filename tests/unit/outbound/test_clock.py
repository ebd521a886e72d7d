"""The clock: what is due is noted once, nobody holds up the others, and rows that stand for nothing go."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib import clock
from chalicelib.domain import commands as c
from chalicelib.domain.events import FellDue
from chalicelib.domain.times import stamp
from chalicelib.store import keys
from chalicelib.store.incidents import recorded
from chalicelib.store.rows import Put, Row
from tests import builders as b
from tests.faults import incident
from tests.workers import World


def noted(world: World, reference: str = b.REFERENCE) -> list[str]:
    rows = world.table.query(keys.incident("dorset", reference), prefix="EVENT#", limit=500).rows
    return [each.event.kind for each in map(recorded, rows) if isinstance(each.event, FellDue)]


def due_rows(world: World, reference: str = b.REFERENCE) -> list[str]:
    return [row.sk.split("#")[1] for row in world.table.all("DUE#") if row.sk.endswith(f"#{reference}")]


def test_a_deadline_is_noted_once_and_command_and_control_hears_of_it(world: World) -> None:
    world.report()
    world.clock.forward(timedelta(minutes=16))

    world.recover(3)

    assert noted(world) == ["offer_missing"]
    assert world.kinds() == ["reported", "offer_missing"]


def test_what_is_due_this_very_moment_is_due(world: World) -> None:
    world.report()
    world.clock.forward(timedelta(minutes=15))

    world.tick()

    assert noted(world) == ["offer_missing"]


def test_before_its_time_nothing_is_noted(world: World) -> None:
    world.report()
    world.clock.forward(timedelta(minutes=14))

    world.tick()

    assert noted(world) == []


def test_an_appointment_brings_the_job_back_at_the_front(world: World) -> None:
    world.report()
    world.to("queued")
    world.do(b.REFERENCE, c.MakeAppointment(world.clock.now + timedelta(hours=2)), "sergeant")
    world.clock.forward(timedelta(hours=2))

    world.recover(2)

    assert world.kinds()[-2:] == ["appointment_due", "queued"]
    assert incident(world, b.REFERENCE).priority


def test_a_row_that_stands_for_nothing_goes(world: World) -> None:
    world.report()
    for reference, kind in ((b.REFERENCE, "review_overdue"), ("no-such-incident", "risk")):
        key = keys.due("dorset", reference, kind, b.NOW - timedelta(hours=1))
        world.table.commit([Put(Row(pk=key.pk, sk=key.sk))])

    world.tick()

    assert "review_overdue" not in due_rows(world)
    assert due_rows(world, "no-such-incident") == []


def test_a_row_of_an_incident_that_has_ended_goes(world: World) -> None:
    world.report()
    world.to("queued")
    world.do(b.REFERENCE, c.ReturnToDispatch("not_reachable"), "sergeant")
    key = keys.due("dorset", b.REFERENCE, "risk", b.NOW)
    world.table.commit([Put(Row(pk=key.pk, sk=key.sk))])
    world.clock.forward(timedelta(hours=5))

    world.tick()

    assert due_rows(world) == []


@pytest.mark.parametrize(("within", "noted_at"), [("5m", "sooner"), ("45m", "later")])
def test_a_new_policy_moves_a_deadline_that_was_written_under_the_old_one(world: World, within: str, noted_at: str) -> None:
    """It is found when the old moment comes, and noted at its new one."""
    world.report()
    minutes = timedelta(minutes=int(within[:-1]))
    prompt = replace(b.policy().prompt, offer_recorded_within=minutes)
    world.deps = replace(world.deps, policies={"dorset": replace(b.policy(), prompt=prompt)})
    world.ports = replace(world.ports, deps=world.deps)

    world.clock.forward(timedelta(minutes=16))
    world.tick()
    world.tick()
    assert noted(world) == (["offer_missing"] if noted_at == "sooner" else [])

    world.clock.forward(timedelta(minutes=40))
    world.tick()
    assert noted(world) == ["offer_missing"]


def test_one_bad_incident_does_not_hold_up_the_others(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    bad, good = world.report("BAD-0416"), [world.report(f"GOOD{n}-0416") for n in range(3)]
    state = keys.state("dorset", bad)
    world.table.rows[state] = replace(world.table.rows[state], data='{"incident": "broken"}')
    world.clock.forward(timedelta(minutes=16))

    world.tick()

    assert [noted(world, each) for each in good] == [["offer_missing"]] * 3
    assert "DeadlineFailed" in capsys.readouterr().out


def test_a_row_with_an_impossible_key_does_not_hold_up_the_others(world: World) -> None:
    for number in range(keys.SHARDS):
        world.table.commit([Put(Row(pk=keys.due_list("dorset", number), sk="2026-01-01T00:00:00.000000Z"))])
    world.report()
    world.clock.forward(timedelta(minutes=16))

    world.tick()

    assert noted(world) == ["offer_missing"]


def test_a_step_that_fails_does_not_stop_the_next_ones(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.report()
    world.clock.forward(timedelta(minutes=16))
    query, broken = world.table.query, [True]

    def fails_for_the_outbox(pk: str, **rest: Any) -> Any:
        if pk.startswith("OUTBOX") and broken:
            raise ZeroDivisionError
        return query(pk, **rest)

    world.table.query = fails_for_the_outbox

    world.tick()

    assert noted(world) == ["offer_missing"]
    assert "ClockStepFailed" in capsys.readouterr().out
    broken.clear()
    world.recover(2)
    assert world.kinds() == ["reported", "offer_missing"]


def test_when_the_time_is_up_the_next_tick_goes_on_with_the_oldest(world: World) -> None:
    references = [world.report(f"R{n}-0416") for n in range(6)]
    world.clock.forward(timedelta(hours=1))
    left = iter([False] * 8)

    clock.note_due(replace(world.ports, time_is_up=lambda: next(left, True)), "dorset")
    some = sum(len(noted(world, each)) for each in references)
    assert 0 < some < 6
    world.tick()

    assert all(noted(world, each) == ["offer_missing"] for each in references)


def test_every_force_has_its_turn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[tuple[str, float]] = []
    policies = {name: b.policy() for name in ("one", "two", "three")}
    world.ports = replace(world.ports, deps=replace(world.deps, policies=policies))
    monkeypatch.setattr(clock, "turn", lambda ports, force, seconds: turns.append((force, seconds)))

    clock.tick()

    assert [force for force, _ in turns] == ["one", "three", "two"]
    assert turns[0][1] == pytest.approx(clock.SECONDS / 3, abs=1)
    assert turns[2][1] == pytest.approx(clock.SECONDS, abs=1)


def test_the_ages_of_what_waits_are_published(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.report()
    world.to("queued")
    world.report("SECOND-0416")
    world.to("queued", "SECOND-0416")
    world.do("SECOND-0416", c.Allocate(), "sergeant")
    world.do("SECOND-0416", c.Allocate(officer=b.OFFICER), "sergeant")
    world.clock.forward(timedelta(seconds=10))

    world.tick()

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    ages = next(line for line in lines if "OldestInQueue" in line)
    assert ages["OldestInQueue"] > 10
    assert ages["OldestPriority"] == 0
    assert 10 <= ages["OldestOutbox"] < 60
    assert ages["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["Stage", "Force"]]


def test_an_old_backlog_of_deadlines_is_worked_off_in_pages(world: World) -> None:
    for n in range(300):
        key = keys.due("dorset", f"GONE{n}", "risk", b.NOW - timedelta(days=1))
        world.table.commit([Put(Row(pk=key.pk, sk=key.sk))])

    world.tick()

    assert [row for row in world.table.all("DUE#") if "GONE" in row.sk] == []


def test_stamps_sort_as_the_clock_reads_them() -> None:
    assert stamp(b.NOW) + "#risk#R" < stamp(b.NOW) + "$" < stamp(b.NOW + timedelta(microseconds=1)) + "#"
