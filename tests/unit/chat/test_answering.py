"""A press and its reply: claims, forms, refusals, old buttons, second presses."""

import pytest
from msgspec.structs import replace

from chalicelib.chat.answers import Mistakes
from chalicelib.chat.model import Form, Hide, Home, Notice, Private
from chalicelib.domain import commands as c
from chalicelib.store.rows import Unavailable
from tests.builders import OFFICER, OTHER_OFFICER

from .pressing import Chat, buttons_of, filled, said


@pytest.fixture
def chat():
    return Chat()


def test_claim_next_gives_the_oldest_job(chat):
    first, _ = chat.force.bring(), chat.force.bring()
    reply = chat.press("officer", "queue.claim_next")
    assert said(reply).startswith(f"{first} is yours.")
    assert chat.calls == ["query", "commit"]
    assert chat.force.incident(first).officer == OFFICER


def test_a_button_gives_its_command_within_the_services_budget(chat):
    reference = chat.force.bring()
    reply = chat.press("officer", "job.claim", reference)
    assert isinstance(reply, Notice)
    assert chat.calls == ["get", "commit"]
    assert buttons_of(reply) == ["job.details", "job.contact", "job.link"]


def test_a_form_opens_with_one_read_and_is_sent_within_the_budget(chat):
    reference = chat.force.bring("claimed")
    form = chat.press("officer", "job.contact", reference)
    assert isinstance(form, Form)
    assert chat.calls == ["get"]
    reply = chat.press("officer", "job.contact", form.value, filled(form, result="spoke"))
    assert said(reply) == f"Done: record a telephone call. {reference} is now: with an officer."
    assert chat.calls == ["get", "commit"]


def test_only_where_somebody_is_chosen_the_roster_is_read(chat):
    reference = chat.force.bring("claimed")
    form = chat.press("officer", "job.reassign", reference)
    assert chat.calls == ["get", "query"]
    assert [each.value for each in next(each for each in form.fields if each.id == "officer").options] == [OTHER_OFFICER]


def test_the_holder_hands_over_to_a_colleague(chat):
    reference = chat.force.bring("claimed")
    reply = chat.send("officer", "job.reassign", reference, officer=OTHER_OFFICER, note="Test: my shift ends")
    assert said(reply).startswith("Done: hand to a colleague.")
    assert chat.force.officer(OTHER_OFFICER).job == reference


def test_a_mistake_stays_in_the_form_and_changes_nothing(chat):
    reference = chat.force.bring("claimed")
    form = chat.open("officer", "job.release", reference)
    reply = chat.press("officer", "job.release", reference, filled(form))
    assert reply == Mistakes({"reason": "Fill this in."})
    assert chat.calls == []


def test_a_refusal_finds_its_field(chat):
    reference = chat.force.bring("claimed", victim={"phone": None})
    reply = chat.send("officer", "job.link", reference, channel="sms")
    assert isinstance(reply, Mistakes)
    assert reply.fields["to"].startswith("There is no telephone number on record")


def test_an_old_button_is_answered_with_the_job_as_it_stands(chat):
    reference = chat.force.bring("paused")
    reply = chat.press("officer", "job.triage", reference)
    assert "is for: sergeant" in said(reply)
    stale = chat.press("sergeant", "job.triage", reference)
    assert isinstance(stale, Private)
    assert said(stale).startswith("The suitability review is not possible while the call is paused. It has moved on meanwhile")
    assert stale.card.id == f"job:{reference}"
    assert "job.reassign" in buttons_of(stale)


def test_who_lost_is_told_who_won_and_offered_the_next(chat):
    reference = chat.force.bring()
    chat.press("officer", "job.claim", reference)
    reply = chat.press(OTHER_OFFICER, "job.claim", reference)
    assert said(reply).startswith(f"{OFFICER} claimed this job at ")
    assert buttons_of(reply) == ["queue.claim_next"]


