"""A drawn call on its second list, and that nobody hears of the draw before the decision."""

from __future__ import annotations

import pytest
from msgspec import json

from chalicelib.chat import timeline
from chalicelib.domain import commands as c
from chalicelib.outbound.updates import updates
from chalicelib.service import reading
from chalicelib.service.lists import home_lists, jobs_on
from chalicelib.store.incidents import recorded
from tests.builders import OFFICER, SERGEANT, policy
from tests.checks import whole_table_is_consistent
from tests.force import Force

ALL = policy(review={"dip_sample_share": 1.0})
GOOD = c.RecordDipSample("yes", "yes", "yes", "yes", "yes", satisfactory=True, note="Test: well done.")


@pytest.fixture
def force() -> Force:
    return Force(the_policy=ALL)


def samples(force: Force) -> list[str]:
    return [each.reference for each in jobs_on(force.deps, "dorset", "dip_samples", 10).jobs]


def history(force: Force, reference: str):
    return tuple(map(recorded, (row for row in force.table.all(f"INC#dorset#{reference}") if row.sk.startswith("EVENT#"))))


def test_it_stands_on_both_lists_and_each_entry_follows_every_change(force):
    reference = force.bring("finalised")
    assert samples(force) == [reference]
    force.must("spoc", reference, c.Update("Test: news."))
    assert jobs_on(force.deps, "dorset", "dip_samples", 1).jobs == jobs_on(force.deps, "dorset", "telling", 1).jobs
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_it_is_still_there_when_the_incident_is_closed_and_gone_when_it_is_recorded(force):
    reference = force.bring("closed")
    force.must("records", reference, c.Outcome("outcome", "16"))
    assert samples(force) == [reference]
    assert whole_table_is_consistent(force.rows())
    done = force.must(SERGEANT, reference, GOOD, id="k1")
    assert (done.status, done.events) == ("closed", ("DipSampleRecorded",))
    assert samples(force) == []
    assert force.must(SERGEANT, reference, GOOD, id="k1") == done
    assert force.give(SERGEANT, reference, GOOD, id="k2").code == "already_sampled"
    assert whole_table_is_consistent(force.rows(), keyring=force.keyring)


def test_the_longest_drawn_is_first(force):
    first, second = force.bring("closed"), force.bring("finalised")
    assert samples(force) == [first, second]


def test_a_sergeant_finds_them_at_home(force):
    reference = force.bring("closed")
    found = home_lists(force.deps, "dorset", force.officer(SERGEANT)).dip_samples
    assert [each.reference for each in found.jobs] == [reference]
    assert home_lists(force.deps, "dorset", force.officer(OFFICER)).dip_samples.jobs == ()


def test_before_the_decision_nobody_hears_of_it(force):
    """Not who closes the call, nor who reads the incident, its lists, command and control's feed or the thread."""
    reference = force.bring("in_call")
    done = force.must(OFFICER, reference, c.Close(), id="k1")
    assert force.incident(reference).dip_sample is not None
    assert done.events == ("CallClosed",)
    assert force.must(OFFICER, reference, c.Close(), id="k1") == done
    seen = reading.incident(force.deps, force.caller(OFFICER), reference)
    held = reading.worklist(force.deps, force.caller(OFFICER), "held", None, 10)
    told = list(updates("dorset", history(force, reference), 0))
    thread = timeline.whole(history(force, reference), ALL)
    for anything in (json.encode([seen, held, told, done]).decode(), " ".join(thread)):
        assert "dip" not in anything.lower()
    assert samples(force) == []


def test_afterwards_the_incident_tells_that_it_was_drawn_and_what_came_of_it(force):
    reference = force.bring("finalised")
    assert reading.incident(force.deps, force.caller(SERGEANT), reference).dip_sample.recorded_at is None
    force.must(SERGEANT, reference, GOOD)
    seen = reading.incident(force.deps, force.caller(SERGEANT), reference)
    assert (seen.dip_sample.by, seen.dip_sample.satisfactory) == (SERGEANT, True)
    assert seen.timeline[-1].event == "DipSampleRecorded"
    assert [each.event for each in seen.timeline].count("DipSampleDrawn") == 0
    assert not [each for each in updates("dorset", history(force, reference), 0) if "dip" in each.kind]
