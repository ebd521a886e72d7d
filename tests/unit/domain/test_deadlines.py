"""What falls due, and when."""

from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.deadlines import due
from chalicelib.domain.words import ENDED, WAITING
from tests.builders import DAY, FORCES, HOUR, MINUTE, OTHER_OFFICER, a_life, by, policy

pytestmark = pytest.mark.parametrize("force", FORCES)
ME, BOSS, SPOC, SYSTEM, TEAM = by("officer"), by("sergeant"), by("spoc"), by("system"), by("receiving_team")

RESPONSE = {"response_nearing", "response_missed"}
LINK = {"link_expiring", "link_expired"}
REVIEW = {"review_nearing", "review_overdue"}
TELLING = {"victim_update_nearing", "victim_update_overdue"}


def deadlines(life):
    return due(life.incident, life.policy)


def note(life, kind):
    """The clock notes a deadline as soon as it has passed."""
    when = deadlines(life)[kind]
    return life.do(c.NoteDue(kind, when), SYSTEM, after=max(when - life.now, MINUTE))


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("reported", {"offer_missing", "risk", *RESPONSE}),
        ("offered", {"offer_missing", "risk", *RESPONSE}),
        ("in_triage", {"risk", *RESPONSE}),
        ("queued", {"risk", *RESPONSE}),
        ("claimed", {"risk", "claim_idle", *RESPONSE}),
        ("link_sent", {"risk", *LINK}),
        ("in_call", LINK),
        ("paused", {"risk", *LINK}),
        ("call_closed", REVIEW),
        ("in_review", REVIEW),
        ("desk_work", {"desk_work_overdue"}),
        ("passed_on", {"handover_unacknowledged", *TELLING}),
        ("handed_over", TELLING),
        ("finalised", TELLING),
        ("closed", set()),
        ("returned", set()),
        ("escalated", set()),
    ],
)
def test_what_stands_in_each_status(force, status, kinds):
    assert set(deadlines(a_life(status, force=force))) == kinds


def test_no_live_incident_can_be_forgotten(force):
    """Whatever state it is in, the clock will bring it up."""
    for status in set(WAITING) | {"in_call", "call_closed", "in_review", "desk_work", "passed_on", "handed_over", "finalised"}:
        assert deadlines(a_life(status, force=force)), status


def test_nobody_recorded_an_offer(force):
    life = a_life("reported", force=force)
    assert deadlines(life)["offer_missing"] == life.incident.received_at + life.policy.prompt.offer_recorded_within


def test_the_target_runs_from_the_time_reported_and_nears_at_its_fraction(force):
    life = a_life("queued", force=force)
    target, reported = life.policy.scope.target(life.incident.facts.grade), life.incident.facts.reported_at
    assert deadlines(life)["response_missed"] == reported + target
    assert deadlines(life)["response_nearing"] == reported + target * life.policy.response.nearing


def test_arrived_stops_the_response_clock_for_good(force):
    life = a_life("link_sent", force=force).do(c.Release("shift_ending"), ME)
    assert not RESPONSE & set(deadlines(life))


def test_a_grade_that_has_left_the_policy_has_no_target(force):
    life = a_life("queued", force=force)
    life.policy = policy(force, scope={"grades": {}})
    assert set(deadlines(life)) == {"risk"}


# --- risk ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", sorted(set(WAITING) - {"paused"}))
def test_the_risk_of_who_waits_is_looked_at_again(force, status):
    life = a_life(status, force=force)
    assert deadlines(life)["risk"] == life.incident.facts.reported_at + life.policy.risk.look_again_every


def test_a_look_sets_it_off_anew(force):
    life = a_life("queued", force=force).do(c.ReassessRisk("unchanged"), SPOC)
    assert deadlines(life)["risk"] == life.now + life.policy.risk.look_again_every