def test_the_platforms_own_repeat_gets_the_first_result(chat):
    reference = chat.force.bring()
    first = chat.press("officer", "job.claim", reference, id="once")
    version = chat.force.incident(reference).version
    assert chat.press("officer", "job.claim", reference, id="once").buttons == first.buttons
    assert chat.force.incident(reference).version == version


@pytest.mark.parametrize(
    ("status", "action", "words"),
    [
        ("queued", "job.claim", "It is yours already."),
        ("paused", "job.resume", "The call goes on already."),
        ("in_call", "job.close", "The link is closed already."),
    ],
)
def test_a_second_press_is_no_mistake(chat, status, action, words):
    reference = chat.force.bring(status)
    assert isinstance(chat.press("officer", action, reference), Notice)
    assert said(chat.press("officer", action, reference)) == words


def test_an_update_read_twice_is_read(chat):
    reference = chat.force.bring("claimed")
    chat.force.must("spoc", reference, c.Update("Test: news"))
    assert "Done" in said(chat.press("officer", "job.read_update", f"{reference}|1|shown"))
    assert said(chat.press("officer", "job.read_update", f"{reference}|1|shown")) == "It is marked as read already."
    assert "no such update" in said(chat.press("officer", "job.read_update", f"{reference}|2|shown"))


@pytest.mark.parametrize("action", ["job.nonsense", "", "evr.v1.claim", "help"])
def test_what_nobody_knows_is_answered_with_help(chat, action):
    assert said(chat.press("officer", action, "x")).startswith("What you can ask for:")


def test_without_a_reference_ones_own_job_is_meant(chat):
    reference = chat.force.bring("claimed")
    assert chat.press("officer", "job.card").card.id == f"job:{reference}"
    assert chat.open("officer", "job.escalate").value == reference
    for action in ("job.card", "job.escalate", "job.recall"):
        assert said(chat.press("spoc", action)).startswith("Which job?")


@pytest.mark.parametrize("value", ["no|such", "R-1", "a b", "#", "x" * 3000, "20261118-0416#STATE"])
@pytest.mark.parametrize("action", ["job.claim", "job.contact", "job.details", "job.card", "job.more", "job.timeline"])
def test_what_is_no_job_is_said(chat, action, value):
    assert "no incident with this reference" in said(chat.press("officer", action, value))


def test_a_message_becomes_an_update(chat):
    reference = chat.force.bring("claimed")
    form = chat.open("spoc", "message.update", "Test: the offender was seen")
    answers = filled(form, reference=reference)
    assert "Done" in said(chat.press("spoc", "message.update", form.value, answers))
    assert chat.force.incident(reference).updates == 1
    assert set(chat.press("spoc", "message.update", "", answers | {"reference": "", "text": ""}).fields) == {"reference", "text"}
    assert "is for: call handler or FCR SPOC" in said(chat.press("officer", "message.update", "x"))


def test_a_message_for_a_job_that_is_none_is_put_right_in_its_form(chat):
    over = chat.force.bring("closed")
    for reference, why in (("20261118-9999", "no incident"), (over, "not possible while the incident is closed")):
        reply = chat.send("spoc", "message.update", "Test: news", reference=reference)
        assert set(reply.fields) == {"reference"}
        assert why in reply.fields["reference"]


def test_who_presses_twice_has_the_job_and_made_no_mistake(chat):
    first, second = chat.force.bring(), chat.force.bring()
    before = chat.asker("officer")
    chat.press(before, "queue.claim_next")
    again = chat.press(before, "queue.claim_next")
    assert said(again) == f"You already hold {first}. It came to you a moment ago."
    assert buttons_of(again) == ["list.mine"]
    assert said(chat.press(before, "job.claim", second)).endswith("a moment ago.")
    later = chat.press("officer", "queue.claim_next")
    assert said(later) == f"You already hold {first}. One job at a time: finish it, or hand it over."


