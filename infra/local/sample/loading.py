"""Bring the plan about: the roster, the shifts, then everybody at once, as on a busy day.

What was begun is noted beside the emulator's data, with the moment that all times count from. A load that was broken off goes on
from there: every call carries a key of its own, so what was done is not done twice.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local import people
from infra.local.issuer import Issuer
from infra.local.people import DORSET
from infra.local.place import Place
from infra.local.sample import roster
from infra.local.sample.asking import Asking
from infra.local.sample.day import Day, plan
from infra.local.sample.routes import Job, Step, steps
from infra.local.sample.shifts import ON_BREAK, next_appointment, teams_working

Say = Callable[[str], None]
#: Most of them wait for a text or for their turn.
_THREADS = 40


def load_once(place: Place, issuer: Issuer, say: Say) -> None:
    """Load the day unless this place has it already. Raises SampleFailed."""
    note = place.state / "sample-day.json"
    begun: dict[str, Any] = {"at": datetime.now(UTC).isoformat(), "done": False}
    if note.exists():
        begun = json.loads(note.read_text())
    if begun["done"]:
        _bring_roster(place, issuer, note, begun)
        return
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(begun))
    now = datetime.fromisoformat(begun["at"])
    Loading(Asking(place, issuer, DORSET), now, say).load()
    _wessexshire(Asking(place, issuer, people.WESSEXSHIRE))
    note.write_text(json.dumps(begun | {"done": True, "roster": roster.digest()}))


def _bring_roster(place: Place, issuer: Issuer, note: Path, begun: dict[str, Any]) -> None:
    """A day that was loaded before the sample people changed (they got chat accounts, say) gets them as they are now."""
    if begun.get("roster") == roster.digest():
        return
    for force in (DORSET, people.WESSEXSHIRE):
        asking = Asking(place, issuer, force)
        for person in people.roster(force):
            roster.put(asking, person)
    note.write_text(json.dumps(begun | {"roster": roster.digest()}))


class Loading:
    """One load of the day of Dorset."""

    def __init__(self, asking: Asking, now: datetime, say: Say) -> None:
        self._asking, self._now, self._say = asking, now, say
        self._reports = 0

    def load(self) -> None:
        began = time.monotonic()
        teams = teams_working(self._now)
        crew = [person.id for team in teams for person in people.constables(DORSET, team)]
        sergeants = [person.id for person in people.sergeants(DORSET) if person.team in teams]
        day = plan(self._now, crew, sergeants, next_appointment(self._now))
        self._say(f"Loading a sample day (once): {day.reports} invented reports; on shift: teams {', '.join(teams)}.")
        with ThreadPoolExecutor(_THREADS) as pool, self._broken_off_on_failure():
            self._all(pool, [self._roster(person) for person in people.roster(DORSET)])
            self._all(pool, [self._duty(id, "start") for id in (*crew, *sergeants)])
            lanes = [*day.by_officer, *([job] for job in day.others)]
            elsewhere = [self._report("CH302", body) for body in day.out_of_scope]
            self._all(pool, [*(self._lane(lane) for lane in lanes), *elsewhere], day)
            self._all(pool, [self._duty(id, "break") for id in crew[-ON_BREAK:]])
        self._say(f"The sample day is loaded ({time.monotonic() - began:.0f} s).")

    @contextmanager
    def _broken_off_on_failure(self) -> Iterator[None]:
        """On a failure, or on Ctrl-C, everybody stops at their next step."""
        try:
            yield
        except BaseException:
            self._asking.broken_off.set()
            raise

    def _all(self, pool: ThreadPoolExecutor, tasks: Iterable[Callable[[], None]], day: Day | None = None) -> None:
        """Run all of them; the first failure stops the rest, and is the one that is told."""
        pending: set[Future[None]] = {pool.submit(task) for task in tasks}
        while pending:
            finished, pending = wait(pending, timeout=4, return_when=FIRST_EXCEPTION)
            failed = next((future for future in finished if future.exception()), None)
            if failed:
                failed.result()
            if day and pending:
                self._say(f"  {self._reports} of {day.reports} reports are in and on their way.")

    def _roster(self, person: people.Person) -> Callable[[], None]:
        return lambda: roster.put(self._asking, person)

    def _duty(self, id: str, action: str) -> Callable[[], None]:
        return lambda: roster.change_duty(self._asking, id, action)

    def _report(self, who: str, body: dict[str, Any]) -> Callable[[], None]:
        def report() -> None:
            self._asking.ask(who, "POST", "/v1/incidents", body)
            self._reports += 1

        return report

    def _lane(self, jobs: Sequence[Job]) -> Callable[[], None]:
        def work() -> None:
            for job in jobs:
                self._report(_handler(job), job.body)()
                for number, (name, step) in enumerate(steps(job.end)):
                    self._take(job, step, f"sample-{job.reference}-{number}-{name}")

        return work

    def _take(self, job: Job, step: Step, key: str) -> None:
        body = step.body(job)
        if step.who == "victim":
            token = self._asking.phones.token(job.reference)
            self._asking.ask("", "POST", f"/v1/links/{step.path}", {"token": token} | body, key)
            return
        self._asking.ask(_player(step.who, job), "POST", f"/v1/incidents/{job.reference}/{step.path}", body, key)


def _handler(job: Job) -> str:
    return "CH301" if job.n % 2 else "CH302"


def _player(part: str, job: Job) -> str:
    played = {
        "spoc": "SPOC01",
        "records": "records-system",
        "patrol": "patrol-desk",
        "officer": job.officer,
        "sergeant": job.sergeant,
    }
    return _handler(job) if part == "handler" else played[part]


def _wessexshire(asking: Asking) -> None:
    """The other force has its few people on shift; its incidents are for whoever plays with it."""
    for person in people.roster(people.WESSEXSHIRE):
        roster.put(asking, person)
        if person.team:
            roster.change_duty(asking, person.id, "start")
