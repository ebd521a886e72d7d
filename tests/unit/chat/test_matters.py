"""Cards about one matter: reviews, updates, questions, reminders, the team."""

import ast
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from chalicelib.chat import over
from chalicelib.chat.actions import ACTIONS
from chalicelib.chat.daily import daily_card
from chalicelib.chat.due import DUE, EARLY, GRAVE
from chalicelib.chat.matters import emergency_card, question_card, review_card, triage_card, update_card
from chalicelib.chat.reminders import REMINDERS, goes_to, may_ring, reminder, reminder_card
from chalicelib.domain import commands as c
from chalicelib.domain import deadlines
from chalicelib.domain import events as e
from chalicelib.insight.metrics import Metrics
from tests.builders import HOUR, NOW, OFFICER, a_life, an_incident, by, policy

from .lives import LATER, STATUSES, WORDS, a_told_life, shows_a_person

POLICY = policy()


def fact(a_card, label):
    return next((each.value for each in a_card.facts if each.label == label), None)


def pressed(a_card):
    return [each.action for each in a_card.leading]


def kinds_of_deadlines():
    tree = ast.parse(Path(deadlines.__file__).read_text(encoding="utf-8"))
    yields = (node.value.elts[0] for node in ast.walk(tree) if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple))
    return {each.value for each in yields}


# --- reviews ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("flags", "level"), [((), "The queue"), (("vulnerable",), "Allocate")])
def test_a_suitability_review_suggests_the_level(flags, level):
    shown = triage_card(an_incident("in_triage", flags=flags), POLICY, LATER)
    assert fact(shown, "Suggested").startswith(level)
    assert pressed(shown) == ["job.triage", "job.details_why"]


def test_an_evidential_review_says_when_it_is_due_and_what_is_not_answered():
    life = a_life("in_call")
    life.do(c.TickChecklist({"vna": "done"}), by("officer")).do(c.Close(), by("officer")).do(c.Submit("ref"), by("officer"))
    shown = review_card(life.incident, POLICY, life.now + HOUR)
    assert fact(shown, "Due") == "Thu 19 Nov 2026, 10:09 (in 22 h 59 min)"
    assert fact(shown, "Call taken by") == OFFICER
    assert "statement taken and signed" in fact(shown, "Not answered")
    assert "victim needs assessment" not in fact(shown, "Not answered")
    assert pressed(shown) == ["job.review", "job.pause_review"]


def test_a_paused_review_can_be_taken_up():
    life = a_life("in_review").do(c.PauseReview("question_to_answer"), by("sergeant"))
    shown = review_card(life.incident, POLICY, life.now)
    assert fact(shown, "Paused") == "a question to answer"
    assert pressed(shown) == ["job.review", "job.resume_review"]


def test_an_overdue_review_is_danger():
    assert review_card(an_incident("in_review"), POLICY, NOW + 26 * HOUR).tone == "danger"


# --- updates and questions ----------------------------------------------------------------------------------------------------


def test_an_update_says_only_that_it_is_there():
    life = a_life("claimed").do(c.Update(WORDS, "risk"), by("spoc"))
    shown = update_card(life.incident, life.last[0], POLICY, life.now)
    assert shows_a_person(shown) == []
    assert (shown.id, shown.tone) == ("update:20261118-0416:1", "danger")
    assert [(each.action, each.value) for each in shown.leading] == [("update.show", "20261118-0416|1")]


def test_a_sergeants_advice_comes_as_an_update_and_says_from_whom():
    life = a_life("paused").do(c.Advise(WORDS), by("sergeant"))
    shown = update_card(life.incident, life.last[0], POLICY, NOW)
    assert shown.title.startswith("Update 1 from a sergeant: ")
    assert fact(shown, "Kind") == "A sergeant's advice"
    assert shows_a_person(shown) == []
    assert over.card("update:1:-", life.incident, tuple(life.events), POLICY).title.startswith("Update 1 from a sergeant: ")


def test_an_update_that_was_read_says_so():
    life = a_life("claimed").do(c.Update(WORDS), by("spoc"))
    event = life.last[0]
    life.do(c.AcknowledgeUpdate(1), by("officer"))
    shown = update_card(life.incident, event, POLICY, NOW)
    assert (shown.lines, shown.tone, pressed(shown)) == (("Read.",), "plain", ["update.show"])


def test_a_question_calls_the_sergeants_while_the_victim_waits():
    life = a_life("in_call").do(c.Pause("sergeant_advice", WORDS), by("officer"))
    shown = question_card(life.incident, POLICY, life.now)
    assert shows_a_person(shown) == []
    assert shown.summary == f"{OFFICER} asks a sergeant about 20261118-0416; the victim waits"
    assert pressed(shown) == ["question.show", "job.advise"]
    life.do(c.Resume(), by("officer"))
    assert question_card(life.incident, POLICY, life.now).leading == ()


@pytest.mark.parametrize("status", STATUSES)
def test_no_matter_of_any_status_shows_a_person_or_a_dead_button(status):
    incident = an_incident(status)
    told = e.UpdateReceived(1, "contact", WORDS)
    for shown in (
        triage_card(incident, POLICY, LATER),
        review_card(incident, POLICY, LATER),
        update_card(incident, told, POLICY, NOW),
        question_card(incident, POLICY, LATER),
    ):
        assert shows_a_person(shown) == []
        assert {each.action for each in (*shown.leading, *shown.menu)} <= set(ACTIONS)
        assert len(shown.leading) <= 2