def test_a_shift_started_twice_is_started(chat):
    chat.press("officer", "shift.end")
    before = chat.asker("officer")
    assert said(chat.press(before, "shift.start")) == "You are on shift."
    assert said(chat.press(before, "shift.start")) == "You are on shift already."
    assert said(chat.press("officer", "shift.start")) == "You are on shift already."
    assert said(chat.press("officer", "shift.back")) == "You are on shift already."
    chat.press("officer", "shift.end")
    assert "Coming back from a break is not possible while you are off shift" in said(chat.press("officer", "shift.back"))


def test_nobody_ends_a_shift_with_a_job_in_hand(chat):
    reference = chat.force.bring("claimed")
    reply = chat.press("officer", "shift.end")
    assert f"You still hold {reference}" in said(reply)
    assert [(each.action, each.value) for each in reply.buttons] == [("job.reassign", reference), ("job.release", reference)]


def test_my_work_is_my_job_and_what_came_back_to_me(chat):
    assert said(chat.press("officer", "list.mine")) == "You have no job."
    assert buttons_of(chat.press("officer", "list.mine")) == ["queue.claim_next"]
    desk, held = chat.force.bring("desk_work"), chat.force.bring("claimed")
    chat.force.bring("desk_work", officer=OTHER_OFFICER)
    reply = chat.press("officer", "list.mine")
    assert chat.calls == ["get", "query"]
    assert said(reply) == "You have a job. Cases that came back to you: 1."
    assert [each.value for each in reply.buttons] == [each.label for each in reply.facts] == [held, desk]


def test_a_long_list_comes_page_by_page(chat):
    jobs = [chat.force.bring() for _ in range(23)]
    first = chat.press("spoc", "list.queue")
    assert chat.calls == ["query"]
    assert said(first) == "The queue. More than 11 waiting."
    assert [each.value for each in first.buttons] == [*jobs[:10], "1"]
    second = chat.press("spoc", "list.queue", first.buttons[-1].value)
    assert [each.value for each in second.buttons] == [*jobs[10:20], "0", "2"]
    assert [each.value for each in chat.press("spoc", "list.queue", "2").buttons] == [*jobs[20:], "1"]
    assert chat.press("spoc", "list.queue", "x").buttons == first.buttons


def test_shifts(chat):
    assert said(chat.press("officer", "shift.break")) == "You are on a break."
    assert said(chat.press("officer", "shift.back")) == "You are on shift."
    assert said(chat.press("officer", "shift.end")) == "You are off shift."
    assert buttons_of(chat.press("officer", "shift.start")) == ["queue.claim_next"]


def test_what_is_only_looked_at(chat):
    reference = chat.force.bring("claimed")
    assert isinstance(chat.press("officer", "job.card", reference), Private)
    assert "job.escalate" in buttons_of(chat.press("officer", "job.more", reference))
    assert "Claimed by" in said(chat.press("spoc", "job.timeline", reference))
    assert said(chat.press("sergeant", "list.queue")) == "The queue. Nothing is waiting."
    assert chat.press("spoc", "team.show").card.summary == "2 officers on, 1 free; longest wait: nobody waits"
    assert isinstance(chat.press("sergeant", "home.page", "queue|1"), Home)
    assert chat.press("officer", "reminder.dismiss", reference) == Hide()
    assert "is for: administrator" in said(chat.press("officer", "doctor"))


class Silent:
    """A table that answers nothing."""

    def get(self, *args, **options):
        raise Unavailable("test")

    query = commit = get


@pytest.mark.parametrize(
    "action",
    ["job.claim", "queue.claim_next", "job.contact", "team.show", "shift.break", "job.details", "list.queue", "job.timeline"],
)
def test_the_tables_trouble_is_said_and_nothing_is_raised(chat, action):
    asker = chat.asker("officer")
    chat.force.deps = replace(chat.force.deps, table=Silent())
    assert "nothing is done twice" in said(chat.press(asker, action, "20261118-00016"))
    assert "nothing is done twice" in chat.home(asker).sections[0].lines[0]
