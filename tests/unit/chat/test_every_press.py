"""Every action, pressed by everybody in every situation: what comes of it is what the domain's rules say, and nothing else.

Forms are opened, and sent filled in. Whoever is refused is told why, changes nothing, and sees no person; only who may see the
victim's details does, and then it is on record.
"""

import pytest

from chalicelib.chat.actions import ACTIONS
from chalicelib.chat.answers import Mistakes
from chalicelib.chat.model import Form, Notice, Private
from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.ask import Ask
from chalicelib.domain.decide import decide
from chalicelib.domain.dip_sample import QUESTIONS
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.rules import By, check
from chalicelib.service.sealed import NOTHING
from chalicelib.store.incidents import recorded
from tests.builders import HOUR, MINUTE, OTHER_OFFICER, answers

from .lives import WORDS, shows_a_person
from .pressing import said
from .scenes import SCENES, WHO, scene

YES = {f"answers.{each}": "yes" for each in c.Answers.__struct_fields__}
ADDRESS = "test.person-alder@example.org"
#: By action: what is filled in, and the command that it asks for. A function of the time where it is about one.
FILLED = {
    "job.offer": (
        {"made": "yes", "accepted": "yes", "note": WORDS} | YES,
        c.Offer(True, accepted=True, answers=answers(), note=WORDS),
    ),
    "job.triage": ({"suitable": "yes", "level": "queue", "note": WORDS}, c.Triage(True, "queue", note=WORDS)),
    "job.allocate": ({"officer": ""}, c.Allocate()),
    "job.contact": ({"result": "no_answer", "note": WORDS}, c.RecordContact("no_answer", WORDS)),
    "job.link": ({"channel": "email", "device": "laptop", "to": ADDRESS}, c.SendLink("email", "laptop", ADDRESS)),
    "job.pause": ({"reason": "sergeant_advice", "question": WORDS}, c.Pause("sergeant_advice", WORDS)),
    "job.advise": ({"text": WORDS}, c.Advise(WORDS)),
    "job.checklist": ({"items.vna": "done"}, c.TickChecklist({"vna": "done"})),
    "job.submit": ({"summary": WORDS, "lines_of_enquiry": WORDS}, c.Submit(WORDS, (WORDS,))),
    "job.review": ({"decision": "desk_enquiries", "plan": WORDS}, c.Review("desk_enquiries", WORDS)),
    "job.pause_review": ({"reason": "evidence_to_come", "note": WORDS}, c.PauseReview("evidence_to_come", WORDS)),
    "job.dip_sample": (
        dict.fromkeys(QUESTIONS, "yes") | {"satisfactory": "yes"},
        c.RecordDipSample("yes", "yes", "yes", "yes", "yes", satisfactory=True),
    ),
    "job.told": ({"how": "phone", "note": WORDS}, c.TellVictim("phone", WORDS)),
    "job.details_why": ({"why": WORDS}, c.Consult(WORDS)),
    "job.appointment": (lambda now: ({"at": (now + HOUR).isoformat()}, c.MakeAppointment(now + HOUR))),
    "job.risk": ({"result": "raised", "note": WORDS}, c.ReassessRisk("raised", WORDS)),
    "job.update": ({"kind": "risk", "text": WORDS}, c.Update(WORDS, "risk")),
    "job.reassign": ({"officer": OTHER_OFFICER, "note": WORDS}, c.Reassign(OTHER_OFFICER, WORDS)),
    "job.release": ({"reason": "called_away", "note": WORDS}, c.Release("called_away", WORDS)),
    "job.change_mind": ({"note": WORDS}, c.ChangeMind(WORDS)),
    "job.return": ({"reason": "not_reachable", "note": WORDS}, c.ReturnToDispatch("not_reachable", WORDS)),
    "job.recall": ({"reason": "duplicate", "note": WORDS}, c.Recall("duplicate", WORDS)),
    "job.outcome": ({"kind": "outcome", "code": "16"}, c.Outcome("outcome", "16")),
    "job.escalate": ({"reason": "threat", "note": WORDS}, c.Escalate("threat", WORDS)),
}
#: What a button without a form asks for.
PRESSED = {
    "job.claim": c.Claim(),
    "job.join": c.OfficerJoin(),
    "job.code": c.ReadOutCode(),
    "job.resume": c.Resume(),
    "job.close": c.Close(),
    "job.resume_review": c.ResumeReview(),
    "job.read_update": c.AcknowledgeUpdate(1),
    "job.details": c.Consult(),
    "update.show": c.Consult(WORDS),
    "question.show": c.Consult(WORDS),
    "plan.show": c.Consult(WORDS),
    "record.show": c.Consult(WORDS),
    "notes.show": c.Consult(),
}
#: Whoever asks for what is so already is told so, in place of the refusal.
ALREADY = {
    "job.claim": "It is yours already.",
    "job.resume": "The call goes on already.",
    "job.close": "The link is closed already.",
    "job.resume_review": "The review was taken up again already.",
    "job.read_update": "It is marked as read already.",
}
#: What comes behind the reference in the button's value.
NUMBERED = {"job.read_update": "|1|shown", "update.show": "|1"}
#: What is not there is not shown, and then nobody's rights are asked: the timeline says as much.
SEALED = {"update.show": (e.UpdateReceived, "text"), "question.show": (e.CallPaused, "question"), "plan.show": (e.Reviewed, "plan")}


