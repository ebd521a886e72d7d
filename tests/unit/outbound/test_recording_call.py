"""A call as its history tells it, and what of it nobody recorded, and why."""

from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.outbound.recording_call import Call, Covered, Pause, call_of, unrecorded
from tests.builders import NOW, a_life, by

ME, VICTIM, SPOC = by("officer"), by("victim"), by("spoc")


def at(seconds):
    return NOW + timedelta(seconds=seconds)


def covered(*spans):
    return [Covered(at(began), at(ended)) for began, ended in spans]


def gaps(call, *spans):
    found = unrecorded(call, covered(*spans))
    return [(each.reason, (each.began - NOW).total_seconds(), (each.ended - NOW).total_seconds()) for each in found]


def the_end(life):
    return life.events[-1]


@pytest.mark.parametrize("ends", [(c.Close(), ME), (c.Recall("duplicate"), SPOC)])
def test_a_call_lasts_from_when_both_were_in_until_somebody_ended_it(ends):
    life = a_life("in_call").do(*ends)
    started = next(each.at for each in life.events if isinstance(each.event, e.CallStarted))
    end = next(each for each in life.events if isinstance(each.event, e.CallClosed | e.Returned))

    assert call_of(life.events, end) == Call(started, end.at)


def test_pauses_are_known_by_who_began_them_and_the_last_one_may_never_have_ended():
    life = a_life("in_call").do(c.Pause(), VICTIM).do(c.Resume(), ME).do(c.Pause("evidence_review"), ME).do(c.Close(), ME)
    end = next(each for each in life.events if isinstance(each.event, e.CallClosed))

    pauses = call_of(life.events, end).pauses

    assert [each.by for each in pauses] == ["victim", "police"]
    assert pauses[-1].ended == end.at
    assert all(each.began < each.ended for each in pauses)


@pytest.mark.parametrize("status", ["claimed", "link_sent"])
def test_what_ends_without_a_call_has_none(status):
    life = a_life(status).do(c.Recall("duplicate"), SPOC)

    assert call_of(life.events, the_end(life)) is None


def test_a_call_that_was_over_is_not_ended_again():
    life = a_life("call_closed").do(c.Recall("duplicate"), SPOC)

    assert call_of(life.events, the_end(life)) is None


CALL = Call(at(0), at(100))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 100)], []),
        ([(1.5, 50), (51, 99)], []),
        ([(50, 100), (0, 50)], []),
        ([(0, 60), (10, 20), (62, 100)], []),
        ([], [("not_recorded", 0, 100)]),
        ([(10, 50)], [("not_recorded", 0, 10), ("not_recorded", 50, 100)]),
        ([(0, 50), (60, 120)], [("not_recorded", 50, 60)]),
        ([(-5, 97)], [("not_recorded", 97, 100)]),
        ([(0, 50), (103, 105)], [("not_recorded", 50, 100)]),
    ],
)
def test_what_nobody_recorded_is_a_gap_unless_it_is_a_moment(spans, expected):
    assert gaps(CALL, *spans) == expected


def test_a_gap_in_a_pause_has_its_reason_and_the_rest_has_not():
    call = Call(at(0), at(100), (Pause("victim", at(20), at(40)), Pause("police", at(70), at(100))))

    assert gaps(call, (0, 15), (45, 69)) == [
        ("not_recorded", 15, 20),
        ("paused_by_victim", 20, 40),
        ("not_recorded", 40, 45),
        ("paused_by_police", 70, 100),
    ]


def test_what_was_recorded_in_a_pause_is_no_gap():
    call = Call(at(0), at(100), (Pause("victim", at(20), at(40)),))

    assert gaps(call, (0, 100)) == []