def test_when_nobody_looked_it_comes_again(force):
    life = a_life("queued", force=force)
    first = deadlines(life)["risk"]
    assert deadlines(note(life, "risk"))["risk"] == first + life.policy.risk.look_again_every


def test_in_a_pause_it_counts_from_when_the_victim_was_last_seen(force):
    life = a_life("in_call", force=force).wait(9 * HOUR).do(c.Pause("victim_break"), ME)
    assert deadlines(life)["risk"] == life.now + life.policy.risk.look_again_every


NEWS = c.Update("ref-1", "risk")


@pytest.mark.parametrize("status", sorted(WAITING))
def test_news_of_the_risk_is_looked_at_at_once(force, status):
    life = a_life(status, force=force).do(NEWS, SPOC)
    assert deadlines(life)["risk"] == life.now
    note(life, "risk")
    assert deadlines(life)["risk"] == life.now + life.policy.risk.look_again_every


def test_other_news_does_not_hurry_the_look(force):
    life = a_life("queued", force=force)
    before = deadlines(life)["risk"]
    assert deadlines(life.do(c.Update("ref-1", "contact"), SPOC))["risk"] == before
    assert deadlines(life.do(NEWS, SPOC).do(c.Update("ref-2"), SPOC))["risk"] < life.now


def test_who_has_looked_since_the_news_has_time_again(force):
    life = a_life("queued", force=force).do(NEWS, SPOC).do(c.ReassessRisk("unchanged"), BOSS)
    assert deadlines(life)["risk"] == life.now + life.policy.risk.look_again_every


def test_news_does_not_put_off_a_look_that_is_late_already(force):
    life = a_life("queued", force=force)
    late = deadlines(life)["risk"]
    assert deadlines(life.do(NEWS, SPOC, after=DAY))["risk"] == late


def test_news_during_the_call_is_seen_by_the_officer_and_a_later_pause_has_its_own_time(force):
    life = a_life("in_call", force=force).do(NEWS, SPOC)
    assert "risk" not in deadlines(life)
    life.do(c.Pause(), ME)
    assert deadlines(life)["risk"] == life.now + life.policy.risk.look_again_every


# --- the rest -----------------------------------------------------------------------------------------------------------------


def test_claimed_and_then_nothing(force):
    life = a_life("claimed", force=force)
    assert deadlines(life)["claim_idle"] == life.now + life.policy.response.claim_idle_after
    assert "claim_idle" not in deadlines(life.do(c.RecordContact("no_answer"), ME))


def test_claimed_by_a_colleague_and_then_nothing(force):
    life = a_life("claimed", force=force).do(c.Reassign(OTHER_OFFICER), BOSS, after=HOUR)
    assert deadlines(life)["claim_idle"] == life.now + life.policy.response.claim_idle_after


def test_an_appointment(force):
    life = a_life("claimed", force=force)
    time = life.now + HOUR
    life.do(c.MakeAppointment(time), ME)
    assert deadlines(life)["appointment"] == time
    assert "appointment" not in deadlines(note(life, "appointment"))


def test_an_appointment_at_the_same_time_as_one_before_is_a_new_one(force):
    """Put off, put back: only what has come is noted."""
    life = a_life("queued", force=force)
    time = life.now + 2 * HOUR
    life.do(c.MakeAppointment(time), SPOC).do(c.MakeAppointment(time + HOUR), SPOC).do(c.MakeAppointment(time), SPOC)
    assert deadlines(life)["appointment"] == time


def test_the_link(force):
    life = a_life("link_sent", force=force)
    expires = life.incident.link.expires
    assert deadlines(life)["link_expired"] == expires
    assert deadlines(life)["link_expiring"] == expires - life.policy.link.expiring_before


