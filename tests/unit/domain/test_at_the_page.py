"""What a victim says at the page, and the code that is read out to them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.at_the_page import CODE_LASTS, OFFERED, other_times
from chalicelib.domain.calendar import is_open, local
from chalicelib.domain.incident import Asked
from tests.builders import DAY, HOUR, MINUTE, NOW, a_life, by, policy

VICTIM, OFFICER = by("victim"), by("officer")
LONDON = ZoneInfo("Europe/London")
TOMORROW = NOW + DAY


# --- needs --------------------------------------------------------------------------------------------------------------------


def test_needs_are_kept_each_once_and_the_last_telling_counts():
    life = a_life("link_sent").do(c.TellNeeds(("interpreter", "hearing", "interpreter"), accompanied=True), VICTIM)
    assert (life.incident.needs, life.incident.accompanied) == (("interpreter", "hearing"), True)
    life.do(c.TellNeeds(("sight",)), VICTIM)
    assert (life.incident.needs, life.incident.accompanied) == (("sight",), False)


def test_words_about_needs_stand_in_the_event_as_references():
    life = a_life("link_sent").do(c.TellNeeds(accompanied=True, companion="ref-1", note="ref-2"), VICTIM)
    assert life.events[-1].event == e.NeedsTold((), True, "ref-1", "ref-2")


# --- another time, or stop ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["link_sent", "in_call", "paused"])
@pytest.mark.parametrize("command", [c.AskOfficer("stop"), c.AskOfficer("another_time", TOMORROW), c.AskOfficer("another_time")])
def test_a_wish_is_for_the_officer_and_changes_nothing_else(status: str, command: c.Command):
    life = a_life(status)
    before = life.incident
    life.do(command, VICTIM)
    assert life.incident.asked == Asked(command.what, life.now, command.at)
    assert (life.incident.status, life.incident.link, life.incident.officer) == (before.status, before.link, before.officer)


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (NOW - HOUR, "appointment_time"),
        (NOW + timedelta(days=31), "appointment_time"),
        (NOW.replace(hour=3) + DAY, "outside_hours"),
    ],
)
def test_a_time_that_cannot_be_is_refused(at: datetime, code: str):
    assert a_life("link_sent").refused(c.AskOfficer("another_time", at), VICTIM) == code


@pytest.mark.parametrize(
    ("command", "who"),
    [(c.RecordContact("spoke"), OFFICER), (c.MakeAppointment(TOMORROW), OFFICER)],
    ids=["telephoned", "appointment"],
)
def test_a_wish_is_answered_by_talking_or_by_an_appointment(command: c.Command, who: object):
    life = a_life("link_sent").do(c.AskOfficer("another_time", TOMORROW), VICTIM).do(command, who)
    assert life.incident.asked is None


def test_a_wish_is_answered_by_the_call():
    life = a_life("link_sent").do(c.AskOfficer("another_time"), VICTIM).do(c.VictimJoin(), VICTIM).do(c.OfficerJoin(), OFFICER)
    assert (life.incident.status, life.incident.asked) == ("in_call", None)


def test_a_call_that_nobody_answered_leaves_the_wish_standing():
    life = a_life("link_sent").do(c.AskOfficer("stop"), VICTIM).do(c.RecordContact("no_answer"), OFFICER)
    assert life.incident.asked is not None


# --- the times that are offered -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("force", ["dorset", "wessexshire"])
@pytest.mark.parametrize("now", [NOW, NOW.replace(hour=21, minute=59), NOW.replace(month=3, day=28), NOW.replace(hour=2)])
def test_offered_times_are_open_ahead_and_in_order(force: str, now: datetime):
    times = other_times(now, policy(force))
    assert len(times) == OFFERED == len(set(times))
    assert list(times) == sorted(times)
    assert all(each >= now + HOUR and is_open(each, policy(force)) for each in times)


def test_offered_times_are_what_london_s_clocks_show():
    # The clocks go forward in the night to 29 March 2026.
    times = other_times(datetime(2026, 3, 28, 10, tzinfo=LONDON), policy())
    assert [f"{local(each):%d %H:%M}" for each in times] == ["28 12:00", "28 17:00", "29 09:00", "29 12:00", "29 17:00", "30 09:00"]


def test_a_force_that_is_open_on_few_days_still_offers_some():
    times = other_times(NOW, policy(hours={"days": ("mon",)}))
    assert times
    assert {local(each).weekday() for each in times} == {0}


# --- the code that is read out ------------------------------------------------------------------------------------------------


def with_code() -> tuple[object, str]:
    life = a_life("link_sent").do(c.ReadOutCode(), OFFICER)
    return life, life.incident.code.code_hash


def test_a_code_lasts_a_quarter_of_an_hour_and_works_once():
    life, hashed = with_code()
    assert life.incident.code.until == life.now + CODE_LASTS
    life.do(c.UseCode(hashed), VICTIM)
    assert life.incident.code is None
    assert life.refused(c.UseCode(hashed), VICTIM) == "unknown_code"


def test_a_code_that_is_over_or_another_is_unknown():
    life, hashed = with_code()
    assert life.refused(c.UseCode("f" * 64), VICTIM) == "unknown_code"
    assert life.refused(c.UseCode(hashed), VICTIM, after=CODE_LASTS) == "unknown_code"


def test_a_second_code_ends_the_first():
    life, first = with_code()
    life.do(c.SendLink(times_checked=True), OFFICER).do(c.ReadOutCode(), OFFICER)
    assert life.incident.codes == 2
    assert first != life.incident.code.code_hash
    assert life.refused(c.UseCode(first), VICTIM) == "unknown_code"


def test_whoever_says_that_it_is_safe_is_on_record_with_it():
    life = a_life("link_sent").do(c.VictimJoin(safe=True), VICTIM)
    assert life.events[-1].event == e.VictimJoined(safe=True)
    assert life.incident.call.victim_joined_at == life.now


def test_wishes_and_needs_are_heard_in_an_emergency_as_before_it():
    # "Not safe" is silent: what worked before it works after it
    life = a_life("in_call").do(c.Escalate("not_safe"), VICTIM)
    life.do(c.TellNeeds(("hearing",)), VICTIM, after=MINUTE).do(c.AskOfficer("stop"), VICTIM)
    assert life.incident.status == "escalated"
