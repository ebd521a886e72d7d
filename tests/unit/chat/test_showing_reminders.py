"""Whom reminders reach, when, and until when they stand."""

import pytest

from chalicelib.chat.showing import look_again, wanted
from chalicelib.domain import commands as c
from tests.builders import DAY, HOUR, OFFICER, OTHER_OFFICER, OTHER_SERGEANT, SERGEANT, Life, a_life, by

from .hanging import SPACE, a_scene, buttons, by_day, hangs, noted, one, staff


def rung(life: Life, **changes) -> dict[str, str]:
    return {key.rpartition(":")[2]: channel for key, channel in hangs(life, **changes).items() if key.startswith("reminder")}


def test_a_reminder_goes_to_those_on_shift_who_can_act():
    life = noted(a_life("queued"), "risk")
    people = staff(**{OTHER_SERGEANT: "off"})
    assert rung(life, people=people) == {SERGEANT: f"U{SERGEANT}", "SP7": "USP7"}


def test_the_holder_is_reminded_and_colleagues_are_spared():
    life = noted(a_life("claimed"), "claim_idle")
    assert set(rung(life)) == {OFFICER, SERGEANT, OTHER_SERGEANT}


def test_where_nobody_is_there_their_channel_is():
    life = noted(a_life("reported"), "offer_missing")
    assert rung(life, people=staff(SP7="off")) == {"#spoc": SPACE.control_room}
    life = by_day(noted(a_life("in_review"), "review_nearing"))
    away = staff(**{SERGEANT: "off", OTHER_SERGEANT: "off"})
    assert rung(life, people=away) == {"#sergeant": SPACE.sergeants}


def test_a_holder_without_an_account_is_reminded_in_the_thread():
    life = by_day(noted(a_life("link_sent"), "link_expiring"))
    key = next(key for key in hangs(life, accounts={}) if key.startswith("reminder"))
    assert one(life, key, accounts={}).under == "job"
    assert key.endswith(":-")


def test_an_officer_who_has_gone_home_is_left_in_peace():
    life = by_day(noted(a_life("finalised"), "victim_update_nearing"))
    assert set(rung(life, people=staff(**{OFFICER: "off"}))) == {SERGEANT, OTHER_SERGEANT}


def test_who_was_told_first_stays_the_one_told():
    life = noted(a_life("queued"), "risk")
    told = frozenset(key for key in hangs(life, people=staff(**{OTHER_SERGEANT: "off"})) if key.startswith("reminder"))
    assert {each.key for each in wanted(a_scene(life, hanging=told)) if each.key.startswith("reminder")} == told


def test_what_falls_due_at_night_is_told_when_the_service_opens():
    life = noted(a_life("queued"), "risk")
    night = life.now.replace(hour=23)
    assert rung(life, now=night) == {}
    opens = look_again(a_scene(life, now=night))
    assert opens == (night + DAY).replace(hour=8, minute=0)
    assert rung(life, now=opens) != {}


def test_a_reminder_that_rang_by_day_is_not_taken_back_at_night():
    life = noted(a_life("queued"), "risk")
    told = frozenset(key for key in hangs(life) if key.startswith("reminder"))
    assert set(rung(life, now=life.now.replace(hour=23), hanging=told)) == {SERGEANT, OTHER_SERGEANT, "SP7"}


@pytest.mark.parametrize(
    ("status", "kind", "seen_to"),
    [
        ("reported", "offer_missing", lambda life: life.do(c.Offer(False, reason="other"), by("call_handler"))),
        ("queued", "risk", lambda life: life.do(c.ReassessRisk("unchanged"), by("sergeant"))),
        ("queued", "response_missed", lambda life: life.do(c.Recall("duplicate"), by("spoc"))),
        ("claimed", "claim_idle", lambda life: life.do(c.RecordContact("no_answer"), by("officer"))),
        ("in_review", "review_overdue", lambda life: life.do(c.Review("finalise"), by("sergeant"))),
        ("finalised", "victim_update_overdue", lambda life: life.do(c.TellVictim("phone"), by("officer"))),
        ("passed_on", "handover_unacknowledged", lambda life: life.do(c.Handover(), by("receiving_team"))),
        ("link_sent", "link_expired", lambda life: life.do(c.Close(), by("officer"))),
        ("desk_work", "desk_work_overdue", lambda life: life.do(c.Submit("text"), by("officer"))),
    ],
)
def test_a_reminder_stands_until_it_is_seen_to(status, kind, seen_to):
    life = noted(a_life(status), kind)
    by_day(life)
    key = next(key for key in hangs(life) if key.startswith(f"reminder:{kind}:"))
    seen_to(life)
    assert key not in hangs(life)
    done = one(life, key, hanging=frozenset({key}))
    assert done.forget
    assert buttons(done.card) == {"job.card"}
    assert done.card.id == key.rpartition(":")[0].replace("reminder:", f"reminder:{life.incident.reference}:")


def test_the_second_reminder_about_a_risk_takes_the_place_of_the_first():
    life = noted(noted(a_life("queued"), "risk"), "risk")
    assert len({key.split(":", 2)[2].rpartition(":")[0] for key in hangs(life) if key.startswith("reminder:risk")}) == 1


def test_nearing_says_no_more_once_it_is_missed():
    life = noted(noted(a_life("queued"), "response_nearing"), "response_missed")
    assert {key.split(":")[1] for key in hangs(life, now=life.now.replace(hour=12)) if key.startswith("reminder")} == {
        "response_missed"
    }


def test_an_appointment_that_has_come_is_told_until_somebody_takes_it():
    life = a_life("queued")
    life.do(c.MakeAppointment(life.now + 3 * HOUR), by("sergeant"))
    noted(life, "appointment")
    assert set(rung(life)) == {OFFICER, OTHER_OFFICER, SERGEANT, OTHER_SERGEANT}
    life.do(c.Claim(), by("officer"))
    assert not any(key.startswith("reminder:appointment") for key in hangs(life))
