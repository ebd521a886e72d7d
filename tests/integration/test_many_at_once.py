"""Many at once on the emulator: each job once, no officer with two, the oldest first, nothing lost."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.events import Claimed, Recorded
from chalicelib.domain.evolve import evolve, rebuild
from chalicelib.service import Done
from chalicelib.store import incidents
from tests.checks import queue_order, whole_table_is_consistent
from tests.emulated import EmulatedForce, at_once, team, timed, with_queue
from tests.force import STAFF
from tests.integration.pressing import press
from tests.integration.working_day import Call, Day

pytestmark = pytest.mark.usefixtures("aws")


@pytest.mark.parametrize("officers", [16, 64])
@pytest.mark.slow
def test_whenever_the_dust_settles_exactly_the_oldest_jobs_are_taken(officers, capsys):
    """Given a long queue, when everybody presses at once, time after time, then no older job is left behind a younger one."""
    jobs = 4 * officers
    force, waiting = with_queue(jobs, STAFF | team(officers), pool=officers)
    names, done_with = list(team(officers)), 0
    for turn in range(3):
        force.counting.calls.clear()
        answers = at_once(*(partial(timed, partial(press, force, name)) for name in names))
        given = [answer.reference for answer, _ in answers]
        assert sorted(given) == waiting[:officers]
        _print(capsys, f"{officers} at once, turn {turn + 1}", [took for _, took in answers], force.counting.calls)
        assert queue_order(force.rows(), "dorset") == waiting[officers:]
        released = set(given[::3])
        at_once(*(partial(_let_go, force, who, job, job in released) for who, job in zip(names, given, strict=True)))
        done_with += officers - len(released)
        waiting = sorted(released) + waiting[officers:]
    rows = force.rows()
    assert queue_order(rows, "dorset") == waiting
    assert len(waiting) == jobs - done_with
    assert whole_table_is_consistent(rows, keyring=force.keyring)


def _let_go(force: EmulatedForce, who: str, job: str, release: bool) -> Done:
    return force.must(who, job, c.Release("shift_ending") if release else c.ReturnToDispatch("not_reachable"))


def _print(capsys: Any, what: str, seconds: list[float], calls: dict[str, int]) -> None:
    lost = calls.get("lost", 0) / len(seconds)
    middle = sorted(seconds)[len(seconds) // 2]
    with capsys.disabled():
        print(f"\n  {what}: {lost:.1f} attempts lost a job, slowest {max(seconds):.2f} s, half within {middle:.2f} s", end="")


@pytest.mark.slow
def test_a_thousand_jobs_while_everybody_interferes(capsys):
    """Given a thousand jobs and 64 officers, some of whom release and some submit, sergeants who triage and allocate, and a control
    room that updates and recalls; when all is done, then each job was held by one at a time, none is lost, and nobody was given a
    younger job while an older one waited all the time."""
    force, jobs = with_queue(200, STAFF | team(64), pool=70, to_come=800)
    day = Day(force, list(team(64)), jobs)
    day.run()
    rows = force.rows()
    assert whole_table_is_consistent(rows, keyring=force.keyring)
    assert queue_order(rows, "dorset") == []
    states = [incidents.stored(row).incident for row in rows if row.sk == "STATE"]
    assert len(states) == 1000
    assert {state.status for state in states} <= {"returned", "in_review", "claimed"}
    assert _held_by_one_at_a_time(rows) > 900
    assert _overtaken(day.calls, jobs, day.at_first) == []
    _print(capsys, f"64 all day long, {len(day.pressed)} presses", day.pressed, force.counting.calls)


def _held_by_one_at_a_time(rows: list[Any]) -> int:
    """How often a job was taken; each time it was waiting in the queue, says its own history."""
    histories: dict[str, list[Recorded]] = {}
    for row in sorted(rows, key=lambda row: row.key):
        if row.sk.startswith("EVENT#") and row.pk.startswith("INC#"):
            histories.setdefault(row.pk, []).append(incidents.recorded(row))
    taken = 0
    for history in histories.values():
        incident = rebuild("dorset", history[:1])
        for each in history[1:]:
            if isinstance(each.event, Claimed):
                assert incident.status == "queued"
                taken += 1
            incident = evolve(incident, each)
    return taken


def _overtaken(calls: list[Call], jobs: list[str], at_first: set[str]) -> list[tuple[Call, str]]:
    """Every claim next that gave a younger job although an older one was in the queue from before it began until after it ended."""
    by_job: dict[str, list[Call]] = {}
    for call in sorted(calls, key=lambda call: call.version):
        by_job.setdefault(call.reference, []).append(call)
    certain = {job: _certainly_waiting(by_job.get(job, []), job in at_first) for job in jobs}
    return [
        (call, older)
        for call in calls
        if call.kind == "claim next"
        for older in jobs[: jobs.index(call.reference)]
        if any(since <= call.began and call.ended <= until for since, until in certain[older])
    ]


def _certainly_waiting(calls: list[Call], from_the_start: bool) -> list[tuple[float, float]]:
    """When a job was in the queue beyond doubt: from the end of the call that put it there to the start of the one that took it."""
    never = float("inf")
    spans, since = [], -never if from_the_start else never
    for call in calls:
        spans.append((since, call.began))
        since = call.ended if call.kind in ("queue", "release") else never
    return [*spans, (since, never)]
