"""Whole lives of incidents in chat alone: every step a press or a form, through the one way in. What is no chat is the victim's."""

from datetime import datetime

import pytest

from chalicelib.chat.answers import Mistakes
from chalicelib.chat.model import Notice
from chalicelib.domain import commands as c
from tests.builders import HOUR, OFFICER, OTHER_OFFICER, SERGEANT
from tests.checks import whole_table_is_consistent
from tests.force import Force

from .lives import WORDS, shows_a_person
from .pressing import Chat, said

YES = {f"answers__{each}": "yes" for each in c.Answers.__struct_fields__}


@pytest.fixture
def chat():
    chat = Chat()
    yield chat
    assert whole_table_is_consistent(chat.force.rows(), keyring=chat.force.keyring)


class Job:
    """One incident in chat: what is done to it, and where that leads."""

    def __init__(self, chat, status="reported", **report):
        self.chat, self.reference = chat, chat.force.bring(status, **report)

    def does(self, who, action, status, **given):
        """Press, or fill the form in and send it: it has to be done, lead to this status, and show nobody."""
        reply = self.send(who, action, **given)
        assert isinstance(reply, Notice) and reply.tone == "good", (action, reply)
        assert shows_a_person(reply) == []
        assert self.now.status == status, action
        return self

    def send(self, who, action, **given):
        return (self.chat.send if given else self.chat.press)(who, action, self.reference, **given)

    def victim(self, command):
        self.chat.force.must("victim", self.reference, command)
        return self

    @property
    def now(self):
        return self.chat.force.incident(self.reference)


def called(chat, **report):
    """From the offer to the record that is submitted."""
    job = Job(chat, **report)
    job.does("spoc", "job.offer", "in_triage", accepted="yes", companion="", note=WORDS, **YES)
    job.does("sergeant", "job.triage", "queued", level="queue", note=WORDS)
    job.does("officer", "job.claim", "claimed")
    job.does("officer", "job.contact", "claimed", result="spoke", note=WORDS)
    job.does("officer", "job.link", "link_sent", device="tablet")
    job.victim(c.VictimJoin())
    job.does("officer", "job.join", "in_call")
    job.does("officer", "job.pause", "paused", reason="sergeant_advice", question=WORDS)
    assert chat.press("sergeant", "question.show", job.reference).facts[0].value == WORDS
    job.does("sergeant", "job.advise", "paused", text="Test: ask for the receipt")
    assert chat.press("officer", "update.show", f"{job.reference}|1").facts[0].value == "Test: ask for the receipt"
    chat.press("officer", "job.read_update", f"{job.reference}|1|shown")
    job.does("officer", "job.resume", "in_call")
    job.does("officer", "job.checklist", "in_call", items__statement="done", items__vna="done")
    job.does("officer", "job.close", "call_closed")
    job.does("officer", "job.submit", "in_review", summary=WORDS, lines_of_enquiry="Test: CCTV\nTest: neighbours")
    return job


def test_finalised_and_told(chat):
    job = called(chat)
    job.does("sergeant", "job.review", "finalised", decision="finalise")
    job.does("officer", "job.told", "closed", how="phone", note=WORDS)
    assert chat.force.officer(OFFICER).job is None


@pytest.mark.parametrize(("decision", "receiver"), [("suspect_identified", "patrol"), ("further_enquiries", "neighbourhood")])
def test_passed_on_handed_over_and_told(chat, decision, receiver):
    job = called(chat)
    job.does("sergeant", "job.review", "passed_on", decision=decision, plan=WORDS, receiver=receiver)
    chat.force.must("receiving_team", job.reference, c.Handover())
    job.does("sergeant", "job.told", "closed", how="in_person")


def test_desk_work_by_its_plan_and_reviewed_again(chat):
    job = called(chat)
    job.does("sergeant", "job.review", "desk_work", decision="desk_enquiries", plan=WORDS)
    assert [each.label for each in chat.press("officer", "list.mine").facts] == [job.reference]
    assert chat.press("officer", "plan.show", job.reference).facts[0].value == WORDS
    job.does("officer", "job.checklist", "desk_work", items__digital_evidence="done")
    job.does("officer", "job.submit", "in_review", summary=WORDS)
    job.does("officer", "job.pause_review", "in_review", reason="evidence_to_come", note=WORDS)
    assert job.now.case.paused == "evidence_to_come"
    job.does("sergeant", "job.resume_review", "in_review")
    job.does("sergeant", "job.review", "finalised", decision="finalise")


def test_a_plan_that_is_missing_is_asked_for_in_the_form(chat):
    job = called(chat)
    reply = job.send("sergeant", "job.review", decision="desk_enquiries")
    assert isinstance(reply, Mistakes) and set(reply.fields) == {"plan"}
    assert job.now.status == "in_review"


