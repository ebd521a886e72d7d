"""From what was filled in to a command; whatever is wrong with it is said at its field, and all of it at once."""

from datetime import timedelta

import pytest

from chalicelib.chat.actions import ACTIONS, value
from chalicelib.chat.answers import MISSING, Mistakes, command_for, field_of, reference_in
from chalicelib.chat.fields import About
from chalicelib.chat.forms import FORMS, form, opening
from chalicelib.chat.forms import from_message as form_from_message
from chalicelib.domain import commands as c
from chalicelib.domain.dip_sample import QUESTIONS
from tests.builders import (
    HOUR,
    NOW,
    OFFICER,
    REFERENCE,
    an_incident,
    answers,
    policy,
)

from .lives import LATER, WORDS, shows_a_person

YES = {f"answers.{each}": "yes" for each in c.Answers.__struct_fields__}


def about(status="queued", now=LATER, force="dorset", **facts):
    return About(an_incident(status, force=force, **facts), policy(force), now)


def mistakes(action, **given):
    made = command_for(action, REFERENCE, {name.replace("__", "."): answer for name, answer in given.items()})
    assert isinstance(made, Mistakes), made
    return made.fields


COMMANDS = [
    ("job.claim", {}, c.Claim()),
    ("job.join", {}, c.OfficerJoin()),
    ("job.close", {}, c.Close()),
    ("job.details", {}, c.Consult()),
    ("question.show", {}, c.Consult("To answer the officer's question.")),
    ("job.details_why", {"why": " Handing over "}, c.Consult("Handing over")),
    ("job.allocate", {"officer": ""}, c.Allocate()),
    ("job.allocate", {"officer": OFFICER}, c.Allocate(OFFICER)),
    ("job.reassign", {"officer": OFFICER, "note": WORDS}, c.Reassign(OFFICER, WORDS)),
    ("job.release", {"reason": "called_away"}, c.Release("called_away")),
    ("job.contact", {"result": "spoke"}, c.RecordContact("spoke")),
    ("job.link", {"channel": "email", "device": "laptop", "to": ""}, c.SendLink("email", "laptop")),
    ("job.link", {"channel": "sms", "device": "phone", "to": "07700 900123"}, c.SendLink("sms", "phone", "07700 900123")),
    ("job.link", {"channel": "sms", "device": "phone", "times_checked": "yes"}, c.SendLink(times_checked=True)),
    ("job.link", {"channel": "sms", "device": "phone", "times_checked": "no"}, c.SendLink()),
    ("job.pause", {"reason": "sergeant_advice", "question": "May I?"}, c.Pause("sergeant_advice", "May I?")),
    ("job.pause", {"reason": "other"}, c.Pause("other")),
    ("job.advise", {"text": "A photograph will do."}, c.Advise("A photograph will do.")),
    ("job.checklist", {"items.vna": "done", "items.ppn": ""}, c.TickChecklist({"vna": "done"})),
    ("job.submit", {"summary": "S", "lines_of_enquiry": "one\n\n two "}, c.Submit("S", ("one", "two"))),
    ("job.submit", {"summary": "S", "lines_of_enquiry": ""}, c.Submit("S")),
    ("job.review", {"decision": "finalise"}, c.Review("finalise")),
    ("job.review", {"decision": "further_enquiries", "plan": "P", "receiver": "cid"}, c.Review("further_enquiries", "P", "cid")),
    ("job.triage", {"suitable": "yes", "level": "allocate", "officer": ()}, c.Triage(suitable=True, level="allocate")),
    ("job.triage", {"suitable": "no", "reason": "unsuitable"}, c.Triage(suitable=False, reason="unsuitable")),
    (
        "job.dip_sample",
        dict.fromkeys(QUESTIONS, "yes") | {"record_complete": "no", "satisfactory": "no", "note": "N"},
        c.RecordDipSample("yes", "yes", "no", "yes", "yes", False, "N"),
    ),
    ("job.told", {"how": "phone"}, c.TellVictim("phone")),
    ("job.return", {"reason": "not_reachable"}, c.ReturnToDispatch("not_reachable")),
    ("job.escalate", {"reason": "threat"}, c.Escalate("threat")),
    ("job.recall", {"reason": "attended"}, c.Recall("attended")),
    ("job.update", {"kind": "risk", "text": "T"}, c.Update("T", "risk")),
    ("job.risk", {"result": "raised"}, c.ReassessRisk("raised")),
    ("job.pause_review", {"reason": "evidence_to_come"}, c.PauseReview("evidence_to_come")),
    ("job.change_mind", {}, c.ChangeMind()),
    ("job.offer", {"made": "no", "reason": "suspect_at_scene"}, c.Offer(made=False, reason="suspect_at_scene")),
    ("job.offer", {"made": "yes", "accepted": "no"}, c.Offer(made=True, accepted=False)),
    ("job.offer", {"made": "yes"} | YES, c.Offer(made=True)),
    ("job.offer", {"made": "yes", "accepted": "yes"} | YES, c.Offer(made=True, accepted=True, answers=answers())),
    ("job.outcome", {"kind": "arrest"}, c.Outcome("arrest")),
    ("job.outcome", {"kind": "outcome", "code": "16"}, c.Outcome("outcome", "16")),
]


