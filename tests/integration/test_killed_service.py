"""A process is killed in the middle of its commands: what was answered is there, what was not is there wholly or not at all."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from chalicelib.domain.refusals import Refusal
from tests import emulator
from tests.checks import whole_table_is_consistent
from tests.emulated import EmulatedForce, at_once
from tests.integration.at_work import Step, give

ROOT = Path(__file__).parents[2]
KILLS, TOGETHER = 20, 4


def killed_at_work(table: str, name: str, seconds: float) -> tuple[list[Step], list[Step]]:
    """Let a process work for so long and kill it; the commands it had an answer to, and the one it had none to, if any."""
    program = [sys.executable, "-m", "tests.integration.at_work", table, emulator.endpoint_url(), name]
    process = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    lines = [json.loads(line) for line in (first + process.communicate()[0]).splitlines() if line.endswith("]")]
    answered = [Step(*line[:4]) for line in lines if len(line) == 5 and line[4] == "answered"]
    refused = [Step(*line[:4]) for line in lines if len(line) == 5 and line[4] != "answered"]
    begun = [Step(*line) for line in lines if len(line) == 4]
    return answered, [step for step in begun if step not in answered and step not in refused]


@pytest.mark.slow
def test_killed_twenty_times_nothing_is_half_done_lost_or_doubled(table, capsys):
    """Given processes at work on one table, when each is killed at a moment of chance, then the table is consistent; everything
    that was answered is there, once; and what was cut off can be repeated under its id."""
    force = EmulatedForce(table, real_time=True)
    chance = random.Random(2214)
    answered: list[Step] = []
    cut_off: list[Step] = []
    for turn in range(KILLS // TOGETHER):
        names = [f"{turn}{number}" for number in range(TOGETHER)]
        ends = at_once(*(partial(killed_at_work, table, name, chance.uniform(0.1, 1.5)) for name in names))
        assert whole_table_is_consistent(force.rows(), keyring=force.keyring)
        for done, open_ in ends:
            answered += done
            cut_off += open_
    repeated = [give(force, step) for step in cut_off]
    rows = force.rows()
    assert whole_table_is_consistent(rows, keyring=force.keyring)
    done = answered + [step for step, answer in zip(cut_off, repeated, strict=True) if not isinstance(answer, Refusal)]
    updates = Counter(step.reference for step in done if step.kind == "update")
    assert {reference: force.incident(reference).updates for reference in updates} == updates
    assert len(answered) > 5 * KILLS
    assert {step.id for step in answered} <= {row.pk.removeprefix("CMD#dorset#") for row in rows if row.pk.startswith("CMD#")}
    with capsys.disabled():
        print(f"\n  {len(answered)} commands answered, {len(cut_off)} cut off by {KILLS} kills", end="")