def test_an_emergency_says_why_and_that_the_room_goes_on():
    alone = emergency_card(an_incident("escalated"), POLICY, LATER)
    assert alone.summary == "EMERGENCY: 20261118-0416, there is a threat now"
    assert (alone.tone, alone.lines) == ("danger", ("No room is open.",))
    life = a_life("in_call").do(c.Escalate("threat", WORDS), by("victim"))
    shown = emergency_card(life.incident, POLICY, life.now)
    assert shown.lines == ("Room: in the call. It stays open until the police close it.",)
    assert shows_a_person(shown) == []


# --- the day ------------------------------------------------------------------------------------------------------------------


def test_the_day_in_the_colleges_metrics():
    share = {"numerator": 3, "denominator": 4, "rate": 0.75, "means": "x"}
    none = {"numerator": 0, "denominator": 0, "rate": None, "means": "x"}
    outcomes = {"codes_version": "sample", "codes": ["1"], "of_incidents_that_began_with_evr": share, "outcome_known": 2}
    figures = {
        "force": "dorset",
        "from": "2026-11-18",
        "to": "2026-11-18",
        "definitions": "d",
        "policy": "p",
        "volume": {
            "reported": 9,
            "suitable": 4,
            "passed_to_evr": share,
            "offered": share,
            "never_asked": 1,
            "not_offered": {},
            "arms": {},
        },
        "officers": none,
        "response_time": {
            "arrived": 3,
            "median_minutes": 95.5,
            "mean_minutes": 1,
            "slowest_tenth_minutes": None,
            "within_target": share,
        },
        "positive_outcomes": outcomes,
        "victim_withdrawal": outcomes,
        "victims_said": {"answers": 0, "fewest": 5, "satisfied": None, "easy": None, "would_choose_again": None},
    }
    shown = daily_card(msgspec.convert(figures, Metrics))
    assert shown.title == "EVR, Wed 18 Nov 2026"
    assert shown.summary == "EVR, Wed 18 Nov 2026: 3 of 4 suitable reports passed to EVR"
    assert fact(shown, "Passed to EVR") == "3 of 4 (75%)"
    assert fact(shown, "Officers working in EVR") == "0 of 0"
    assert fact(shown, "Response time, median") == "1 h 35 min"
    assert fact(shown, "Positive outcomes") == "3 of 4 (75%), outcome known for 2"
    assert fact(shown, "Never asked") == "1"
    quiet = {"volume": figures["volume"] | {"never_asked": 0}, "response_time": figures["response_time"] | {"median_minutes": None}}
    week = daily_card(msgspec.convert(figures | {"to": "2026-11-24"} | quiet, Metrics))
    assert week.title == "EVR, Wed 18 Nov 2026 to Tue 24 Nov 2026"
    assert fact(week, "Never asked") is None
    assert fact(week, "Response time, median") == "none yet"


# --- reminders ----------------------------------------------------------------------------------------------------------------


def test_every_deadline_has_words_and_a_reminder():
    assert set(REMINDERS) == set(DUE) == kinds_of_deadlines()
    assert set(DUE) > EARLY | GRAVE


@pytest.mark.parametrize("kind", sorted(REMINDERS))
def test_a_reminder_says_what_is_due_on_which_job_and_can_be_dismissed(kind):
    life = a_told_life()
    shown = reminder_card(kind, NOW + HOUR, life.incident, POLICY)
    assert shows_a_person(shown) == []
    assert shown.summary.endswith(": 20261118-0416")
    act, dismiss = shown.leading
    assert act.value == "20261118-0416"
    assert ACTIONS[act.action].id == REMINDERS[kind].does
    assert (dismiss.action, dismiss.value) == ("reminder.dismiss", f"20261118-0416|{kind}|2026-11-18T11:00:00.000000Z")
    assert "Due Wed 18 Nov 2026, 11:00." in shown.lines


def test_a_review_falling_due_before_the_record_is_in_goes_to_its_officer():
    before, after = an_incident("call_closed"), an_incident("in_review")
    assert reminder("review_overdue", before).does == "job.submit"
    assert goes_to("review_overdue", before) == (frozenset({"sergeant"}), OFFICER)
    assert goes_to("review_overdue", after) == (frozenset({"sergeant"}), None)


def test_whoever_holds_the_job_is_reminded():
    assert goes_to("claim_idle", an_incident("claimed")) == (frozenset({"sergeant"}), OFFICER)
    assert goes_to("risk", an_incident("queued")) == (frozenset({"sergeant", "spoc"}), None)
    assert goes_to("appointment", an_incident("queued")) == (frozenset({"officer", "sergeant"}), None)


def test_reminders_are_quiet_while_the_service_is_closed():
    assert may_ring(NOW, POLICY)
    assert not may_ring(NOW + timedelta(hours=13), POLICY)


def test_the_appointment_ahead_is_due():
    life = a_life("claimed").do(c.MakeAppointment(NOW + 5 * HOUR), by("officer"))
    assert "Appointment: Wed 18 Nov 2026, 15:00" in fact(triage_card(life.incident, POLICY, NOW + HOUR), "Due")
