"""What somebody sees who presses a button: the effect, a private answer, help, the victim's details."""

from __future__ import annotations

import json

import pytest

from tests import slack_payloads as p
from tests.builders import OFFICER, OTHER_OFFICER
from tests.contract.slack_http.room import Room, account


def test_a_button_does_it_and_says_so_privately(room: Room):
    reference = room.force.bring("queued")
    heard = room.press(OFFICER, "job.claim", reference)
    assert (heard.status, heard.body) == (200, "")
    assert room.force.incident(reference).officer == OFFICER
    assert reference in room.told(OFFICER)[-1] and "is yours" in room.told(OFFICER)[-1]
    assert room.slack.methods() == ["response_url"]


def test_a_refusal_says_why_and_what_to_do(room: Room):
    reference = room.force.bring("claimed", officer=OTHER_OFFICER)
    room.press(OFFICER, "job.claim", reference)
    assert OTHER_OFFICER in room.told(OFFICER)[-1]
    assert "queue.claim_next" in json.dumps(room.slack.told(account(OFFICER))[-1])


def test_the_menu_does_the_same_as_a_button(room: Room):
    reference = room.force.bring("queued")
    option = {"text": {"type": "plain_text", "text": "Claim"}, "value": f"job.claim {reference}"}
    element = {"type": "overflow", "action_id": "menu", "block_id": "b", "options": [option]}
    message = p.posted({"text": "x", "blocks": [{"type": "actions", "block_id": "b", "elements": [element]}]})
    room.send(room.ready(p.press(p.button(message, "job.claim"), message, user=account(OFFICER)), OFFICER))
    assert room.force.incident(reference).officer == OFFICER


def test_a_reply_in_a_thread_stays_in_its_thread(room: Room):
    reference = room.force.bring("queued")
    message = p.posted({"text": "x", "blocks": []}, thread="1763460000.000001")
    element = {
        "type": "button",
        "action_id": "job.card",
        "block_id": "b",
        "value": reference,
        "text": {"type": "plain_text", "text": "x"},
    }
    room.send(room.ready(p.press(element, message, user=account(OFFICER)), OFFICER))
    assert room.slack.told(account(OFFICER))[-1]["thread_ts"] == "1763460000.000001"


def test_an_input_that_is_only_chosen_is_acknowledged_and_answered_with_help(room: Room):
    element = {
        "type": "static_select",
        "action_id": "nothing.known",
        "block_id": "b",
        "selected_option": {"value": "x", "text": {}},
    }
    message = p.posted({"text": "x", "blocks": []})
    heard = room.send(room.ready(p.press(element, message, user=account(OFFICER)), OFFICER))
    assert heard.status == 200
    assert "What you can ask for" in room.told(OFFICER)[-1]


def test_an_unknown_button_is_answered_with_help(room: Room):
    assert room.press(OFFICER, "job.teleport", "20261118-0016").status == 200
    assert "/evr next" in room.told(OFFICER)[-1]


def test_whoever_is_not_on_the_roster_is_told_so(room: Room):
    room.slack.add_user("U0STRANGER")
    reference = room.force.bring("queued")
    heard = room.send(room.button("STRANGER", "job.claim", reference))
    assert heard.status == 200
    (said,) = room.told("STRANGER")
    assert "does not know your Slack account" in said and "U0STRANGER" in said
    assert room.force.incident(reference).officer is None


def test_whoever_is_not_active_any_more_is_told_so(room: Room):
    room.enrol(OFFICER, "officer", active=False)
    room.press(OFFICER, "queue.claim_next")
    assert "not active on the roster" in room.told(OFFICER)[-1]


def test_hiding_takes_the_message_away(room: Room):
    room.press(OFFICER, "reminder.dismiss", "20261118-0016")
    assert room.slack.told(account(OFFICER))[-1]["delete_original"] is True


def test_hidden_details_leave_a_way_back(room: Room):
    room.press(OFFICER, "details.hide", "20261118-0016")
    told = room.slack.told(account(OFFICER))[-1]
    assert told["replace_original"] is True
    assert "job.details" in json.dumps(told)


@pytest.mark.parametrize("action", ["details.hide", "reminder.dismiss"])
def test_hiding_within_a_form_does_not_touch_the_message_it_was_opened_from(room: Room, action: str):
    carried = {"channel": p.CHANNEL, "response_url": room.slack.response_url(account(OFFICER))}
    view = p.opened({"type": "modal", "callback_id": "notice", "private_metadata": json.dumps(carried), "blocks": []})
    room.slack.views[view["id"]] = view
    assert room.press(OFFICER, action, "20261118-0016", on=view).status == 200
    assert "response_url" not in room.slack.methods()


def test_details_are_for_the_holder_privately_and_on_record(room: Room):
    reference = room.force.bring("claimed")
    before = room.commands(reference)
    room.press(OFFICER, "job.details", reference)
    told = json.dumps(room.slack.told(account(OFFICER))[-1])
    assert "07700 900" in told.replace("+44 7700", "07700") or "0770090" in told.replace(" ", "")
    assert "details.hide" in told
    assert room.commands(reference) == before + 1  # the showing
    assert room.slack.in_channels() == room.slack.in_channels().replace("07700", "")


def test_details_never_go_into_a_conversation_that_is_kept(room: Room):
    # Given that the answer's own way is closed, and we are not in the channel
    reference = room.force.bring("claimed")
    payload = room.button(OFFICER, "job.details", reference)
    room.slack.expire(payload["response_url"])
    room.slack.channels[p.CHANNEL].member = False
    # When the details are asked for
    room.send(payload)
    # Then they are shown nowhere
    assert "Press again" in room.slack.channels[f"D{account(OFFICER)}"].messages[-1].sent["text"]
    assert "0770090" not in json.dumps([call.sent for call in room.slack.calls if call.method == "chat.postMessage"]).replace(
        " ", ""
    )
