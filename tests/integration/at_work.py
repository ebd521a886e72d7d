"""One process at work: it gives command after command until it is killed. Run by `test_killed_service.py`.

    python -m tests.integration.at_work TABLE URL NAME

Each command is written down before it is given (a line of JSON), and again with `answered` once its answer is there.
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any, NamedTuple

from chalicelib.domain import commands as c
from chalicelib.domain.refusals import Refusal
from chalicelib.store.dynamo import DynamoTable
from infra.local.emulator import REGION
from tests.builders import OFFICER, SERGEANT, answers
from tests.emulated import RealClock
from tests.force import Force


class Step(NamedTuple):
    """One command, as it is written down. `who` is an officer; of a report, when it was reported."""

    id: str
    kind: str
    reference: str
    who: str = ""


#: By whom (None: by `who`), and what.
COMMANDS: dict[str, tuple[str | None, c.Command]] = {
    "accept": ("call_handler", c.Offer(True, accepted=True, answers=answers(), note="Test.")),
    "triage": (SERGEANT, c.Triage(True, note="Test: suitable.")),
    "update": ("spoc", c.Update("Test: news.")),
    "release": (None, c.Release("shift_ending", "Test: tired.")),
    "link": (None, c.SendLink(times_checked=True)),
    "return": (None, c.ReturnToDispatch("not_reachable", "Test: no answer.")),
}


def give(force: Force, step: Step) -> Any:
    """Give the command under its id, as the process that wrote it down did or would have done."""
    if step.kind in COMMANDS:
        usual, command = COMMANDS[step.kind]
        return force.give(usual or step.who, step.reference, command, step.id)
    if step.kind == "report":
        return force.report(step.reference, step.id, reported_at=step.who)
    if step.kind == "claim next":
        return force.claim(step.who, step.id)
    return force.shift(step.who, step.kind, step.id)


def work(force: Force, name: str) -> None:
    """An incident after the other from the report until it leaves EVR or goes back to the queue."""
    chance, number = random.Random(name), 0
    officer = f"{OFFICER}-{name}"
    if force.find_officer(officer) is None:
        force.enrol(officer, "officer", id=f"{name}-enrolled")
        force.shift(officer, "start", id=f"{name}-started")

    def step(kind: str, reference: str = "", who: str = "") -> Any:
        nonlocal number
        number += 1
        given = Step(f"{name}-{number}", kind, reference, who)
        print(json.dumps(given), flush=True)
        answer = give(force, given)
        print(json.dumps([*given, "answered" if not isinstance(answer, Refusal) else answer.code]), flush=True)
        return answer

    for incident in range(10_000):
        reference = f"K-{name}-{incident}6"
        step("report", reference, force.clock.now.isoformat())
        for kind in ("accept", "triage", "update"):
            step(kind, reference)
        done = step("claim next", who=officer)
        if not isinstance(done, Refusal):
            step("update", done.reference)
            step("link", done.reference, officer)
            step("break", who=officer)
            step("back", who=officer)
            step(chance.choice(["release", "return"]), done.reference, officer)


if __name__ == "__main__":
    _, name, url, worker = sys.argv
    work(Force(DynamoTable(name, REGION, url), clock=RealClock(), standing=True, staff={}), worker)
