"""Forms: one for every command that has to be told something, in the force's words."""

import msgspec
import pytest

from chalicelib.chat.actions import ACTIONS
from chalicelib.chat.fields import About
from chalicelib.chat.forms import FORMS, form, opening
from chalicelib.domain import commands as c
from tests.builders import (
    FORCES,
    MINUTE,
    NOW,
    OTHER_OFFICER,
    REFERENCE,
    a_life,
    an_incident,
    an_officer,
    by,
    policy,
)

from .lives import LATER, STATUSES, a_told_life, shows_a_person

OFFICERS = (an_officer(), an_officer(OTHER_OFFICER), an_officer("PC2216", "off"), an_officer("PC2217", job="X-1"))
YES = {f"answers.{each}": "yes" for each in c.Answers.__struct_fields__}


def about(status="queued", now=LATER, force="dorset", **facts):
    return About(an_incident(status, force=force, **facts), policy(force), now, OFFICERS)


def field(a_form, id):
    return next(each for each in a_form.fields if each.id == id)


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