@pytest.mark.parametrize(("action", "given", "command"), COMMANDS)
def test_a_form_becomes_a_command(action, given, command):
    assert command_for(action, REFERENCE, given) == command


@pytest.mark.parametrize("at", ["2026-11-18T15:00", "2026-11-18T15:00:00+00:00", "1795014000", "2026-11-18T16:00+01:00"])
def test_a_time_comes_as_the_platform_sends_it(at):
    assert command_for("job.appointment", REFERENCE, {"at": at}) == c.MakeAppointment(NOW + 5 * HOUR)


def test_a_local_time_in_summer_is_londons():
    made = command_for("job.appointment", REFERENCE, {"at": "2026-06-21T15:00"})
    assert made.at == NOW.replace(month=6, day=21, hour=14)
    assert made.at.utcoffset() == timedelta(0)


def test_an_update_is_named_by_its_button():
    assert command_for("job.read_update", value(REFERENCE, "3")) == c.AcknowledgeUpdate(3)
    assert isinstance(command_for("job.read_update", REFERENCE), Mistakes)
    assert isinstance(command_for("job.read_update", value(REFERENCE, "0")), Mistakes)
    assert isinstance(command_for("job.read_update", value(REFERENCE, "x")), Mistakes)


def test_a_message_becomes_an_update_on_a_job_that_the_form_names():
    made = form_from_message("Offender seen again", "R-1")
    assert (made.id, made.value, len(made.title) <= 24) == ("message.update", "", True)
    assert [(each.id, each.initial) for each in made.fields] == [
        ("reference", "R-1"),
        ("kind", "information"),
        ("text", "Offender seen again"),
    ]
    assert command_for("message.update", "", {"reference": "R-1", "kind": "risk", "text": "T"}) == c.Update("T", "risk")
    assert form_from_message().fields[2].initial is None
    assert opening("message.update", "").title == made.title


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"reference": " 20261118-0416 "}, REFERENCE),
        ({}, Mistakes({"reference": MISSING})),
        ({"reference": "R|1"}, Mistakes({"reference": "This is not a reference; look at the log."})),
        ({"reference": "1" * 65}, Mistakes({"reference": "This is not a reference; look at the log."})),
    ],
)
def test_the_job_that_a_form_names(given, found):
    assert reference_in(given) == found


@pytest.mark.parametrize("action", [*sorted(set(ACTIONS) - {id for id, each in ACTIONS.items() if each.command}), "job.nonsense"])
def test_where_there_is_no_command_none_is_made_up(action):
    with pytest.raises(LookupError):
        command_for(action, REFERENCE)


