"""A seat: who sits there, when the seat is news, and what has been said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.seat import Seat, other, said, seated, seen
from tests.builders import NOW

SECOND = timedelta(seconds=1)
A, B = "a" * 22, "b" * 22
SEAT = Seat(A, NOW, NOW, quality="fair", to=f"{B}#000001", sent=7, lines={A: 2}, said=5)


def test_an_empty_seat_is_for_whoever_comes():
    assert seated(None, A, NOW, arrives=False) == Seat(A, NOW, NOW)


def test_whoever_sits_stays_and_nobody_else_does():
    assert seated(SEAT, A, NOW + SECOND, arrives=False) is SEAT
    assert seated(SEAT, A, NOW + SECOND, arrives=True) is SEAT
    assert seated(SEAT, B, NOW + SECOND, arrives=False) is None


def test_the_newest_page_takes_over_and_knows_what_was_said():
    taken = seated(SEAT, B, NOW + SECOND, arrives=True)
    assert taken == Seat(B, NOW + SECOND, NOW + SECOND, turn=2, lines={A: 2}, said=5)


def test_signals_are_counted_for_one_page():
    there = Seat(B, NOW, NOW)
    assert (SEAT.sent_to(there), SEAT.sent_to(replace(there, page=A))) == (7, 0)
    # a page that took its seat back is another one
    assert SEAT.sent_to(replace(there, turn=2)) == 0


@pytest.mark.parametrize(("after", "left", "there"), [(0, False, True), (15, False, True), (16, False, False), (0, True, False)])
def test_who_is_there(after: int, left: bool, there: bool):
    assert replace(SEAT, left=left).there(NOW + after * SECOND) is there


def test_hearing_of_a_page_again_at_once_is_no_news():
    assert seen(SEAT, SEAT, NOW + 3 * SECOND, "poor", leaving=False) is SEAT


def test_after_four_seconds_it_is_with_the_quality():
    assert seen(SEAT, SEAT, NOW + 4 * SECOND, "poor", leaving=False) == replace(SEAT, seen=NOW + 4 * SECOND, quality="poor")
    assert seen(SEAT, SEAT, NOW + 4 * SECOND, None, leaving=False).quality == "fair"


def test_leaving_and_coming_back_are_news_at_once():
    gone = seen(SEAT, SEAT, NOW + SECOND, None, leaving=True)
    assert gone == replace(SEAT, seen=NOW + SECOND, left=True)
    assert seen(gone, gone, NOW + 2 * SECOND, None, leaving=False) == replace(SEAT, seen=NOW + 2 * SECOND)


def test_a_seat_that_changed_is_news():
    changed = replace(SEAT, sent=8)
    assert seen(SEAT, changed, NOW + SECOND, None, leaving=False) == replace(changed, seen=NOW + SECOND)
    assert seen(None, SEAT, NOW, None, leaving=False) == SEAT


def test_the_newest_pages_are_known_by_their_last_line():
    assert SEAT.line(3, 6).lines == {A: 3}
    many = SEAT
    for n in range(25):
        many = replace(many, page=f"{n:022d}").line(1, 6 + n)
    assert len(many.lines) == 21
    assert A not in many.lines
    assert (many.lines[f"{24:022d}"], many.said) == (1, 30)


def test_lines_are_counted_over_both_sides():
    assert (said(None, None), said(SEAT, None), said(SEAT, replace(SEAT, said=9))) == (0, 5, 9)


def test_the_other_side():
    assert (other("victim"), other("police")) == ("police", "victim")
