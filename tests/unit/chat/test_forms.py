"""Forms: one for every command that has to be told something, in the force's words; and the command that comes of it."""

from datetime import timedelta

import msgspec
import pytest

from chalicelib.chat.actions import ACTIONS, value
from chalicelib.chat.answers import MISSING, Mistakes, command_for, field_of, reference_in
from chalicelib.chat.fields import About
from chalicelib.chat.forms import FORMS, form, opening
from chalicelib.chat.forms import from_message as form_from_message
from chalicelib.domain import commands as c
from chalicelib.domain.dip_sample import QUESTIONS
from tests.builders import (
    FORCES,
    HOUR,
    MINUTE,
    NOW,
    OFFICER,
    OTHER_OFFICER,
    REFERENCE,
    a_life,
    an_incident,
    an_officer,
    answers,
    by,
    policy,
)

from .lives import LATER, STATUSES, WORDS, a_told_life, shows_a_person

OFFICERS = (an_officer(), an_officer(OTHER_OFFICER), an_officer("PC2216", "off"), an_officer("PC2217", job="X-1"))
YES = {f"answers.{each}": "yes" for each in c.Answers.__struct_fields__}


def about(status="queued", now=LATER, force="dorset", **facts):
    return About(an_incident(status, force=force, **facts), policy(force), now, OFFICERS)


def field(a_form, id):
    return next(each for each in a_form.fields if each.id == id)


def mistakes(action, **given):
    made = command_for(action, REFERENCE, {name.replace("__", "."): answer for name, answer in given.items()})
    assert isinstance(made, Mistakes), made
    return made.fields


# --- every form ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("action", sorted(FORMS))
@pytest.mark.parametrize("force", FORCES)
def test_every_form_opens_whatever_has_happened_meanwhile(action, status, force):
    made = form(action, about(status, force=force))
    assert (made.id, made.value) == (action, REFERENCE)
    assert 0 < len(made.title) <= 24
    assert 0 < len(made.submit) <= 24
    assert len({each.id for each in made.fields}) == len(made.fields)
    for each in made.fields:
        assert each.label
        assert all(0 < len(option.label) <= 75 for option in each.options)
        assert len({option.value for option in each.options}) == len(each.options)
        assert bool(each.options) == (each.kind in ("choice", "choices", "officer"))
        assert each.initial is None or each.kind == "line" or each.initial in {option.value for option in each.options}


@pytest.mark.parametrize("action", sorted(FORMS))
def test_the_fields_are_the_commands(action):
    known = {each.name: each for each in msgspec.structs.fields(ACTIONS[action].command)}
    asked = {each.id.partition(".")[0] for each in form(action, about(safe_times=True)).fields}
    assert asked == set(known)
    needed = {name for name, each in known.items() if each.required} - {"items"}
    assert needed <= {each.id for each in form(action, about()).fields if each.required}


@pytest.mark.parametrize("known", [True, False])
def test_whether_it_is_a_safe_time_is_asked_where_the_victim_named_some(known):
    assert ("times_checked" in {each.id for each in form("job.link", about(safe_times=known)).fields}) == known


@pytest.mark.parametrize("action", sorted(FORMS))
def test_no_form_shows_a_person(action):
    life = a_told_life()
    assert shows_a_person(form(action, About(life.incident, life.policy, life.now, OFFICERS))) == []


@pytest.mark.parametrize("action", sorted(FORMS))
def test_a_form_can_be_shown_before_anything_was_read(action):
    assert opening(action, "ref").title == form(action, about()).title
    assert opening(action, "ref").value == "ref"


def test_what_opens_no_form_is_an_error_of_ours():
    with pytest.raises(LookupError):
        form("job.claim", about())


# --- hints --------------------------------------------------------------------------------------------------------------------


def test_telephone_first_when_the_report_is_older_than_a_few_minutes():
    life = a_life("claimed")
    said = form("job.link", About(life.incident, life.policy, NOW + 25 * MINUTE)).intro
    assert "Reported 25 minutes ago: telephone before you send the link." in said


