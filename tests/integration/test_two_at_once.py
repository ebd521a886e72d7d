"""Two at once on the emulator, again and again: one of them is first, and the other is told so."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.refusals import Refusal
from chalicelib.service import Done
from tests.builders import OFFICER, OTHER_OFFICER, SERGEANT
from tests.checks import whole_table_is_consistent
from tests.emulated import at_once
from tests.integration.pressing import ROUNDS, code, settled

pytestmark = pytest.mark.usefixtures("aws")


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
