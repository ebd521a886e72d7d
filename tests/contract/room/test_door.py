"""Who comes in and who does not: the closed room one by one, strangers, guesses; and how little each of them learns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.service.guessing import TOKENS
from tests.builders import IDS, policy
from tests.contract import seeds
from tests.contract.desk import Answer, Desk, path
from tests.contract.room.sides import Officer, both, page

ASKED: dict[str, dict[str, Any]] = {"room": {"arrive": True}, "say": {"n": 1, "text": "Test."}, "media": {}}
OFFICERS = {"room": ("room",), "say": ("room", "say"), "media": ("media",)}
OVER = ["call_closed", "in_review", "finalised", "closed"]


def by_link(desk: Desk, what: str, token: str) -> Answer:
    return desk.call("POST", f"/v1/links/{what}", {"token": token, "page": page("V")} | ASKED[what])


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("status", OVER)
def test_after_the_police_have_closed_it_nothing_works_on_the_victims_side(desk: Desk, what: str, status: str):
    answer = by_link(desk, what, desk.link(seeds.an_incident_at(desk, status)))
    assert (answer.status, answer.body["code"], answer.body["detail"]) == (410, "link_closed", "This link is closed.")
    assert desk.table.all("ROOM#") == []


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("status", ["claimed", *OVER])
def test_nor_on_the_officers_side(desk: Desk, what: str, status: str):
    officer = Officer(desk, seeds.an_incident_at(desk, status), seeds.officer(status))
    answer = officer.ask(*OFFICERS[what], **ASKED[what])
    assert (answer.status, answer.code) == (409, "wrong_status")
    assert desk.table.all("ROOM#") == []


@pytest.mark.parametrize("what", ASKED)
def test_closing_ends_what_was_open_at_once(desk: Desk, what: str):
    officer, victim = both(desk)
    assert by_link(desk, what, victim.token).status == 200
    seeds.give(desk, officer.reference, seeds.c.Close(), officer.who)
    assert by_link(desk, what, victim.token).status == 410
    assert officer.ask(*OFFICERS[what], **ASKED[what]).code == "wrong_status"


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("token", ["1", "ByEhcnxQ6KmvAqr5DGb27W", "\x00", "💥", "x" * 64])
def test_an_unknown_link_is_unknown(desk: Desk, what: str, token: str):
    answer = by_link(desk, what, token)
    assert (answer.status, answer.body["code"], answer.body["detail"]) == (404, "unknown_link", "There is no such link.")


@pytest.mark.parametrize("what", ASKED)
def test_replaced_and_expired_links_are_closed_ones(desk: Desk, what: str):
    name = seeds.an_incident_at(desk, "link_sent")
    old = desk.link(name)
    seeds.give(desk, name, seeds.c.SendLink(), seeds.officer("link_sent"))
    assert by_link(desk, what, old).status == 410
    desk.clock.forward(policy().link.lifetime)
    assert by_link(desk, what, desk.link(name, 2)).status == 410


@pytest.mark.parametrize("what", ASKED)
def test_unknown_and_closed_cost_the_same_reads(desk: Desk, what: str):
    closed = desk.link(seeds.an_incident_at(desk, "call_closed"))
    made = []
    for token in (closed, "ByEhcnxQ6KmvAqr5DGb27W"):
        desk.table.calls.clear()
        by_link(desk, what, token)
        made.append(list(desk.table.calls))
    # the link, the incident with its room, then the count of wrong tokens and one more: as at every other path of the links
    assert made[0] == made[1] == ["get", "get", "get", "commit"]


def test_guesses_are_counted_with_those_at_the_other_paths(desk: Desk):
    for n in range(TOKENS.each):
        assert by_link(desk, ("room", "say", "media")[n % 3], f"wrong-{n}").status == 404
    assert by_link(desk, "room", "wrong-again").status == 429
    assert desk.call("POST", "/v1/links/join", {"token": "wrong-again"}).status == 429
    name = seeds.an_incident_at(desk, "in_call")
    assert by_link(desk, "room", desk.link(name)).status == 200


@pytest.mark.parametrize("what", OFFICERS)
def test_only_the_officer_who_holds_the_job_comes_in(desk: Desk, what: str):
    officer, _ = both(desk)
    desk.usual_staff()
    for who, code in ((IDS["officer"], "not_holder"), (IDS["sergeant"], "not_permitted"), ("PC0404", "not_on_roster")):
        stranger = Officer(desk, officer.reference, who, "X")
        assert stranger.ask(*OFFICERS[what], **ASKED[what]).code == code, who
    nowhere = Officer(desk, "no-such-incident", officer.who)
    assert nowhere.ask(*OFFICERS[what], **ASKED[what]).code == "unknown_incident"


def test_another_forces_officer_finds_nothing(desk: Desk):
    officer, _ = both(desk)
    desk.staff(officer.who, "officer", force="wessexshire")
    where = path("incidents", officer.reference, "room")
    answer = desk.call("POST", where, {"page": page("P")}, sub=officer.who, scopes="staff", force="wessexshire")
    assert answer.code == "unknown_incident"


def test_whoever_hands_the_job_over_is_out_and_the_next_is_in(desk: Desk):
    officer, victim = both(desk)
    heir = desk.staff("PC7777", "officer")
    seeds.give(desk, officer.reference, seeds.c.Reassign(heir), officer.who)
    assert officer.room().code == "not_holder"
    next_ = Officer(desk, officer.reference, heir, "Q")
    assert next_.room(arrive=True).body["you"] == "seated"
    assert victim.room().body["other"]["page"] == next_.page


def test_not_safe_looks_like_nothing_in_the_room(desk: Desk):
    officer, victim = both(desk)
    before = victim.room().body
    desk.call("POST", "/v1/links/escalate", {"token": victim.token})
    assert victim.room().body == before
    assert officer.room().status == 200


def test_nobody_is_named_to_the_victim(desk: Desk):
    officer, victim = both(desk, "paused")
    desk.clock.forward(timedelta(seconds=5))
    for answer in (victim.room(), victim.say(1, "Test."), victim.media()):
        assert officer.who not in str(answer.body)
        assert officer.reference not in str(answer.body)


@pytest.mark.parametrize(
    "body",
    [
        {"page": "short"},
        {"page": "x" * 23},
        {"page": "x" * 21 + "#"},
        {"after": -1},
        {"after": 100_000},
        {"of": "x"},
        {"said_after": -1},
        {"quality": "splendid"},
        {"send": [{"to": page("P"), "n": 0, "kind": "offer", "data": ""}]},
        {"send": [{"to": page("P"), "n": 1, "kind": "shout", "data": ""}]},
        {"send": [{"to": page("P"), "n": 1, "kind": "offer", "data": "x" * 16001}]},
        {"send": [{"to": page("P"), "n": 1, "kind": "offer", "data": "", "more": 1}]},
        {"send": [{"to": page("P"), "n": n, "kind": "bye", "data": ""} for n in range(1, 22)]},
        {"nonsense": 1},
    ],
)
def test_what_is_wrong_is_named_and_changes_nothing(desk: Desk, body: dict):
    _, victim = both(desk)
    before = dict(desk.table.rows)
    answer = victim.room(**body)
    assert (answer.status, answer.code) == (422, "invalid_body")
    assert desk.table.rows == before
