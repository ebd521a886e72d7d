"""The job's card says how the job stands, to everybody, and names nobody."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.chat.actions import ACTIONS
from chalicelib.chat.cards import job_card, link_words, one_line, row_card
from chalicelib.domain import commands as c
from chalicelib.domain.evolve import rebuild
from tests.builders import FORCES, HOUR, NOW, OFFICER, a_life, an_incident, by, policy

from .lives import LATER, STATUSES, a_told_life, shows_a_person

POLICY = policy()


def card(status, now=LATER, **facts):
    return job_card(an_incident(status, **facts), POLICY, now)


def fact(a_card, label):
    return next((each.value for each in a_card.facts if each.label == label), None)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("force", FORCES)
def test_every_status_has_a_card(status, force):
    incident = an_incident(status, force=force)
    shown = job_card(incident, policy(force), LATER)
    assert shown.id == f"job:{incident.reference}"
    assert incident.reference in shown.title
    assert incident.reference in shown.summary
    assert len(shown.leading) <= 2
    assert len(shown.facts) <= 10
    assert all(each.value for each in shown.facts)


@pytest.mark.parametrize("status", STATUSES)
def test_no_button_is_there_twice_and_every_one_is_known(status):
    shown = card(status)
    pressed = [each.action for each in (*shown.leading, *shown.menu)]
    assert len(pressed) == len(set(pressed))
    assert set(pressed) <= set(ACTIONS)


@pytest.mark.parametrize("n", range(1, 40))
def test_no_card_of_a_whole_life_shows_a_person(n):
    life = a_told_life()
    history = life.events[:n]
    incident = rebuild("dorset", history)
    shown = job_card(incident, POLICY, LATER)
    assert shows_a_person((shown, row_card(incident, POLICY, LATER), one_line(incident, POLICY, LATER))) == []


def test_it_says_how_long_ago_against_the_target():
    shown = card("queued")
    assert fact(shown, "Reported") == "Wed 18 Nov 2026, 10:00 (5 h 10 min, target 48 h)"
    assert shown.summary == "20261118-0416, Theft: in the queue; 5 h 10 min, target 48 h"
    assert shown.title == "20261118-0416: Theft"


def test_once_the_link_is_sent_it_says_how_long_that_took():
    assert fact(card("link_sent"), "Reported").endswith("(link sent after 5 min, target 48 h)")


def test_a_job_that_evr_has_let_go_grows_no_older():
    returned = an_incident("returned")
    assert one_line(returned, POLICY, NOW + 90 * HOUR).endswith("; 3 min, target 48 h")


def test_the_time_is_local_in_summer():
    assert fact(card("queued", at=NOW - 150 * timedelta(days=1), reported_at=NOW - 150 * timedelta(days=1)), "Reported").startswith(
        "Sun 21 Jun 2026, 11:00"
    )


@pytest.mark.parametrize(
    ("status", "leading"),
    [
        ("in_triage", ["job.triage", "job.risk"]),
        ("queued", ["job.claim", "job.allocate"]),
        ("claimed", ["job.contact", "job.link"]),
        ("link_sent", ["job.join", "job.link"]),
        ("in_call", ["job.checklist", "job.pause"]),
        ("paused", ["job.resume", "job.checklist"]),
        ("call_closed", ["job.checklist", "job.submit"]),
        ("in_review", ["job.review", "job.pause_review"]),
        ("desk_work", ["plan.show", "job.submit"]),
        ("finalised", ["job.told"]),
        ("closed", []),
    ],
)
def test_what_leads_fits_the_status(status, leading):
    assert [each.action for each in card(status).leading] == leading


def test_flags_and_type_are_in_the_policys_words():
    assert fact(card("queued", flags=("vulnerable", "repeat_victim")), "Flags") == "Vulnerable victim, Repeat victim"


def test_who_holds_it_is_shown_as_the_platform_likes():
    shown = job_card(an_incident("claimed"), POLICY, LATER, {OFFICER: "<@U1>"})
    assert fact(shown, "Officer") == "<@U1>"
    assert fact(card("queued"), "Officer") == "nobody yet"


def test_a_target_missed_is_danger_and_stays_so_when_the_clock_has_noted_it():
    # Given a job older than its target
    late = NOW + 49 * HOUR
    incident = an_incident("queued")
    assert job_card(incident, POLICY, late).tone == "danger"
    # When the clock has noted that
    noted = replace(incident, noted={"response_missed": NOW + 48 * HOUR})
    # Then the card has not forgotten
    shown = job_card(noted, POLICY, late)
    assert shown.tone == "danger"
    assert "Target: Fri 20 Nov 2026, 10:00 (1 h late)" in fact(shown, "Due")
    assert "passed" in shown.summary


def test_tones_follow_what_is_due():
    assert job_card(an_incident("queued"), POLICY, NOW + HOUR).tone == "plain"
    assert job_card(an_incident("queued"), POLICY, NOW + 4 * HOUR).tone == "warning"
    assert card("escalated").tone == "danger"
    assert card("closed").tone == "good"


def test_a_text_that_did_not_arrive_is_said():
    life = a_life("link_sent").do(c.RecordDelivery(1, "failed", reason="number_not_in_use"), by("system"))
    shown = job_card(life.incident, POLICY, life.now)
    assert fact(shown, "Link") == "text to a phone: could NOT be delivered: the number is not in use"
    assert shown.tone == "warning"
    assert any("did not arrive" in line for line in shown.lines)


def test_the_room_says_who_waits():
    life = a_life("link_sent")
    assert fact(job_card(life.incident, POLICY, life.now), "Room") == "open, the call has not begun"
    life.do(c.VictimJoin(), by("victim"))
    assert fact(job_card(life.incident, POLICY, life.now), "Room") == "the victim is in the room and waits"
    alone = a_life("link_sent").do(c.OfficerJoin(), by("officer"))
    assert fact(job_card(alone.incident, POLICY, alone.now), "Room") == "the officer is in the room and waits"
    assert fact(card("paused"), "Room") == "paused by the police: to look at evidence"
    assert fact(card("call_closed"), "Room") == "closed for good"
    assert fact(card("call_closed"), "Link") is None
    assert fact(card("closed"), "Room") is None


def test_an_update_to_read_leads_and_is_shown_before_it_can_be_marked_as_read():
    life = a_life("claimed").do(c.Update("text-ref"), by("spoc")).do(c.Update("text-ref"), by("spoc"))
    shown = job_card(life.incident, POLICY, life.now)
    assert fact(shown, "Updates to read") == "update 1, update 2"
    first = shown.leading[0]
    assert (first.action, first.value, first.label) == ("update.show", "20261118-0416|1", "Show update 1")
    assert "job.read_update" not in {each.action for each in (*shown.leading, *shown.menu)}


@pytest.mark.parametrize(
    ("status", "leading", "next_"),
    [
        ("claimed", ["update.show", "job.contact"], "job.link"),
        ("in_call", ["update.show", "job.checklist"], "job.pause"),
        ("call_closed", ["update.show", "job.submit"], "job.checklist"),
        ("desk_work", ["update.show", "job.submit"], "plan.show"),
    ],
)
def test_beside_an_update_what_moves_the_job_on_still_leads(status, leading, next_):
    life = a_life(status).do(c.Update("text-ref"), by("spoc"))
    shown = job_card(life.incident, POLICY, life.now)
    assert [each.action for each in shown.leading] == leading
    assert shown.menu[0].action == next_, "what made way is the first in the menu"


def test_an_unsafe_number_is_a_warning():
    life = a_life("claimed").do(c.RecordContact("unsafe"), by("officer"))
    shown = job_card(life.incident, POLICY, life.now)
    assert shown.tone == "warning"
    assert any("suspended" in line for line in shown.lines)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("returned", "Back with dispatch: the victim could not be reached"),
        ("escalated", "EMERGENCY, with the control room: there is a threat now"),
    ],
)
def test_an_end_says_why(status, words):
    assert fact(card(status), "Status") == words


def test_priority_appointment_and_paused_review_are_part_of_the_status():
    first = a_life("queued").do(c.Allocate(), by("sergeant"))
    assert fact(job_card(first.incident, POLICY, LATER), "Status") == "In the queue, first in the priority lane"
    later = a_life("claimed")
    later.do(c.MakeAppointment(later.now + 3 * HOUR), by("officer"))
    assert fact(job_card(later.incident, POLICY, LATER), "Status") == "Appointment on Wed 18 Nov 2026, 13:03"
    waits = a_life("in_review").do(c.PauseReview("evidence_to_come"), by("officer"))
    shown = job_card(waits.incident, POLICY, LATER)
    assert fact(shown, "Status") == "Evidential review, paused: evidence still to come"
    assert shown.leading[0].action == "job.resume_review"


def test_a_row_of_a_list_is_short_and_opens_the_job():
    shown = row_card(an_incident("queued", flags=("vulnerable",)), POLICY, LATER)
    assert shown.lines == ("5 h 10 min, target 48 h", "Vulnerable victim")
    assert [each.action for each in shown.leading] == ["job.card"]


def test_before_a_link_was_sent_there_is_nothing_to_say_of_it():
    assert link_words(an_incident("queued")) == ""
