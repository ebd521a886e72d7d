"""The whole job by what chat offers and asks, from the offer to the closed incident: forms filled in, commands decided."""

import pytest

from chalicelib.chat.actions import ACTIONS, ON_A_JOB
from chalicelib.chat.answers import Mistakes, command_for
from chalicelib.chat.fields import About
from chalicelib.chat.forms import FORMS, form
from chalicelib.chat.offering import offered
from chalicelib.domain import commands as c
from chalicelib.domain.refusals import Refusal
from tests.builders import FORCES, HOUR, OFFICER, OTHER_OFFICER, a_life, an_officer, by, policy

from .lives import STATUSES

OFFICERS = (an_officer(), an_officer(OTHER_OFFICER))
#: Refusals that say something about the people or the moment, not about what the form offered.
OF_THE_MOMENT = {"why_missing", "answers_missing", "own_review", "appointment_ahead", "checklist_incomplete", "unknown_receiver"}


def press(life, who, id, **given):
    """Press an action that is offered, fill its form in as it was opened, and let the domain decide."""
    is_holder = who.id == life.incident.officer
    assert id in {each.id for each in offered(life.incident, who.roles, is_holder)}, f"{id} is not offered to {who.id}"
    command = command_for(id, value_of(life, id), filled(life, id, given) if id in FORMS else {})
    assert not isinstance(command, Mistakes), command
    return life.ask(command, who)


def value_of(life, id):
    return f"{life.incident.reference}|{life.incident.updates_to_read[0]}" if id == "update.show" else life.incident.reference


def filled(life, id, given):
    fields = form(id, About(life.incident, life.policy, life.now, OFFICERS)).fields
    return {each.id: each.initial or "" for each in fields} | {name.replace("__", "."): answer for name, answer in given.items()}


def test_the_whole_job_is_done_in_chat():
    life = a_life("reported", flags=("vulnerable",))
    spoc, officer, sergeant = by("spoc"), by("officer"), by("sergeant")
    yes = {f"answers__{each}": "yes" for each in c.Answers.__struct_fields__}
    steps = [
        (spoc, "job.offer", {"accepted": "yes"} | yes, "in_triage"),
        (sergeant, "job.triage", {}, "queued"),
        (officer, "job.claim", {}, "claimed"),
        (spoc, "job.update", {"text": "ref"}, "claimed"),
        (officer, "update.show", {}, "claimed"),
        (officer, c.AcknowledgeUpdate(1), {}, "claimed"),
        (officer, "job.details", {}, "claimed"),
        (officer, "job.contact", {"result": "spoke"}, "claimed"),
        (officer, "job.link", {}, "link_sent"),
        (officer, "job.join", {}, "link_sent"),
        (by("victim"), c.VictimJoin(), {}, "in_call"),
        (officer, "job.pause", {"reason": "sergeant_advice", "question": "ref"}, "paused"),
        (officer, "job.resume", {}, "in_call"),
        (officer, "job.checklist", {"items__statement": "done"}, "in_call"),
        (officer, "job.close", {}, "call_closed"),
        (officer, "job.submit", {"summary": "ref", "lines_of_enquiry": "one\ntwo"}, "in_review"),
        (officer, "job.pause_review", {"reason": "evidence_to_come"}, "in_review"),
        (sergeant, "job.resume_review", {}, "in_review"),
        (sergeant, "job.review", {"decision": "desk_enquiries", "plan": "ref"}, "desk_work"),
        (officer, "job.submit", {"summary": "ref"}, "in_review"),
        (sergeant, "job.review", {"decision": "finalise"}, "finalised"),
        (officer, "job.told", {"how": "phone"}, "closed"),
    ]
    for who, id, given, status in steps:
        decision = life.ask(id, who) if isinstance(id, c.Command) else press(life, who, id, **given)
        assert not isinstance(decision, Refusal), (id, decision)
        assert life.status == status, id
    assert life.incident.level == "allocate"


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", ["officer", "sergeant", "spoc", "call_handler", "records"])
def test_whatever_is_offered_and_filled_in_from_the_form_is_understood(status, role, force):
    """Every choice of every form, at every status: nothing that the form itself offers is unknown to the domain."""
    who = by(role)
    for action in ON_A_JOB:
        for answers in every_choice(a_life(status, force=force), who, action.id):
            life = a_life(status, force=force)
            command = command_for(action.id, value_of(life, action.id), answers)
            if isinstance(command, Mistakes):
                assert all(command.fields.values())
                continue
            decision = life.ask(command, who)
            assert not isinstance(decision, Refusal) or decision.code in OF_THE_MOMENT, (action.id, answers, decision)


def every_choice(life, who, id):
    """Answers with each option of each choice once; texts and times filled in. Nothing for what is not offered."""
    is_holder = life.incident.officer == who.id
    if id not in {each.id for each in offered(life.incident, who.roles, is_holder)}:
        return
    if ACTIONS[id].does != "form":
        yield {}
        return
    fields = form(id, About(life.incident, policy(life.force), life.now, OFFICERS, is_holder)).fields
    soon = (life.now + HOUR).isoformat()
    written = {"lines": "ref", "line": "ref", "datetime": soon, "choice": "", "officer": ""}
    at_now = {"at": life.now.isoformat()} if id == "job.outcome" else {}
    base = {each.id: each.initial or written[each.kind] for each in fields} | at_now
    base |= {each.id: each.options[0].value for each in fields if each.required and each.options and not each.initial}
    for each in fields:
        for option in each.options:
            yield base | {each.id: option.value}


def test_the_walk_has_somewhere_to_go():
    life = a_life("in_review")
    assert len(list(every_choice(life, by("sergeant"), "job.review"))) > 4
    assert list(every_choice(life, by("officer", id=OFFICER), "job.claim")) == []
