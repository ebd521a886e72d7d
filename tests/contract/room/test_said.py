"""The text chat beside the call: sealed, once, in one order for both sides."""

from __future__ import annotations

import pytest

from chalicelib.service import room_said
from tests.checks import in_the_clear
from tests.contract.desk import Desk
from tests.contract.room.sides import Officer, Victim, both, signal


def lines(answer: dict) -> list[tuple[int, str, str]]:
    return [(each["n"], each["by"], each["text"]) for each in answer["said"]]


def test_both_sides_read_the_same_in_the_same_order(desk: Desk):
    officer, victim = both(desk)
    assert officer.say(1, "Test: can you hear me?").body == {}
    assert victim.say(1, "Test: no.").body == {}
    officer.say(2, "Test: I will telephone.")
    expected = [(1, "police", "Test: can you hear me?"), (2, "victim", "Test: no."), (3, "police", "Test: I will telephone.")]
    for side in (officer, victim):
        assert lines(side.room().body) == expected
        assert lines(side.room(said_after=2).body) == expected[2:]
        assert lines(side.room(said_after=3).body) == []


def test_a_line_sent_again_is_one_line(desk: Desk):
    officer, victim = both(desk)
    for _ in range(2):
        assert victim.say(1, "Test: once.").status == 200
    victim.say(2, "Test: twice.")
    assert victim.say(1, "Test: once.").status == 200
    assert [text for _, _, text in lines(officer.room().body)] == ["Test: once.", "Test: twice."]


def test_a_page_loaded_anew_counts_from_one_and_reads_what_was_said(desk: Desk):
    officer, victim = both(desk)
    victim.say(1, "Test: before.")
    again = Victim(desk, victim.token, "W")
    again.room(arrive=True)
    again.say(1, "Test: after.")
    assert [text for _, _, text in lines(again.room().body)] == ["Test: before.", "Test: after."]
    assert len(lines(officer.room().body)) == 2


def test_no_row_shows_what_was_said(desk: Desk):
    officer, _ = both(desk)
    officer.say(1, "Marker of the chat")
    assert in_the_clear(desk.table.rows.values(), "Marker of the chat") == []


def test_signals_come_first_and_the_lines_with_the_next_answer(desk: Desk):
    """One query an answer."""
    officer, victim = both(desk)
    officer.say(1, "Test.")
    officer.room(send=[signal(victim.page, 1)])
    first = victim.room().body
    assert (len(first["signals"]), first["said"], first["again_in"]) == (1, [], 50)
    assert len(victim.room(after=1).body["said"]) == 1


def test_many_lines_come_in_several_answers(desk: Desk):
    officer, victim = both(desk)
    for n in range(1, 61):
        officer.say(n, f"Test {n}.")
    first = victim.room().body
    assert (len(first["said"]), first["again_in"]) == (50, 50)
    rest = victim.room(said_after=50).body
    assert [each["n"] for each in rest["said"]] == list(range(51, 61))
    assert rest["again_in"] > 50


@pytest.mark.parametrize("text", ["", "   ", "\n", "x" * 1001, 7, None])
def test_a_line_is_one_to_a_thousand_letters(desk: Desk, text: object):
    _, victim = both(desk)
    answer = victim.say(1, text)
    assert (answer.status, answer.code) == (422, "invalid_body")


def test_hostile_words_are_words(desk: Desk):
    officer, victim = both(desk)
    for n, text in enumerate(["<script>", "\u202eabc", "💥" * 250, "a\x00b", "' OR 1=1 --"], start=1):
        assert victim.say(n, text).status == 200
        assert lines(officer.room(said_after=n - 1).body)[0][2] == text


def test_whoever_runs_wild_is_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    _, victim = both(desk)
    monkeypatch.setattr(room_said, "MOST", 2)
    assert [victim.say(n, "Test.").status for n in (1, 2, 3)] == [200, 200, 409]
    assert victim.say(4, "Test.").code == "too_much_said"
    # what was kept can be sent again all the same
    assert victim.say(2, "Test.").status == 200


def test_only_whoever_holds_the_job_may_say_something(desk: Desk):
    officer, _ = both(desk)
    stranger = Officer(desk, officer.reference, desk.staff("PC7777", "officer"), "X")
    assert stranger.say(1, "Test.").code == "not_holder"


def test_a_line_sent_again_after_the_seat_was_lost_and_taken_back_is_one_line(desk: Desk):
    officer, victim = both(desk)
    victim.say(1, "Test: once.")
    Victim(desk, victim.token, "W").room(arrive=True)
    victim.room(arrive=True)
    assert victim.say(1, "Test: once.").status == 200
    assert [text for _, _, text in lines(officer.room().body)] == ["Test: once."]