def test_after_a_call_and_soon_after_the_report_nobody_is_told_to_telephone():
    soon = form("job.link", about("claimed", NOW + 5 * MINUTE)).intro
    called = a_life("claimed").do(c.RecordContact("spoke"), by("officer"))
    later = form("job.link", About(called.incident, called.policy, LATER)).intro
    assert not any("telephone before" in line for line in (*soon, *later))


def test_what_the_victim_said_about_texts_chooses_the_channel():
    made = form("job.link", about("claimed", ok_to_text=False))
    assert field(made, "channel").initial == "email"
    assert "The victim said that texts are not safe." in made.intro
    assert field(form("job.link", about("claimed")), "channel").initial == "sms"


def test_an_unsafe_number_is_said_before_the_link_is_sent():
    life = a_life("claimed").do(c.RecordContact("wrong_person"), by("officer"))
    unsafe = About(life.incident, life.policy, life.now)
    assert any("suspended" in line for line in form("job.link", unsafe).intro)
    assert any("suspended" in line for line in form("job.contact", unsafe).intro)


def test_no_number_and_no_address_are_said():
    made = form("job.link", about("claimed", phone=False, email=False))
    assert {"There is no telephone number on record.", "There is no email address on record."} <= set(made.intro)


@pytest.mark.parametrize(("flags", "level"), [((), "queue"), (("vulnerable",), "allocate")])
def test_the_suggested_level_is_chosen_already(flags, level):
    made = form("job.triage", about("in_triage", flags=flags))
    assert field(made, "level").initial == level


def test_a_force_that_always_allocates_suggests_it():
    made = form("job.triage", about("in_triage", force="wessexshire"))
    assert field(made, "level").initial == "allocate"
    assert "always" in field(made, "level").hint


def test_officers_to_choose_from_are_the_others_and_the_free_first():
    made = form("job.reassign", about("claimed"))
    assert [each.value for each in field(made, "officer").options] == [OTHER_OFFICER, "PC2217", "PC2216"]
    labels = [each.label for each in field(made, "officer").options]
    assert [label.partition("(")[2].partition(")")[0] for label in labels] == ["free", "holds X-1", "off shift"]


def test_the_checklist_stands_as_it_was_left():
    life = a_life("in_call", type="stalking").do(c.TickChecklist({"vna": "done"}), by("officer"))
    made = form("job.checklist", About(life.incident, life.policy, life.now))
    assert field(made, "items.vna").initial == "done"
    assert field(made, "items.da_risk_assessment").hint
    submit = form("job.submit", About(life.incident, life.policy, life.now))
    assert submit.intro[1] == "Answer these on the checklist first: domestic abuse risk assessment."
    assert "domestic abuse" not in submit.intro[2]


def test_the_review_says_when_it_is_due_and_what_was_not_answered():
    made = form("job.review", about("in_review"))
    assert made.intro[1].startswith("Due Thu 19 Nov 2026, 10:0")
    assert made.intro[-1] == "The checklist is complete."
    assert [each.value for each in field(made, "decision").options] == [
        "suspect_identified",
        "further_enquiries",
        "desk_enquiries",
        "finalise",
    ]


def test_the_review_says_that_it_came_back_and_that_it_is_paused():
    life = a_life("desk_work").do(c.Submit("ref"), by("officer")).do(c.PauseReview("specialist_advice"), by("sergeant"))
    intro = form("job.review", About(life.incident, life.policy, life.now)).intro
    assert "Submitted 2 times." in intro
    assert "Paused: waiting for specialist advice." in intro


def test_the_script_and_every_question_are_on_the_offer():
    made = form("job.offer", about("reported"))
    assert set(policy().prompt.script) <= set(made.intro)
    assert [each.label for each in made.fields if each.id.startswith("answers.")] == list(policy().prompt.questions.values())


def test_in_an_emergency_the_officer_knows_that_the_room_stays():
    assert any("room stays open" in line for line in form("job.escalate", about("in_call")).intro)


# --- the command --------------------------------------------------------------------------------------------------------------

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
