"""A working day in a minute: officers, sergeants and a control room, each a thread."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from chalicelib.domain import commands as c
from chalicelib.service import Done
from tests.builders import OTHER_SERGEANT, SERGEANT
from tests.checks import queue_order
from tests.emulated import EmulatedForce, at_once
from tests.integration.pressing import code, press


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