def expected(at, reference, who, command):
    """What the domain says, by itself."""
    id, roles = WHO[who]
    force = at.force
    now = force.clock.now + MINUTE
    return decide(Ask(force.incident(reference), command, By(id, frozenset(roles)), now, force.policy, "0" * 64))


def written(chat, reference, kind, field):
    rows = chat.force.table.all(f"INC#{chat.force.name}#{reference}")
    events = [recorded(row).event for row in rows if row.sk.startswith("EVENT#")]
    return any(isinstance(each, kind) and getattr(each, field) for each in events)


def whoever_is_refused_is_told(reply, refusal, id):
    if isinstance(reply, Mistakes):
        assert list(reply.fields.values()) == [refusal.says]
    else:
        assert isinstance(reply, Notice | Private)
        assert said(reply).startswith(refusal.says) or said(reply) == ALREADY.get(id)
    assert shows_a_person(reply) == []


def came_to_pass(it, chat, reply, decision, id):
    if isinstance(decision, Refusal):
        whoever_is_refused_is_told(reply, decision, id)
        assert chat.force.table.rows == it.rows, id
        return
    assert chat.force.incident(it.reference).version == it.version + 1, (id, reply)
    assert isinstance(reply, Notice)
    if ACTIONS[id].command is not c.Consult:
        assert reply.tone == "good", reply
        assert shows_a_person(reply) == []


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("who", WHO)
def test_a_button_does_what_the_domain_says(name, who):
    it = scene(name)
    for id, command in PRESSED.items():
        chat = it.again()
        decision = expected(chat, it.reference, who, command)
        if id in SEALED and not written(chat, it.reference, *SEALED[id]):
            decision = NOTHING
        reply = chat.press(WHO[who][0], id, it.reference + NUMBERED.get(id, ""))
        came_to_pass(it, chat, reply, decision, id)


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("who", WHO)
def test_a_form_that_is_sent_does_what_the_domain_says(name, who):
    it = scene(name)
    for id, about in FILLED.items():
        chat = it.again()
        given, command = about(chat.force.clock.now + MINUTE) if callable(about) else about
        decision = expected(chat, it.reference, who, command)
        came_to_pass(it, chat, chat.press(WHO[who][0], id, it.reference, given), decision, id)


#: Refused whatever is filled in, though the rules alone would not.
IN_VAIN = {
    "job.dip_sample": "not_drawn",
    "job.review": "own_review",
    "job.allocate": "appointment_ahead",
    "job.pause": "wrong_status",
}


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("who", WHO)
def test_a_form_opens_where_it_could_be_sent_and_nowhere_else(name, who):
    it = scene(name)
    for id, about in FILLED.items():
        chat = it.again()
        _, command = about(chat.force.clock.now) if callable(about) else about
        decision = expected(chat, it.reference, who, command)
        rules = check(chat.force.incident(it.reference), command, By(WHO[who][0], frozenset(WHO[who][1])))
        reply = chat.press(WHO[who][0], id, it.reference)
        if rules or (isinstance(decision, Refusal) and decision.code == IN_VAIN.get(id)):
            whoever_is_refused_is_told(reply, decision, id)
        else:
            assert isinstance(reply, Form), (id, reply)
            assert reply.fields
            assert shows_a_person(reply) == []
        assert chat.force.table.rows == it.rows


def test_every_action_with_a_command_is_pressed_here():
    with_command = {id for id, each in ACTIONS.items() if each.command} - {"message.update"}
    assert with_command == set(FILLED) | set(PRESSED)