# --- mistakes -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "given", "fields"),
    [
        ("job.release", {}, {"reason": MISSING}),
        ("job.submit", {"summary": "   "}, {"summary": MISSING}),
        ("job.triage", {"suitable": "perhaps"}, {"suitable": "Answer yes or no."}),
        ("job.contact", {"result": "sang"}, {"result": "This is not one of the choices; choose again."}),
        ("job.appointment", {"at": "tomorrow"}, {"at": "Give a date and a time."}),
        ("job.appointment", {"at": "9" * 40}, {"at": "Give a date and a time."}),
        ("job.link", {"to": "07"}, {"to": "Too short: 3 at least."}),
        ("job.link", {"to": "0" * 255}, {"to": "Too long: 254 at most."}),
        ("job.submit", {"summary": "x" * 8001}, {"summary": "Too long: 8000 at most."}),
        ("job.submit", {"summary": "S", "lines_of_enquiry": "x\n" * 31}, {"lines_of_enquiry": "Too long: 30 at most."}),
        ("job.checklist", {"items.vna": ""}, {"items.vna": "Tick one at least."}),
        ("job.checklist", {}, {"items": "Tick one at least."}),
        ("job.checklist", {"items.vna": "maybe"}, {"items.vna": "Choose one of these."}),
        ("job.pause", {"reason": "sergeant_advice"}, {"question": "Write your question: the sergeants are called with it."}),
        ("job.release", {"reason": "other"}, {"note": "Say here what the reason is."}),
        ("job.review", {"decision": "desk_enquiries"},
         {"plan": "This decision needs an investigation plan for whoever goes on with it."}),
        ("job.review", {"decision": "finalise", "receiver": "cid"},
         {"receiver": "This decision passes the incident to nobody; leave this empty."}),
        ("job.offer", {"made": "no"}, {"reason": "Not offering EVR needs a reason."}),
        ("job.offer", {"made": "no", "reason": "other", "note": "N", "accepted": "no"},
         {"accepted": "What was not offered cannot be accepted or declined."}),
        ("job.dip_sample", dict.fromkeys(QUESTIONS, "yes") | {"right_decision": "perhaps", "satisfactory": "x"},
         {"right_decision": "This is not one of the choices; choose again.", "satisfactory": "Answer yes or no."}),
        ("job.outcome", {"kind": "outcome"}, {"code": "A crime outcome needs its code."}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(action, given, fields):
    assert command_for(action, REFERENCE, given) == Mistakes(fields)


def test_everything_that_is_wrong_is_said_at_once():
    assert mistakes("job.triage", suitable="", level="x", officer="a b") == {
        "suitable": MISSING,
        "level": "This is not one of the choices; choose again.",
        "officer": "This is not one of the choices; choose again.",
    }
    unanswered = mistakes("job.offer", made="yes", accepted="yes", answers__safe_private_place="no")
    assert set(unanswered) == set(YES) - {"answers.safe_private_place"}


def test_no_mistake_repeats_what_was_written():
    assert shows_a_person(mistakes("job.escalate", reason=WORDS, note=WORDS)) == []


@pytest.mark.parametrize("action", sorted(FORMS))
def test_a_mistake_stands_at_a_field_of_the_form(action):
    fields = {each.id for each in form(action, about("in_call")).fields}
    empty = command_for(action, REFERENCE, dict.fromkeys(fields, ""))
    assert not isinstance(empty, Mistakes) or set(empty.fields) <= fields


@pytest.mark.parametrize(
    ("action", "code", "field"),
    [
        ("job.review", "plan_missing", "plan"),
        ("job.link", "not_safe_to_text", "to"),
        ("job.link", "number_landline", "to"),
        ("job.link", "safe_times", "times_checked"),
        ("job.review", "wrong_status", None),
        ("job.allocate", "off_shift", "officer"),
        ("job.claim", "off_shift", None),
    ],
)
def test_a_refusal_that_comes_later_finds_its_field(action, code, field):
    fields = frozenset(each.id for each in form(action, about(safe_times=True)).fields) if action in FORMS else frozenset()
    assert field_of(code, fields) == field


def test_every_form_of_an_allowed_action_leads_to_its_command():
    kinds = {type(command) for _, _, command in COMMANDS} | {c.MakeAppointment}
    assert {ACTIONS[each].command for each in FORMS} <= kinds
