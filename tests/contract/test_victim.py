"""The victim's link: what a tap does, and how little a stranger learns."""

from __future__ import annotations

import pytest

from tests.builders import policy
from tests.contract import seeds
from tests.contract.desk import Answer, Desk, path

COMMANDS = ["join", "pause", "resume", "change_mind", "escalate", "needs", "state", "times"]


def tap(desk: Desk, command: str, token: str, **more: str) -> Answer:
    return desk.call("POST", f"/v1/links/{command}", {"token": token} | more)


def test_join_pause_and_resume(desk: Desk):
    name = seeds.an_incident_at(desk, "link_sent")
    token = desk.link(name)
    assert tap(desk, "join", token).body == {"status": "waiting"}
    seeds.give(desk, name, seeds.c.OfficerJoin(), seeds.officer("link_sent"))
    assert tap(desk, "join", token).body == {"status": "in_call"}
    assert tap(desk, "pause", token).body == {"status": "paused"}
    assert tap(desk, "resume", token).body == {"status": "in_call"}


def test_the_officers_pause_is_ended_by_the_officer(desk: Desk):
    name = seeds.an_incident_at(desk, "paused")
    answer = tap(desk, "resume", desk.link(name))
    assert (answer.status, answer.code) == (409, "paused_by_police")


def test_not_safe_looks_like_nothing_on_the_screen(desk: Desk):
    # Given a call in which somebody may be looking over the victim's shoulder
    name = seeds.an_incident_at(desk, "in_call")
    token = desk.link(name)
    before = tap(desk, "join", token).body
    # When the victim taps "not safe"
    answer = tap(desk, "escalate", token)
    # Then the screen says what it said before, and the control room has an emergency
    assert (answer.status, answer.body) == (200, before)
    state = desk.call("GET", path("incidents", name), scopes="read").body
    assert (state["status"], state["ended"], state["link"]["open"]) == ("escalated", "not_safe", True)
    # and nothing from now on gives it away
    assert tap(desk, "join", token).body == before
    assert tap(desk, "escalate", token).body == before
    later = tap(desk, "change_mind", token)
    assert (later.status, later.body["code"], later.body["detail"]) == (409, "wrong_status", "This is not possible just now.")


def test_not_safe_before_anybody_came_ends_it(desk: Desk):
    name = seeds.an_incident_at(desk, "link_sent")
    assert tap(desk, "escalate", desk.link(name)).body == {"status": "ended"}
    assert tap(desk, "escalate", desk.link(name)).status == 410


def test_not_safe_while_waiting_goes_on_waiting(desk: Desk):
    name = seeds.an_incident_at(desk, "link_sent")
    assert tap(desk, "join", desk.link(name)).body == {"status": "waiting"}
    assert tap(desk, "escalate", desk.link(name)).body == {"status": "waiting"}


def test_a_change_of_mind_ends_it(desk: Desk):
    name = seeds.an_incident_at(desk, "in_call")
    assert tap(desk, "change_mind", desk.link(name)).body == {"status": "ended"}
    assert desk.call("GET", path("incidents", name), scopes="read").body["status"] == "returned"


@pytest.mark.parametrize(("status", "command"), [("link_sent", "pause"), ("link_sent", "resume"), ("paused", "pause")])
def test_what_is_not_possible_now_says_nothing_about_the_incident(desk: Desk, status: str, command: str):
    answer = tap(desk, command, desk.link(seeds.an_incident_at(desk, status)))
    assert (answer.status, answer.body["detail"]) == (409, "This is not possible just now.")


def test_what_the_victim_says_with_a_change_of_mind_is_kept(desk: Desk):
    name = seeds.an_incident_at(desk, "in_call")
    tap(desk, "change_mind", desk.link(name), note="Test: I would rather see somebody.")
    texts = desk.call("GET", path("incidents", name), scopes="read personal").body["texts"]
    assert "Test: I would rather see somebody." in texts.values()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("token", ["1", "ByEhcnxQ6KmvAqr5DGb27W", "\x00", "💥", "' OR 1=1", "x" * 64])
def test_an_unknown_link_is_unknown(desk: Desk, command: str, token: str):
    answer = tap(desk, command, token)
    assert (answer.status, answer.body["code"], answer.body["detail"]) == (404, "unknown_link", "There is no such link.")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("status", ["call_closed", "in_review", "closed"])
def test_a_closed_link_is_gone_for_ever_and_without_a_word(desk: Desk, command: str, status: str):
    name = seeds.an_incident_at(desk, status)
    answer = tap(desk, command, desk.link(name))
    assert (answer.status, answer.body["code"], answer.body["detail"]) == (410, "link_closed", "This link is closed.")


def test_a_link_that_was_replaced_is_closed(desk: Desk):
    name = seeds.an_incident_at(desk, "link_sent")
    seeds.give(desk, name, seeds.c.SendLink(), seeds.officer("link_sent"))
    assert tap(desk, "join", desk.link(name, 1)).status == 410
    assert tap(desk, "join", desk.link(name, 2)).status == 200


def test_an_expired_link_looks_like_a_closed_one(desk: Desk):
    name = seeds.an_incident_at(desk, "link_sent")
    desk.clock.forward(policy().link.lifetime)
    expired = tap(desk, "join", desk.link(name))
    closed = tap(desk, "join", desk.link(seeds.an_incident_at(desk, "call_closed")))
    assert (expired.status, expired.body) == (closed.status, closed.body)


@pytest.mark.parametrize(
    "body", [{}, {"token": ""}, {"token": 7}, {"token": "x" * 65}, {"token": "x", "reference": "y"}, {"token": None}]
)
def test_a_body_that_is_none_is_named(desk: Desk, body: dict):
    answer = desk.call("POST", "/v1/links/join", body)
    assert (answer.status, answer.code) == (422, "invalid_body")


def test_a_tap_that_does_not_exist_is_unknown(desk: Desk):
    assert tap(desk, "close", "x").code == "unknown_link"


def test_no_answer_to_a_victim_names_an_officer(desk: Desk):
    name = seeds.an_incident_at(desk, "link_sent")
    for command in COMMANDS:
        said = tap(desk, command, desk.link(name))
        assert seeds.officer("link_sent") not in str(said.body)
        assert command in ("state", "times") or set(said.body) <= {"status", "type", "title", "code", "detail"}
