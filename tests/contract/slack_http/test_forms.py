"""What somebody sees of a form: opened, filled in, mistaken, refused, too late, one after the other."""

from __future__ import annotations

import json

from chalicelib.domain import commands as c
from tests import slack_payloads as p
from tests.builders import OFFICER, OTHER_OFFICER, SERGEANT
from tests.contract.slack_http.room import Room, account


def test_a_form_is_opened_before_anything_is_read(room: Room):
    reference = room.force.bring("claimed")
    room.journal.clear()
    room.press(OFFICER, "job.contact", reference)
    assert room.journal[0] == "views.open"
    assert room.journal[-1] == "views.update"
    assert set(room.journal[1:-1]) == {"get"}
    opening = room.slack.sent("views.open")[0]["view"]
    assert "One moment" in json.dumps(opening) and "submit" not in opening


def test_a_form_is_filled_in_and_sent(room: Room):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    heard = room.fill(OFFICER, view, result="spoke", note="Test note.")
    assert (heard.status, heard.body) == (200, "")
    assert room.force.incident(reference).contacts == 1
    assert "Done" in room.told(OFFICER)[-1]


def test_mistakes_stand_at_their_inputs(room: Room):
    reference = room.force.bring("in_call")
    view = room.form(OFFICER, "job.pause", reference)
    heard = room.fill(OFFICER, view, reason="sergeant_advice")
    assert heard.body["response_action"] == "errors"
    assert set(heard.body["errors"]) == {"question"}
    assert room.force.incident(reference).room == "in_call"
    # and the same form, put right, is done
    assert room.fill(OFFICER, view, reason="sergeant_advice", question="Test question.").body == ""
    assert room.force.incident(reference).room == "paused"


def test_a_form_that_cannot_be_had_says_why_in_its_place(room: Room):
    reference = room.force.bring("queued")
    room.press(OFFICER, "job.submit", reference)
    said = json.dumps(room.slack.sent("views.update")[-1]["view"])
    assert '"callback_id": "notice"' in said and "input" not in said
    assert room.told(OFFICER) == []


def test_a_refusal_after_the_form_stands_in_its_place(room: Room):
    # Given a form that was opened while the job was still held
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    # When a sergeant has handed it on meanwhile
    room.force.must("sergeant", reference, c.Reassign(OTHER_OFFICER))
    heard = room.fill(OFFICER, view, result="spoke")
    # Then nothing is done, and the form says why
    assert heard.body["response_action"] == "update"
    assert "notice" in json.dumps(heard.body["view"])
    assert room.force.incident(reference).contacts == 0


def test_closing_a_form_does_nothing(room: Room):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    room.journal.clear()
    assert room.send(p.close(view, user=account(OFFICER))).status == 200
    assert room.journal == []


def test_after_half_an_hour_the_private_reply_takes_another_way(room: Room):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    room.slack.expire(json.loads(view["private_metadata"])["response_url"])
    room.fill(OFFICER, view, result="spoke")
    assert room.slack.methods()[-2:] == ["response_url", "chat.postEphemeral"]
    assert "Done" in room.told(OFFICER)[-1]


def test_where_we_are_not_in_the_channel_it_is_a_direct_message(room: Room):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    room.slack.expire(json.loads(view["private_metadata"])["response_url"])
    room.slack.channels[p.CHANNEL].member = False
    room.fill(OFFICER, view, result="spoke")
    assert "Done" in room.slack.channels[f"D{account(OFFICER)}"].messages[-1].sent["text"]


def test_a_button_in_a_form_changes_that_form(room: Room):
    reference = room.force.bring("queued")
    room.press(OFFICER, "job.submit", reference)  # refused, in the form's place
    update = room.slack.sent("views.update")[-1]
    shown = p.opened(update["view"], id=update["view_id"])
    opened = len(room.slack.sent("views.open"))
    # a reply
    room.press(OFFICER, "job.card", reference, on=shown)
    assert room.slack.sent("views.update")[-1]["view_id"] == update["view_id"]
    # and a form
    room.press(SERGEANT, "job.return", reference, on=shown)
    view = room.slack.sent("views.update")[-1]
    assert (view["view_id"], view["view"]["callback_id"]) == (update["view_id"], "job.return")
    assert len(room.slack.sent("views.open")) == opened


def test_two_forms_one_after_the_other_in_one_view_are_two_commands(room: Room):
    reference = room.force.bring("claimed")
    first = room.form(OFFICER, "job.contact", reference)
    room.fill(OFFICER, first, result="no_answer")
    again = room.form(OFFICER, "job.contact", reference, on=p.opened(room.slack.views[first["id"]], id=first["id"]))
    assert again["id"] == first["id"]
    room.fill(OFFICER, again, result="spoke")
    assert room.force.incident(reference).contacts == 2
