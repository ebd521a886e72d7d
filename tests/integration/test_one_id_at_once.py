"""The same command id from eight threads at once: one effect, one answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.service import claim_next, perform, put_officer, report, shift
from tests.builders import OFFICER
from tests.checks import queue_order, whole_table_is_consistent
from tests.emulated import at_once
from tests.integration.pressing import ROUNDS, code, settled

pytestmark = pytest.mark.usefixtures("aws")


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
