"""The exchange over HTTP: who is there, what the other page signals, in what order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.contract import seeds
from tests.contract.desk import Desk
from tests.contract.room.sides import Officer, Victim, both, page, signal


def test_each_side_sees_the_other_come(desk: Desk):
    officer, victim = both(desk, arrived=False)
    assert officer.room(arrive=True).body["other"] is None
    seen = victim.room(arrive=True).body
    assert seen["other"] == {"page": officer.page, "there": True, "quality": None}
    assert (seen["status"], seen["you"], seen["joined"], seen["provider"]) == ("in_call", "seated", True, "p2p")
    assert officer.room().body["other"]["page"] == victim.page


def test_a_signal_arrives_once_and_in_order(desk: Desk):
    officer, victim = both(desk)
    officer.room(send=[signal(victim.page, 1, "offer", "Test offer."), signal(victim.page, 2)])
    officer.room(send=[signal(victim.page, 3)])
    news = victim.room().body
    assert [each["n"] for each in news["signals"]] == [1, 2, 3]
    assert news["signals"][0] == {"n": 1, "kind": "offer", "data": "Test offer."}
    assert news["after"] == 3
    assert victim.room(after=3).body["signals"] == []


def test_a_signal_sent_again_arrives_once(desk: Desk):
    # Given an answer that was lost
    officer, victim = both(desk)
    officer.room(send=[signal(victim.page, 1), signal(victim.page, 2)])
    # When the page sends the same again, with what is new
    officer.room(send=[signal(victim.page, 1), signal(victim.page, 2), signal(victim.page, 3)])
    # Then
    assert [each["n"] for each in victim.room().body["signals"]] == [1, 2, 3]


def test_what_was_had_does_not_come_again(desk: Desk):
    officer, victim = both(desk)
    officer.room(send=[signal(victim.page, n) for n in (1, 2, 3)])
    assert [each["n"] for each in victim.room(after=2).body["signals"]] == [3]


def test_the_newest_page_takes_over_and_the_other_is_told(desk: Desk):
    officer, first = both(desk)
    officer.room(send=[signal(first.page, 1)])
    second = Victim(desk, first.token, "W")
    assert second.room(arrive=True).body["you"] == "seated"
    told = first.room().body
    assert (told["you"], told["other"], told["signals"], told["said"]) == ("replaced", None, [], [])
    assert officer.room().body["other"]["page"] == second.page
    # What was on its way to the first does not reach the second
    assert second.room().body["signals"] == []


def test_a_page_that_was_replaced_can_take_the_seat_back(desk: Desk):
    _, first = both(desk)
    second = Victim(desk, first.token, "W")
    second.room(arrive=True)
    assert first.room(arrive=True).body["you"] == "seated"
    assert second.room().body["you"] == "replaced"


def test_a_page_that_is_not_seated_sends_nothing(desk: Desk):
    officer, first = both(desk)
    Victim(desk, first.token, "W").room(arrive=True)
    assert first.room(send=[signal(officer.page, 1)]).body["you"] == "replaced"
    assert officer.room().body["signals"] == []


def test_a_signal_to_a_page_that_is_gone_is_dropped(desk: Desk):
    officer, first = both(desk)
    second = Victim(desk, first.token, "W")
    second.room(arrive=True)
    officer.room(send=[signal(first.page, 1), signal(second.page, 2)])
    assert [each["n"] for each in second.room().body["signals"]] == [2]
    assert not [row for row in desk.table.all("ROOM#") if f"SIGNAL#{first.page}" in row.sk]


def test_signals_of_a_new_page_count_from_its_own_beginning(desk: Desk):
    officer, victim = both(desk)
    officer.room(send=[signal(victim.page, n) for n in (1, 2, 3)])
    victim.room()
    again = Officer(desk, officer.reference, officer.who, "Q")
    again.room(arrive=True)
    again.room(send=[signal(victim.page, 1, "offer")])
    news = victim.room(after=3, of=officer.page).body
    assert ([each["kind"] for each in news["signals"]], news["after"]) == (["offer"], 1)


def test_whoever_is_not_heard_of_is_not_there(desk: Desk):
    officer, victim = both(desk)
    desk.clock.forward(timedelta(seconds=15))
    assert officer.room().body["other"]["there"] is True
    desk.clock.forward(timedelta(seconds=1))
    assert officer.room().body["other"]["there"] is False
    victim.room()
    assert officer.room().body["other"]["there"] is True


def test_whoever_leaves_is_gone_at_once_and_can_come_back(desk: Desk):
    officer, victim = both(desk)
    victim.room(leaving=True)
    assert officer.room().body["other"]["there"] is False
    assert victim.room().body["you"] == "seated"
    assert officer.room().body["other"]["there"] is True


def test_the_other_side_knows_how_good_the_connection_is(desk: Desk):
    officer, victim = both(desk)
    desk.clock.forward(timedelta(seconds=4))
    victim.room(quality="poor")
    assert officer.room().body["other"]["quality"] == "poor"


def test_the_officer_sees_the_victim_join(desk: Desk):
    name = seeds.an_incident_at(desk, "link_sent")
    officer, victim = Officer(desk, name, seeds.officer("link_sent")), Victim(desk, desk.link(name))
    assert officer.room(arrive=True).body["joined"] is False
    refused = victim.room(arrive=True)
    assert (refused.status, refused.code) == (409, "not_joined")
    desk.call("POST", "/v1/links/join", {"token": victim.token})
    assert victim.room(arrive=True).body["status"] == "waiting"
    assert officer.room().body["joined"] is True


@pytest.mark.parametrize(("status", "word"), [("in_call", "in_call"), ("paused", "paused")])
def test_the_room_says_how_it_stands(desk: Desk, status: str, word: str):
    officer, victim = both(desk, status)
    for side in (officer, victim):
        said = side.room().body
        assert (said["status"], said["paused_by"]) == (word, "police" if status == "paused" else None)


def test_before_the_call_no_signal_passes(desk: Desk):
    name = seeds.an_incident_at(desk, "link_sent")
    desk.call("POST", "/v1/links/join", {"token": desk.link(name)})
    officer, victim = Officer(desk, name, seeds.officer("link_sent")), Victim(desk, desk.link(name))
    officer.room(arrive=True), victim.room(arrive=True)
    for side, to in ((officer, victim), (victim, officer)):
        assert side.room(send=[signal(to.page, 1)]).code == "not_let_in"
        assert side.media().code == "not_let_in"


def test_a_page_of_its_own_gets_nothing_for_another(desk: Desk):
    officer, victim = both(desk)
    stranger = Victim(desk, victim.token, "X")
    assert stranger.room().body["you"] == "replaced"
    assert stranger.media().code == "replaced"
    assert stranger.say(1, "Test.").code == "replaced"
    assert page("V") == victim.page
    assert officer.room().body["other"]["page"] == victim.page


def test_a_page_that_takes_the_seat_back_does_not_repeat_itself(desk: Desk):
    # Given an officer who has had two signals of a page, and then met another
    officer, first = both(desk)
    first.room(send=[signal(officer.page, 1), signal(officer.page, 2)])
    assert officer.room(of=first.page).body["after"] == 2
    Victim(desk, first.token, "W").room(arrive=True)
    assert officer.room(after=2, of=first.page).body["after"] == 0
    # When the first one is back and goes on
    first.room(arrive=True)
    first.room(send=[signal(officer.page, 3)])
    # Then only that is new
    assert [each["n"] for each in officer.room(after=0, of=page("W")).body["signals"]] == [3]


def test_whoever_takes_the_seat_begins_anew(desk: Desk):
    officer, victim = both(desk)
    assert victim.room(arrive=True, send=[signal(officer.page, 1)]).status == 200
    assert officer.room().body["signals"] == []
