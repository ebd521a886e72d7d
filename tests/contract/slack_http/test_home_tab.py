"""What somebody sees on the home tab, and where its presses are answered."""

from __future__ import annotations

import json

from tests import slack_payloads as p
from tests.builders import OFFICER, SERGEANT
from tests.contract.slack_http.room import Room, account


def test_the_home_tab_is_shown_when_it_is_opened(room: Room):
    reference = room.force.bring("claimed")
    assert room.send(p.home_opened(user=account(OFFICER))).status == 200
    assert reference in json.dumps(room.slack.homes[account(OFFICER)])


def test_the_messages_tab_is_nothing_to_us(room: Room):
    assert room.send(p.home_opened(user=account(OFFICER), tab="messages")).status == 200
    assert room.slack.calls == []


def test_a_strangers_home_tab_says_so(room: Room):
    room.send(p.home_opened(user="U0STRANGER"))
    assert "does not know your Slack account" in json.dumps(room.slack.homes["U0STRANGER"])


def test_a_press_on_the_home_tab_is_answered_over_it_and_shows_it_anew(room: Room):
    reference = room.force.bring("queued")
    room.send(p.home_opened(user=account(OFFICER)))
    room.slack.calls.clear()
    room.press(OFFICER, "queue.claim_next", on=room.home(OFFICER))
    assert room.slack.methods() == ["views.open", "views.publish"]
    assert "is yours" in json.dumps(room.slack.sent("views.open")[0]["view"])
    assert reference in json.dumps(room.slack.homes[account(OFFICER)])


def test_details_from_the_home_tab_are_shown_over_it(room: Room):
    reference = room.force.bring("claimed")
    room.send(p.home_opened(user=account(OFFICER)))
    room.press(OFFICER, "job.details", reference, on=room.home(OFFICER))
    assert "0770090" in json.dumps(room.slack.sent("views.open")[0]["view"]).replace(" ", "")
    assert "chat.postMessage" not in room.slack.methods()


def test_a_form_from_the_home_tab_ends_in_its_own_place(room: Room):
    reference = room.force.bring("claimed")
    room.send(p.home_opened(user=account(OFFICER)))
    view = room.form(OFFICER, "job.contact", reference, on=room.home(OFFICER))
    room.slack.calls.clear()
    heard = room.fill(OFFICER, view, result="spoke")
    assert heard.body["response_action"] == "update"
    assert "Done" in json.dumps(heard.body["view"])
    assert room.slack.methods() == ["views.publish"]


def test_turning_a_page_of_the_home_tab(room: Room):
    for _ in range(7):
        room.force.bring("queued")
    room.send(p.home_opened(user=account(SERGEANT)))
    room.slack.calls.clear()
    room.press(SERGEANT, "home.page", "queue|1", on=room.home(SERGEANT))
    assert room.slack.methods() == ["views.publish"]
    assert "Earlier in the list" in json.dumps(room.slack.homes[account(SERGEANT)])
