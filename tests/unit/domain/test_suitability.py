"""The sergeant's suitability review and the level of response (the flow, step 5)."""

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.suitability import suggested_level
from tests.builders import FORCES, OFFICER, a_life, by, facts, policy

each_force = pytest.mark.parametrize("force", FORCES)
SERGEANT = by("sergeant")


def test_suitable_for_the_queue():
    life = a_life("in_triage").do(c.Triage(suitable=True, note="ref-1"), SERGEANT)
    assert life.last == [e.FoundSuitable("queue", "ref-1"), e.Queued("triage")]
    assert (life.status, life.incident.level, life.incident.priority) == ("queued", "queue", False)


def test_suitable_for_the_next_available_officer_is_first_in_the_priority_lane():
    life = a_life("in_triage").do(c.Triage(suitable=True, level="allocate"), SERGEANT)
    assert (life.status, life.incident.level, life.incident.priority) == ("queued", "allocate", True)


def test_a_named_officer_gets_the_job_at_once():
    life = a_life("in_triage").do(c.Triage(suitable=True, officer=OFFICER), SERGEANT)
    assert life.last == [e.FoundSuitable("allocate"), e.Queued("triage", priority=True), e.Claimed(OFFICER, how="allocated")]
    assert (life.status, life.incident.holder) == ("claimed", OFFICER)


def test_where_nobody_waits_in_a_queue_every_job_is_allocated():
    life = a_life("in_triage", force="wessexshire").do(c.Triage(suitable=True, level="queue"), SERGEANT)
    assert (life.incident.level, life.incident.priority) == ("allocate", True)


@pytest.mark.parametrize("role", ["officer", "sergeant", "spoc"])
def test_a_risk_that_rose_while_waiting_for_triage_is_not_lost_in_it(role):
    life = a_life("in_triage").do(c.ReassessRisk("raised"), by(role)).do(c.Triage(suitable=True, level="queue"), SERGEANT)
    assert (life.incident.level, life.incident.priority) == ("allocate", True)


@each_force
def test_unsuitable_goes_the_usual_way(force):
    life = a_life("in_triage", force=force).do(c.Triage(suitable=False, note="ref-1"), SERGEANT)
    assert life.last == [e.Returned("unsuitable", "ref-1")]
    assert life.status == "returned"


@each_force
def test_unsuitable_for_another_of_the_forces_reasons(force):
    life = a_life("in_triage", force=force)
    assert life.refused(c.Triage(suitable=False, reason="dislike"), SERGEANT) == "unknown_reason"
    assert life.do(c.Triage(suitable=False, reason="not_safe_to_talk"), SERGEANT).incident.ended == "not_safe_to_talk"


@pytest.mark.parametrize(("flags", "level"), [((), "queue"), (("repeat_victim",), "queue"), (("vulnerable",), "allocate")])
def test_the_level_shown_first_follows_the_flags(flags, level):
    assert suggested_level(facts(flags=flags), policy()) == level


def test_the_level_shown_first_is_allocate_where_all_are_allocated():
    assert suggested_level(facts("wessexshire"), policy("wessexshire")) == "allocate"
