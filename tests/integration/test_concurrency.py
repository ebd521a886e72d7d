"""Many at once on the emulator: each job once, no officer with two, the oldest first, nothing lost."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.events import Claimed, Recorded
from chalicelib.domain.evolve import evolve, rebuild
from chalicelib.domain.refusals import Refusal
from chalicelib.service import Busy, Done, claim_next, perform, put_officer, report, shift
from chalicelib.store import incidents
from tests.builders import OFFICER, OTHER_OFFICER, OTHER_SERGEANT, SERGEANT
from tests.checks import queue_order, whole_table_is_consistent
from tests.emulated import EmulatedForce, at_once, team, timed, with_queue
from tests.force import STAFF

pytestmark = pytest.mark.usefixtures("aws")


def press(force: EmulatedForce, who: str) -> Done | Refusal:
    """Claim the next job, and press again when told that everybody is: this machine may be busy with other things."""
    while True:
        with suppress(Busy):
            return force.claim(who)


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else "done"


# --- everybody presses at the same moment -------------------------------------------------------------------------------------


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


# --- a working day in a minute ------------------------------------------------------------------------------------------------


class Call(NamedTuple):
    """One command as its caller saw it: it took effect at some moment between `began` and `ended`."""

    kind: str
    reference: str
    version: int
    began: float
    ended: float


class Day:
    """Officers claim and get rid of their jobs until none is left; sergeants and the control room interfere.

    The queue is kept at some hundred jobs (the emulator looks at every row of a partition for each query), the others come from
    triage in any order, so that older jobs turn up in front of those that wait.
    """

    def __init__(self, force: EmulatedForce, names: list[str], jobs: list[str]) -> None:
        self.force, self.names, self.jobs = force, names, jobs
        self.at_first = set(queue_order(force.rows(), "dorset"))
        self.to_triage = [job for job in jobs if job not in self.at_first]
        random.Random("triaging").shuffle(self.to_triage)
        self.calls: list[Call] = []
        self.pressed: list[float] = []
        self.stop, self.triaged = threading.Event(), threading.Event()

    def note(self, kind: str, do: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        answer = do()
        ended = time.perf_counter()
        if isinstance(answer, Done):
            self.calls.append(Call(kind, answer.reference, answer.version, began, ended))
        return answer

    def officer(self, name: str) -> None:
        chance = random.Random(name)
        while True:
            all_triaged, began = self.triaged.is_set(), time.perf_counter()
            answer = self.note("claim next", lambda: press(self.force, name))
            self.pressed.append(time.perf_counter() - began)
            if code(answer) == "queue_empty" and all_triaged:
                return
            held = answer.reference if isinstance(answer, Done) else self.held(name)
            if held:
                self.finish(name, held, chance)
            time.sleep(chance.random() * (1 if held else 3))

    def held(self, name: str) -> str | None:
        """A sergeant was quicker and has given this officer a job."""
        return self.force.officer(name).job

    def finish(self, name: str, job: str, chance: random.Random) -> None:
        assert code(press(self.force, name)) in ("officer_busy", "queue_empty", "done"), "nobody gets a second job"
        roll = chance.random()
        if roll < 0.15:
            self.note("release", lambda: self.force.give(name, job, c.Release("shift_ending")))
        elif roll < 0.25:
            self.submit(name, job)
        else:
            self.note("end", lambda: self.force.give(name, job, c.ReturnToDispatch("not_reachable")))

    def submit(self, name: str, job: str) -> None:
        force = self.force
        if code(force.give(name, job, c.SendLink(times_checked=True))) != "done":
            return  # the control room has taken it back
        force.give("victim", job, c.VictimJoin())
        force.give(name, job, c.OfficerJoin())
        force.give(name, job, c.Close())
        force.give(name, job, c.Submit("Test: what was found out."))

    def control_room(self) -> None:
        chance = random.Random("control room")
        while not self.stop.is_set():
            job = chance.choice(self.jobs)
            if chance.random() < 0.1:
                self.note("end", partial(self.force.give, "spoc", job, c.Recall("duplicate")))
            else:
                self.force.give("spoc", job, c.Update("Test: the caller rang again."))
            time.sleep(0.05)

    def allocating(self) -> None:
        chance = random.Random("allocating")
        while not self.stop.is_set():
            job, who = chance.choice(self.jobs), chance.choice(self.names)
            self.note("claim", partial(self.force.give, SERGEANT, job, c.Allocate(who)))
            time.sleep(0.05)

    def triaging(self) -> None:
        waiting = "LIST#dorset#queue"
        while self.to_triage and not self.stop.is_set():
            if len(self.force.table.query(waiting, limit=100).rows) == 100:
                time.sleep(0.2)
                continue
            for job in [self.to_triage.pop() for _ in self.to_triage[:20]]:
                self.note("queue", partial(self.force.give, OTHER_SERGEANT, job, c.Triage(True)))
        self.triaged.set()

    def run(self) -> None:
        others = [threading.Thread(target=each) for each in (self.control_room, self.allocating, self.triaging)]
        for thread in others:
            thread.start()
        try:
            at_once(*(partial(self.officer, name) for name in self.names))
        finally:
            self.stop.set()
            for thread in others:
                thread.join()


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


# --- two at once, again and again ---------------------------------------------------------------------------------------------

ROUNDS = 12


@pytest.fixture
def force() -> EmulatedForce:
    return EmulatedForce(real_time=True, pool=20, staff=STAFF | {"PS9": ("officer", "sergeant")})


def settled(force: EmulatedForce, *jobs: str) -> None:
    """Take the jobs away and give both officers a free hand again."""
    for job in jobs:
        force.give("spoc", job, c.Recall("duplicate"))
    for who in (OFFICER, OTHER_OFFICER):
        force.enrol(who, "officer")
        if force.officer(who).duty != "on":
            force.shift(who, "start")


def test_two_officers_on_one_job(force):
    for _ in range(ROUNDS):
        job = force.bring("queued")
        both = at_once(*(partial(force.give, who, job, c.Claim()) for who in (OFFICER, OTHER_OFFICER)))
        assert sorted(map(code, both)) == ["already_claimed", "done"]
        holder = force.incident(job).holder
        assert next(each.officer for each in both if isinstance(each, Done)) == holder
        assert all(each.says.startswith(f"{holder} claimed this job at") for each in both if isinstance(each, Refusal))
        settled(force, job)
    assert whole_table_is_consistent(force.rows())


def test_one_officer_on_two_jobs(force):
    for _ in range(ROUNDS):
        jobs = [force.bring("queued") for _ in range(2)]
        both = at_once(*(partial(force.give, OFFICER, job, c.Claim()) for job in jobs))
        assert sorted(map(code, both)) == ["done", "officer_busy"]
        settled(force, *jobs)
    assert whole_table_is_consistent(force.rows())


def test_a_claim_and_a_recall(force):
    outcomes = Counter()
    for _ in range(ROUNDS):
        job = force.bring("queued")
        claimed, recalled = at_once(
            partial(force.give, OFFICER, job, c.Claim()), partial(force.give, "spoc", job, c.Recall("duplicate"))
        )
        outcomes[code(claimed)] += 1
        assert code(recalled) == "done"
        assert code(claimed) in ("done", "wrong_status")
        assert force.incident(job).status == "returned"
        assert force.officer().available
    assert whole_table_is_consistent(force.rows())


def test_a_colleague_is_handed_a_job_while_claiming_another(force):
    for _ in range(ROUNDS):
        mine, other = force.bring("claimed"), force.bring("queued")
        handed, claimed = at_once(
            partial(force.give, OFFICER, mine, c.Reassign(OTHER_OFFICER)), partial(force.claim, OTHER_OFFICER)
        )
        assert sorted([code(handed), code(claimed)]) == ["done", "officer_busy"]
        job = mine if isinstance(handed, Done) else other
        assert force.officer(OTHER_OFFICER).job == job
        assert force.officer(OFFICER).job == (None if job == mine else mine)
        settled(force, mine, other)
    assert whole_table_is_consistent(force.rows())


def test_a_job_is_allocated_to_somebody_who_is_claiming_another(force):
    for _ in range(ROUNDS):
        first, second = force.bring("queued"), force.bring("queued")
        allocated, claimed = at_once(partial(force.give, SERGEANT, second, c.Allocate(OFFICER)), partial(force.claim, OFFICER))
        assert sorted([code(allocated), code(claimed)]) == ["done", "officer_busy"]
        assert force.officer().job == (second if isinstance(allocated, Done) else first)
        settled(force, first, second)
    assert whole_table_is_consistent(force.rows())


def test_a_job_is_allocated_to_one_and_claimed_by_another(force):
    for _ in range(ROUNDS):
        job = force.bring("queued")
        allocated, claimed = at_once(partial(force.give, SERGEANT, job, c.Allocate(OTHER_OFFICER)), partial(force.claim, OFFICER))
        assert (code(allocated), code(claimed)) in (("done", "queue_empty"), ("already_claimed", "done"))
        settled(force, job)
    assert whole_table_is_consistent(force.rows())


def test_a_role_is_taken_away_during_a_claim(force):
    for _ in range(ROUNDS):
        job = force.bring("queued")
        demoted, claimed = at_once(partial(force.enrol, OFFICER, "analyst"), partial(force.claim, OFFICER))
        assert (code(demoted), code(claimed)) in (("done", "not_an_officer"), ("job_in_hand", "done"))
        settled(force, job)
    assert whole_table_is_consistent(force.rows())


def test_a_shift_ends_during_a_claim(force):
    for _ in range(ROUNDS):
        job = force.bring("queued")
        ended, claimed = at_once(partial(force.shift, OFFICER, "end"), partial(force.claim, OFFICER))
        assert (code(ended), code(claimed)) in (("done", "off_shift"), ("job_in_hand", "done"))
        settled(force, job)
    assert whole_table_is_consistent(force.rows())


def test_twenty_updates_at_once_to_one_incident_are_all_there(force):
    job = force.bring("claimed")
    done = at_once(*(partial(force.give, "spoc", job, c.Update(f"Test: number {n}.")) for n in range(20)))
    assert [code(each) for each in done] == ["done"] * 20
    assert force.incident(job).updates_to_read == tuple(range(1, 21))
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


# --- the same command id from eight threads -----------------------------------------------------------------------------------


def eight(do: Callable[[], Any]) -> Any:
    """One answer, given eight times."""
    answers = at_once(*[do] * 8)
    assert all(each == answers[0] for each in answers), Counter(map(str, answers))
    assert code(answers[0]) == "done"
    return answers[0]


def test_one_command_sent_eight_times_at_once_is_done_once(force):
    job = force.bring("queued")
    for n in range(ROUNDS):
        caller = force.caller("spoc", f"update-{n}")
        eight(partial(perform, force.deps, caller, job, c.Update("Test: news.")))
    assert force.incident(job).updates == ROUNDS
    assert whole_table_is_consistent(force.rows())


def test_a_claim_sent_eight_times_at_once_gives_one_job(force):
    for n in range(ROUNDS):
        job = force.bring("queued")
        caller = force.caller(OFFICER, f"claim-{n}")
        assert eight(partial(perform, force.deps, caller, job, c.Claim())).reference == job
        settled(force, job)
    assert whole_table_is_consistent(force.rows())


def test_a_claim_next_sent_eight_times_at_once_gives_one_job(force):
    for n in range(ROUNDS):
        jobs = [force.bring("queued") for _ in range(n % 3 + 1)]
        caller = force.caller(OFFICER, f"next-{n}")
        assert eight(partial(claim_next, force.deps, caller)).reference == jobs[0]
        assert len(queue_order(force.rows(), "dorset")) == n % 3
        settled(force, *jobs)
    assert whole_table_is_consistent(force.rows())


@pytest.mark.parametrize("id", [None, "with one id"])
def test_a_report_sent_eight_times_at_once_is_one_incident(force, id):
    for n in range(ROUNDS):
        body = force.body(f"R-{n}6")
        caller = force.caller("call_handler", f"{id}-{n}" if id else None)
        assert eight(partial(report, force.deps, caller, body)).reference == f"R-{n}6"
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_a_shift_change_sent_eight_times_at_once_is_one_change(force):
    for n in range(ROUNDS):
        caller, action = force.caller(OFFICER, f"shift-{n}"), ("break", "back")[n % 2]
        eight(partial(shift, force.deps, caller, OFFICER, action))
    assert whole_table_is_consistent(force.rows())


def test_a_roster_entry_sent_eight_times_at_once_is_one_change(force):
    record = force.officer(OFFICER).record
    for n in range(ROUNDS):
        eight(partial(put_officer, force.deps, force.caller("administrator", f"roster-{n}"), f"PC9{n:02d}", record))
    assert whole_table_is_consistent(force.rows())
