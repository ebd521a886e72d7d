"""The College's metrics: what is counted, for which day, and out of how many."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.insight import counting, metrics
from chalicelib.insight.fact import Fact, fact_of, key
from chalicelib.store import officers
from chalicelib.store.incidents import text_of
from chalicelib.store.rows import Put, Row
from tests.builders import HOUR, NOW, a_life, an_incident, an_officer, by, policy
from tests.fakes import FakeTable

DAY = NOW.date()


def table_of(*facts: Fact, force: str = "dorset") -> FakeTable:
    table = FakeTable()
    for fact in facts:
        where = key(force, fact)
        table.commit([Put(Row(pk=where.pk, sk=where.sk, data=text_of(fact)))])
    return table


def a_fact(reference: str = "1", reported: datetime = NOW, **changes) -> Fact:
    usual = {"version": 1, "grade": "3", "type": "theft", "status": "queued", "in_scope": True}
    return Fact(reference=reference, reported_at=reported, **usual | changes)


def began(reference: str, *outcomes: str, after: timedelta = HOUR, **changes) -> Fact:
    usual = {"offered": True, "eligible": True, "passed_to_evr": True, "began_with_evr": True}
    return a_fact(reference, arrived_at=NOW + after, outcomes=outcomes, **usual | changes)


def report(table: FakeTable, first: date = DAY, last: date = DAY) -> metrics.Metrics:
    return metrics.report(table, policy(), first, last)


def parts(share: counting.Share) -> tuple[int, int, float | None]:
    return share.numerator, share.denominator, share.rate


def test_nothing_reported_is_nothing_divided():
    made = report(FakeTable())
    assert parts(made.volume.passed_to_evr) == (0, 0, None)
    assert made.response_time.median_minutes is None
    assert parts(made.positive_outcomes.of_incidents_that_began_with_evr) == (0, 0, None)


def test_volume_counts_what_was_suitable_and_what_was_passed_to_evr():
    table = table_of(
        began("1"),
        a_fact("2", offered=True, eligible=False, status="returned", ended="not_eligible"),
        a_fact("3", not_offered="scene_needs_officer", status="returned"),
        a_fact("4", arm="control", status="returned"),
        a_fact("5", status="reported"),
        a_fact("6", in_scope=False, status="returned"),
    )
    volume = report(table).volume
    assert (volume.reported, volume.suitable) == (6, 5)
    assert parts(volume.passed_to_evr) == (1, 5, 0.2)
    assert parts(volume.offered) == (2, 5, 0.4)
    assert volume.never_asked == 1
    assert volume.not_offered == {"scene_needs_officer": 1}
    assert volume.arms == {"control": 1}


def test_officers_are_counted_and_never_named():
    table = table_of(began("1", officers=("PC1", "PC2")), began("2", officers=("PC2", "PC-left")))
    for id, roles in (("PC1", ("officer",)), ("PC2", ("officer", "sergeant")), ("PC3", ("officer",)), ("AN1", ("analyst",))):
        table.commit([Put(officers.row("dorset", an_officer(id, roles=roles)))])
    made = report(table)
    assert parts(made.officers) == (2, 3, 0.6667)
    assert b"PC1" not in metrics.msgspec.json.encode(made)


def test_response_time_runs_from_the_report_to_the_link():
    late = timedelta(hours=49)
    table = table_of(began("1", after=HOUR), began("2", after=3 * HOUR), began("3", after=late), a_fact("4"))
    response = report(table).response_time
    assert (response.arrived, response.median_minutes, response.mean_minutes) == (3, 180.0, 1060.0)
    assert response.slowest_tenth_minutes == pytest.approx(2388.0)
    assert parts(response.within_target) == (2, 3, 0.6667)


def test_the_last_outcome_stands_and_counts_by_the_start():
    table = table_of(
        began("1", "14", "1"),
        began("2", "1", "14"),
        began("3", "16", "arrest"),
        began("4", "interview", status="returned"),
        began("5"),
        a_fact("6", outcomes=("1",)),
    )
    made = report(table)
    assert parts(made.positive_outcomes.of_incidents_that_began_with_evr) == (1, 5, 0.2)
    assert parts(made.victim_withdrawal.of_incidents_that_began_with_evr) == (2, 5, 0.4)
    assert made.positive_outcomes.outcome_known == 3
    assert made.victim_withdrawal.codes == ("14", "16")
    assert made.positive_outcomes.codes_version == policy().outcomes.version


def test_an_incident_counts_for_the_day_in_london_on_which_it_was_reported():
    table = table_of(a_fact("1", datetime(2026, 6, 30, 23, 30, tzinfo=UTC)), a_fact("2", datetime(2026, 6, 30, 22, 30, tzinfo=UTC)))
    assert report(table, date(2026, 6, 30), date(2026, 6, 30)).volume.reported == 1
    assert report(table, date(2026, 7, 1), date(2026, 7, 1)).volume.reported == 1
    assert report(table, date(2026, 6, 30), date(2026, 7, 1)).volume.reported == 2


def test_a_busy_day_is_counted_whole(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counting, "PAGE", 3)
    table = table_of(*(a_fact(str(n)) for n in range(10)))
    assert report(table).volume.reported == 10


def test_a_force_counts_its_own():
    assert report(table_of(a_fact(), force="wessexshire")).volume.reported == 0


# --- the fact -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "offered", "eligible", "passed", "began_with"),
    [
        ("reported", False, None, False, False),
        ("offered", True, None, False, False),
        ("in_triage", True, True, True, False),
        ("claimed", True, True, True, False),
        ("link_sent", True, True, True, True),
        ("closed", True, True, True, True),
    ],
)
def test_a_fact_says_how_far_an_incident_came(status: str, offered: bool, eligible: bool | None, passed: bool, began_with: bool):
    fact = fact_of(an_incident(status))
    assert (fact.offered, fact.eligible, fact.passed_to_evr, fact.began_with_evr) == (offered, eligible, passed, began_with)
    assert fact.status == status


def test_a_fact_keeps_why_it_was_not_offered():
    life = a_life("reported").do(c.Offer(made=False, reason="scene_needs_officer"), by("call_handler"))
    fact = fact_of(life.incident)
    assert (fact.not_offered, fact.offered, fact.ended) == ("scene_needs_officer", False, "not_offered")


def test_what_began_with_evr_began_with_it_whatever_comes_later():
    life = a_life("in_call").do(c.ChangeMind(), by("victim"))
    fact = fact_of(life.incident)
    assert (fact.status, fact.began_with_evr, fact.ended) == ("returned", True, "victim_changed_mind")


def test_a_fact_names_whoever_took_part():
    assert fact_of(an_incident("queued")).officers == ()
    assert fact_of(an_incident("in_review")).officers == ("PC2214",)
