"""Dip samples in chat: nobody is told of the draw before the decision; then a sergeant who did not take the call records it."""

import pytest

from chalicelib.chat.model import Form
from tests.builders import OTHER_SERGEANT, SERGEANT, policy
from tests.checks import whole_table_is_consistent
from tests.force import Force

from .lives import WORDS, shows_a_person
from .pressing import Chat, buttons_of, said

QUESTIONS = ["contact_within_target", "victim_suitably_treated", "record_complete", "safeguarding_considered", "right_decision"]
JUDGED = dict.fromkeys(QUESTIONS, "yes") | {"satisfactory": "yes", "note": WORDS}


def a_chat(share):
    return Chat(Force(the_policy=policy(review={"dip_sample_share": share})))


@pytest.fixture
def chat():
    """Every call is drawn."""
    chat = a_chat(1.0)
    yield chat
    assert whole_table_is_consistent(chat.force.rows(), policies={chat.force.name: chat.force.policy}, keyring=chat.force.keyring)


@pytest.mark.parametrize("status", ["in_review", "desk_work"])
def test_before_the_decision_nobody_sees_anything_of_it(chat, status):
    drawn, other = chat.force.bring(status), a_chat(0.0)
    same = other.force.bring(status)
    for who in ("officer", "sergeant", "spoc"):
        for action in ("job.card", "job.more", "job.timeline", "job.dip_sample", "list.dip_samples", "record.show"):
            shown, without = chat.press(who, action, drawn), other.press(who, action, same)
            assert str(shown).lower().count("dip sample") == str(without).lower().count("dip sample"), (who, action)
    assert "Dip samples" not in {each.title for each in chat.home("sergeant").sections}


def test_once_decided_it_is_on_the_list_and_recorded(chat):
    reference = chat.force.bring("finalised")
    listed = chat.press("sergeant", "list.dip_samples")
    assert [each.value for each in listed.buttons] == [reference]
    section = next(each for each in chat.home("sergeant").sections if each.title == "Dip samples")
    assert [each.action for each in section.cards[0].leading] == ["job.dip_sample", "job.card"]
    assert "job.dip_sample" in buttons_of(chat.press("sergeant", "job.more", reference))
    done = chat.send("sergeant", "job.dip_sample", reference, **JUDGED)
    assert said(done).startswith("Done: record the dip sample.")
    assert shows_a_person(done) == []
    assert chat.force.incident(reference).dip_sample.by == SERGEANT
    assert said(chat.press("sergeant", "list.dip_samples")).endswith("Nothing is waiting.")


def test_what_was_not_answered_is_asked_for(chat):
    reference = chat.force.bring("finalised")
    form = chat.open("sergeant", "job.dip_sample", reference)
    assert [each.id for each in form.fields] == [*QUESTIONS, "satisfactory", "note"]
    assert set(chat.press("sergeant", "job.dip_sample", reference, {}).fields) == {*QUESTIONS, "satisfactory"}


def test_the_form_is_refused_before_anybody_fills_it_in_for_nothing(chat):
    reference = chat.force.bring("finalised")
    assert isinstance(chat.press("sergeant", "job.dip_sample", reference), Form)
    chat.send("sergeant", "job.dip_sample", reference, **JUDGED)
    assert f"{SERGEANT} has recorded" in said(chat.press(OTHER_SERGEANT, "job.dip_sample", reference))
    assert "is for: sergeant" in said(chat.press("officer", "job.dip_sample", reference))
    other = a_chat(0.0)
    assert "not drawn" in said(other.press("sergeant", "job.dip_sample", other.force.bring("finalised")))


def test_whoever_took_the_call_does_not_look_at_it_again():
    both = {SERGEANT: ("sergeant",), OTHER_SERGEANT: ("officer", "sergeant"), "SP0007": ("spoc",)}
    chat = Chat(Force(the_policy=policy(review={"dip_sample_share": 1.0}), staff=both))
    reference = chat.force.bring("finalised", officer=OTHER_SERGEANT)
    assert "another sergeant has to look" in said(chat.press(OTHER_SERGEANT, "job.dip_sample", reference))
    assert isinstance(chat.press(SERGEANT, "job.dip_sample", reference), Form)