def test_the_review_is_due_from_the_end_of_the_call_whether_submitted_or_not_paused_or_not(force):
    life = a_life("call_closed", force=force)
    overdue = life.incident.call.ended_at + life.policy.review.due_after
    expected = {"review_nearing": overdue - life.policy.review.nearing, "review_overdue": overdue}
    assert deadlines(life) == expected
    life.do(c.Submit("ref-1"), ME, after=2 * HOUR)
    assert deadlines(life) == expected
    life.do(c.PauseReview("evidence_to_come"), BOSS, after=2 * HOUR)
    assert deadlines(life) == expected


def test_what_was_noted_before_the_record_was_submitted_is_not_noted_again(force):
    life = note(note(a_life("call_closed", force=force), "review_nearing"), "review_overdue")
    assert deadlines(life.do(c.Submit("ref-1"), ME)) == {}


def test_after_desk_work_the_review_is_due_anew(force):
    life = note(note(a_life("in_review", force=force), "review_nearing"), "review_overdue")
    life.do(c.Review("desk_enquiries", plan="ref-1"), BOSS).do(c.Submit("ref-2"), ME, after=DAY)
    assert deadlines(life)["review_overdue"] == life.now + life.policy.review.due_after


def test_desk_work_is_not_forgotten(force):
    life = a_life("desk_work", force=force)
    assert deadlines(life) == {"desk_work_overdue": life.now + life.policy.review.due_after}


def test_the_handover(force):
    life = a_life("passed_on", force=force)
    assert deadlines(life)["handover_unacknowledged"] == life.now + life.policy.review.handover_acknowledged_within


@pytest.mark.parametrize("status", ["passed_on", "handed_over", "finalised"])
def test_the_victims_update(force, status):
    life = a_life(status, force=force)
    told_by = life.incident.case.tell_victim_by
    assert deadlines(life)["victim_update_overdue"] == told_by
    assert deadlines(life)["victim_update_nearing"] == told_by - timedelta(hours=24)


def test_once_the_victim_is_told_only_the_handover_remains(force):
    life = a_life("passed_on", force=force).do(c.TellVictim("phone"), ME)
    assert set(deadlines(life)) == {"handover_unacknowledged"}


# --- noted --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["reported", "queued", "claimed", "link_sent", "paused", "in_review", "desk_work", "passed_on"])
def test_each_deadline_is_noted_once(force, status):
    for kind, when in deadlines(a_life(status, force=force)).items():
        life = note(a_life(status, force=force), kind)
        assert life.last[0] == e.FellDue(kind, when)
        assert life.refused(c.NoteDue(kind, when), SYSTEM) == "nothing_due"
        assert deadlines(life).get(kind) != when


def test_it_is_not_noted_before_its_time(force):
    life = a_life("queued", force=force)
    assert life.refused(c.NoteDue("risk", deadlines(life)["risk"]), SYSTEM) == "nothing_due"


def test_what_no_longer_stands_is_not_noted(force):
    life = a_life("queued", force=force)
    stale = deadlines(life)["risk"]
    life.do(c.ReassessRisk("unchanged"), SPOC)
    assert life.refused(c.NoteDue("risk", stale), SYSTEM, after=stale - life.now) == "nothing_due"


@pytest.mark.parametrize("status", sorted(ENDED))
def test_nothing_falls_due_when_it_is_over(force, status):
    life = a_life(status, force=force)
    expected = "nothing_due" if status == "escalated" else "wrong_status"  # an emergency may still have its room
    assert life.refused(c.NoteDue("risk", life.now), SYSTEM) == expected


def test_a_clock_that_stood_still_reminds_of_the_risk_once(force):
    life = a_life("queued", force=force)
    every = life.policy.risk.look_again_every
    first = due(life.incident, life.policy)["risk"]
    life.do(c.NoteDue("risk", first), SYSTEM, after=first + 3 * every - life.now)
    assert due(life.incident, life.policy)["risk"] == life.now + every


def test_noting_changes_nothing_but_an_appointment(force):
    life = a_life("link_sent", force=force)
    before = life.incident
    note(life, "link_expired")
    assert (life.incident.status, life.incident.link) == (before.status, before.link)
