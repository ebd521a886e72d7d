"""Every action pressed, and every form sent, by everybody, over HTTP: Slack gets what `answering.answer` says, and nothing more.

Role rules are the domain's: a button that is not shown can be pressed all the same, and a form sent that was never opened. What may
be done is tested against the domain in tests/unit/chat/test_every_press.py; here, that nothing is lost or added on the way.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.chat.actions import ACTIONS
from chalicelib.chat.answering import answer
from chalicelib.chat.answers import Mistakes
from chalicelib.chat.model import Form, Hide, Home, Notice, Private
from chalicelib.chat.pressing import Asker, Reply
from chalicelib.chat.slack import messages, reading, views
from chalicelib.chat.slack.carried import Carried
from chalicelib.service import who_is
from chalicelib.store import keys
from tests import slack_payloads as p
from tests.contract.slack_http.conftest import install
from tests.contract.slack_http.room import Json, Room, account
from tests.unit.chat.lives import shows_a_person
from tests.unit.chat.scenes import WHO, scene
from tests.unit.chat.test_every_press import FILLED

SITUATIONS = ("in_triage", "queued", "claimed", "question", "in_review", "update")
STRANGER = "NOBODY"
#: The administrators' doctor is the platform's own.
BY_THE_PLATFORM = ("doctor",)


class Stage:
    """One situation, as often as it is needed, with everybody's Slack account."""

    def __init__(self, app: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.it = scene(name)
        self.room = Room(app, self.it.again().force)
        for id, roles in WHO.values():
            self.room.enrol(id, *roles)
        self.room.slack.add_user(account(STRANGER))
        install(self.room, monkeypatch)
        self._rows, self._now = dict(self.room.force.table.rows), self.room.force.clock.now

    def again(self) -> Room:
        self.room.force.table.rows, self.room.force.clock.now = dict(self._rows), self._now
        self.room.slack.calls.clear()
        self.room.slack.private.clear()
        return self.room

    def directly(self, id: str, payload: Json) -> tuple[Reply | None, Any]:
        """What the same press is answered with, without Slack; and what becomes of the incident and of the officer."""
        force = self.again().force
        officer = who_is(force.deps, "dorset", "slack", account(id))
        pressed = reading.interaction(payload).press
        reply = answer(force.deps, Asker("dorset", officer, "slack"), pressed) if officer else None
        return reply, self.state(id)

    def state(self, id: str) -> Any:
        rows = self.room.force.table.rows
        officer = rows.get(keys.officer("dorset", id))
        return rows[keys.state("dorset", self.it.reference)].data, officer and (officer.duty, officer.job)


@pytest.fixture(params=SITUATIONS)
def stage(request: pytest.FixtureRequest, app: Any, identity: None, monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(app, request.param, monkeypatch)


def somebody(who: str) -> str:
    return STRANGER if who == STRANGER else WHO[who][0]


@pytest.mark.parametrize("who", [*WHO, STRANGER])
def test_every_action_pressed(stage: Stage, who: str):
    id = somebody(who)
    for action in (*ACTIONS, "something.old"):
        if action in BY_THE_PLATFORM:
            continue
        payload = stage.room.button(id, action, f"{stage.it.reference}|1")
        reply, after = stage.directly(id, payload)
        room = stage.again()
        heard = room.send(payload)
        assert (heard.status, heard.body) == (200, ""), action
        assert stage.state(id) == after, action
        was_shown(room, id, action, reply)
        nothing_of_a_person_is_kept(room)


def was_shown(room: Room, id: str, action: str, reply: Reply | None) -> None:
    """Exactly the one who pressed saw exactly this."""
    opens = ACTIONS[action].does == "form" if action in ACTIONS else False
    assert {user for user, _ in room.slack.private} <= {account(id)}
    match reply:
        case None:
            shown = json.dumps(room.slack.sent("views.update")) if opens else " ".join(room.told(id))
            assert "does not know your Slack account" in shown
        case Form():
            (update,) = room.slack.sent("views.update")
            assert update["view"]["blocks"] == views.modal(reply, Carried())["blocks"]
            assert json.loads(update["view"]["private_metadata"]).get("value", "") == reply.value
        case Notice() | Private() if opens:
            (update,) = room.slack.sent("views.update")
            assert update["view"]["blocks"] == views.answer(reply, Carried())["blocks"]
        case Notice() | Private():
            assert [(each["text"], each["blocks"]) for each in room.slack.told(account(id))] == [
                (each.text, each.blocks) for each in messages.private(reply)
            ]
        case Home():
            assert list(room.slack.homes) == [account(id)]
        case Hide():
            assert set(messages.hiding(reply)) <= set(room.slack.told(account(id))[0])
        case other:
            raise AssertionError(other)


def nothing_of_a_person_is_kept(room: Room) -> None:
    """Private replies pass, and forms are closed; what is posted stays."""
    kept = [
        call.sent for call in room.slack.calls if call.method in ("chat.postMessage", "chat.update", "chat.unfurl", "views.publish")
    ]
    assert shows_a_person(kept) == []


@pytest.mark.parametrize("who", [*WHO, STRANGER])
def test_every_form_sent_without_having_been_opened(stage: Stage, who: str):
    id = somebody(who)
    for action, about in FILLED.items():
        given = about(stage.room.force.clock.now)[0] if callable(about) else about[0]
        payload = forged(stage.room, id, action, stage.it.reference, given)
        reply, after = stage.directly(id, payload)
        room = stage.again()
        heard = room.send(payload)
        assert heard.status == 200, action
        assert stage.state(id) == after, action
        came_back(room, id, heard.body, reply, payload)
        nothing_of_a_person_is_kept(room)


def forged(room: Room, id: str, action: str, reference: str, given: dict[str, Any]) -> Json:
    """A submission of a form that nobody opened, with these words in it."""
    blocks = [
        {"type": "input", "block_id": name, "element": {"type": "plain_text_input", "action_id": name, "initial_value": value}}
        for name, value in given.items()
    ]
    carried = {"value": reference, "response_url": room.slack.response_url(account(id)), "channel": p.CHANNEL}
    view = p.opened({"type": "modal", "callback_id": action, "private_metadata": json.dumps(carried), "blocks": blocks})
    return p.submit(view, user=account(id))


def came_back(room: Room, id: str, body: Any, reply: Reply | None, payload: Json) -> None:
    inputs = {block["block_id"] for block in payload["view"]["blocks"]}
    match reply:
        case None:
            assert "does not know your Slack account" in json.dumps(body["view"])
        case Mistakes() if inputs:
            assert body["response_action"] == "errors"
            assert set(body["errors"]) <= inputs
            assert all(any(sentence in said for said in body["errors"].values()) for sentence in reply.fields.values())
        case Notice() | Private() if body:
            assert body["response_action"] == "update"
            assert body["view"]["blocks"] == views.answer(reply, Carried())["blocks"]
            assert room.slack.private == []
        case Notice():
            assert [each["text"] for each in room.slack.told(account(id))] == [each.text for each in messages.private(reply)]
            assert reply.tone == "good" or reply.hide
        case other:
            raise AssertionError(other)


def test_an_administrators_doctor_is_nobody_elses(stage: Stage):
    for who in WHO:
        stage.again().press(somebody(who), "doctor")
        said = stage.room.told(somebody(who))[-1]
        assert ("set-up of chat" in said and "is for" not in said) is (who == "administrator"), who
