"""Nobody waits in the room unseen: when the clock brings it up that a victim is there and no officer is."""

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.deadlines import due
from tests.builders import FORCES, HOUR, MINUTE, OTHER_OFFICER, Life, a_life, by

pytestmark = pytest.mark.parametrize("force", FORCES)
KIND = "room_unattended"
ME, VICTIM = by("officer"), by("victim")


def waiting(force) -> Life:
    return a_life("link_sent", force=force).do(c.VictimJoin(), VICTIM)


def due_at(life):
    """When it is brought up; None when nobody waits, or it has been brought up already."""
    return due(life.incident, life.policy).get(KIND)


def noted(life) -> Life:
    when = due_at(life)
    return life.do(c.NoteDue(KIND, when), by("system"), after=max(when - life.now, MINUTE))


def test_a_victim_in_the_room_does_not_wait_unseen(force):
    life = waiting(force)
    assert life.incident.victim_alone
    assert due_at(life) == life.now + life.policy.response.room_unattended_after
    life.do(c.OfficerJoin(), ME)
    assert not life.incident.victim_alone
    assert due_at(life) is None


def test_an_officer_who_waits_in_the_room_is_there(force):
    life = a_life("link_sent", force=force)
    assert due_at(life) is None
    assert due_at(life.do(c.OfficerJoin(), ME)) is None


def test_in_an_emergency_neither(force):
    life = waiting(force)
    when = due_at(life)
    life.do(c.Escalate("threat"), VICTIM)
    assert due_at(life) == when
    assert noted(life).last == [e.FellDue(KIND, when)]
    assert due_at(life.do(c.Close(), ME)) is None


def test_once_the_link_is_closed_nobody_is_there(force):
    assert due_at(waiting(force).do(c.Close(), ME)) is None


def test_another_link_and_another_officer_put_nothing_off(force):
    life = waiting(force)
    when = due_at(life)
    assert due_at(life.do(c.SendLink(times_checked=True), ME)) == when
    assert due_at(life.do(c.Reassign(OTHER_OFFICER), by("sergeant"))) == when


def test_coming_back_to_the_page_does_not_put_it_off(force):
    life = waiting(force)
    when = due_at(life)
    assert due_at(life.do(c.VictimJoin(), VICTIM)) == when
    assert due_at(noted(life)) is None


def test_coming_back_after_it_was_brought_up_is_a_wait_of_its_own(force):
    life = noted(waiting(force))
    for _ in range(2):
        life.do(c.VictimJoin(), VICTIM, after=HOUR)
        when = due_at(life)
        assert when == life.now + life.policy.response.room_unattended_after
        assert due_at(life.do(c.VictimJoin(), VICTIM)) == when
        noted(life)