def test_whoever_took_the_call_is_told_so_before_writing_anything():
    chat = Chat(Force(staff={OFFICER: ("officer", "sergeant"), SERGEANT: ("sergeant",), "SP0007": ("spoc",)}))
    job = called(chat)
    assert "another sergeant has to review it" in said(chat.press(OFFICER, "job.review", job.reference))


def test_allocated_released_allocated_by_name_and_handed_on(chat):
    job = Job(chat, "in_triage", flags=["vulnerable"])
    job.does("sergeant", "job.triage", "queued", suitable="yes")
    assert job.now.level == "allocate"
    assert job.now.priority
    job.does("sergeant", "job.allocate", "claimed", officer=OFFICER)
    job.does("officer", "job.release", "queued", reason="called_away", note=WORDS)
    job.does("sergeant", "job.allocate", "claimed", officer=OTHER_OFFICER)
    job.does(OTHER_OFFICER, "job.reassign", "claimed", officer=OFFICER, note=WORDS)
    job.does("sergeant", "job.reassign", "claimed", officer=OTHER_OFFICER)
    assert job.now.officer == OTHER_OFFICER


def test_allocated_to_the_next_available_it_is_first_in_line(chat):
    chat.force.bring()
    job = Job(chat, "queued").does("sergeant", "job.allocate", "queued", officer="")
    assert said(chat.press("officer", "queue.claim_next")).startswith(f"{job.reference} is yours.")


def test_somebody_busy_is_said_at_the_field(chat):
    chat.force.bring("claimed")
    job = Job(chat, "queued")
    reply = job.send("sergeant", "job.allocate", officer=OFFICER)
    assert list(reply.fields) == ["officer"]
    assert "already holds" in reply.fields["officer"]


@pytest.mark.parametrize(
    ("now", "at", "said_as"),
    [
        ("2026-11-18T10:00Z", "2026-11-19T14:30", "Thu 19 Nov 2026, 14:30"),
        ("2027-06-09T10:00Z", "2027-06-10T14:30", "Thu 10 Jun 2027, 14:30"),
    ],
)
def test_an_appointment_is_said_as_the_clock_on_the_wall_shows_it(chat, now, at, said_as):
    """In winter and in summer."""
    chat.force.clock.now = datetime.fromisoformat(now)
    job = Job(chat, "claimed")
    made = job.send("officer", "job.appointment", at=at)
    assert said(made) == (
        f"Appointment made for {said_as}. {job.reference} leaves the queue until then and comes back at its front."
    )


def test_an_appointment(chat):
    job = Job(chat, "claimed")
    job.does("officer", "job.appointment", "queued", at=(chat.force.clock.now + HOUR).isoformat(), note=WORDS)
    assert "The victim asked for" in said(chat.press(OTHER_OFFICER, "job.claim", job.reference))
    outside = Job(chat, "claimed").send("officer", "job.appointment", at="2026-11-19T03:00")
    assert set(outside.fields) == {"at"}


def test_news_from_the_control_room_is_read(chat):
    job = Job(chat, "claimed")
    job.does("spoc", "job.update", "claimed", kind="risk", text=WORDS)
    assert job.now.updates_to_read == (1,)
    assert chat.press("officer", "update.show", f"{job.reference}|1").facts[0].value == WORDS
    chat.press("officer", "job.read_update", f"{job.reference}|1|shown")
    assert job.now.updates_to_read == ()


def test_the_control_room_takes_it_back_and_an_old_button_says_so(chat):
    job = Job(chat, "link_sent").does("spoc", "job.recall", "returned", reason="attended", note=WORDS)
    assert "has moved on meanwhile" in said(chat.press("officer", "job.join", job.reference))


def test_a_changed_mind_and_a_return(chat):
    Job(chat, "claimed").does("officer", "job.change_mind", "returned", note=WORDS)
    Job(chat, "in_triage").does("sergeant", "job.return", "returned", reason="unsuitable", note=WORDS)
    Job(chat, "in_triage").does("sergeant", "job.triage", "returned", suitable="no", reason="unsuitable")


def test_an_emergency_keeps_its_room_until_the_police_close_it(chat):
    job = Job(chat, "in_call")
    job.does("officer", "job.escalate", "escalated", reason="threat", note=WORDS)
    job.does("officer", "job.pause", "escalated", reason="other")
    job.does("officer", "job.resume", "escalated")
    job.does("sergeant", "job.close", "escalated")
    assert not job.now.room_open


def test_the_risk_of_who_waits(chat):
    job = Job(chat, "queued").does("spoc", "job.risk", "queued", result="raised", note=WORDS)
    assert job.now.priority
