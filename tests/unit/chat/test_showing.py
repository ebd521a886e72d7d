"""Which cards hang where, for an incident at every point of its life."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.chat.showing import Scene, look_again, thread, wanted
from chalicelib.domain import commands as c
from chalicelib.domain.calendar import next_opening
from chalicelib.domain.deadlines import due
from tests.builders import (
    DAY,
    FORCES,
    HOUR,
    MINUTE,
    NOW,
    OFFICER,
    OTHER_OFFICER,
    OTHER_SERGEANT,
    SERGEANT,
    Life,
    a_life,
    an_officer,
    by,
    policy,
)

from .lives import STATUSES, a_told_life, shows_a_person

SPACE = policy().chat["slack"]
#: Buttons that do nothing to a job: they may stay on a card whose matter is over.
HARMLESS = {"record.show", "notes.show", "job.card", "job.timeline", "job.more", "job.details_why"}


def staff(**duty: str) -> dict:
    """Everybody on shift, unless told."""
    people = {
        OFFICER: ("officer",),
        OTHER_OFFICER: ("officer",),
        SERGEANT: ("sergeant",),
        OTHER_SERGEANT: ("sergeant",),
        "SP7": ("spoc",),
    }
    return {
        id: an_officer(id, duty=duty.get(id, "on"), roles=roles, chat={"slack": f"U{id}"})  # type: ignore[arg-type]
        for id, roles in people.items()
    }


def a_scene(life: Life, **changes) -> Scene:
    people = changes.pop("people", staff())
    scene = Scene(
        incident=life.incident,
        history=tuple(life.events),
        policy=life.policy,
        workspace=life.policy.chat["slack"],
        now=life.now,
        officers=people,
        accounts={id: each.record.chat["slack"] for id, each in people.items() if each.record.chat},
    )
    return replace(scene, **changes)


def hangs(life: Life, **changes) -> dict[str, str]:
    """Keys and channels of what should hang."""
    return {each.key: each.channel for each in wanted(a_scene(life, **changes)) if each.post}


def one(life: Life, key: str, **changes):
    return next(each for each in wanted(a_scene(life, **changes)) if each.key == key)


def buttons(card) -> set[str]:
    return {each.action for each in (*card.leading, *card.menu)}


def noted(life: Life, kind: str) -> Life:
    """The clock notes a deadline at its moment."""
    moment = due(life.incident, life.policy)[kind]
    life.now = max(life.now, moment)
    return life.do(c.NoteDue(kind, moment), by("system"), after=timedelta(0))


def by_day(life: Life) -> Life:
    """On to the service's hours, if they are over."""
    life.now = next_opening(life.now, life.policy)
    return life


# --- by status ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "keys"),
    [
        ("reported", {"offer": SPACE.control_room}),
        ("offered", {"offer": SPACE.control_room}),
        ("in_triage", {"job": SPACE.queue, "triage": SPACE.sergeants}),
        ("queued", {"job": SPACE.queue}),
        ("in_call", {"job": SPACE.queue}),
        ("in_review", {"job": SPACE.queue, "review:1": SPACE.sergeants}),
        ("finalised", {"job": SPACE.queue}),
        ("closed", {}),
        ("returned", {}),
        ("escalated", {"emergency:control_room": SPACE.control_room, "emergency:sergeants": SPACE.sergeants}),
    ],
)
def test_what_hangs_where_at_each_status(status, keys):
    assert hangs(a_life(status)) == keys


def test_a_report_out_of_scope_has_no_card():
    assert hangs(a_life(grade="5")) == {}


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("status", STATUSES)
def test_everything_can_be_shown_as_it_stands_and_as_over(status, force):
    life = a_life(status, force=force)
    every = {each.key for kind in STATUSES for each in wanted(a_scene(a_life(kind, force=force)))} | {"update:1:-", "given:4:PC1"}
    for each in wanted(a_scene(life, hanging=frozenset(every))):
        assert each.card.title and each.card.summary
        if not each.post and each.key != "job" and not each.key.startswith("emergency"):
            assert buttons(each.card) <= HARMLESS, each.key


def test_no_card_and_no_thread_shows_a_person():
    life = a_told_life()
    for end in range(1, life.incident.version + 1):
        part = [each for each in life.events if each.version <= end]
        scene = replace(a_scene(life), history=tuple(part))
        assert shows_a_person(wanted(scene)) == []
    assert shows_a_person(thread(a_scene(life), 0)) == []


def test_one_channel_for_two_is_alarmed_once():
    space = replace(SPACE, sergeants=SPACE.control_room)
    assert hangs(a_life("escalated"), workspace=space) == {"emergency:control_room": SPACE.control_room}


def test_an_emergency_is_announced_out_of_hours_but_not_a_day_late():
    life = a_life("escalated")
    night = life.now.replace(hour=23, minute=30)
    assert set(hangs(life, now=night)) == {"emergency:control_room", "emergency:sergeants"}
    assert hangs(life, now=life.now + DAY) == {}


# --- the job ------------------------------------------------------------------------------------------------------------------


def test_a_job_that_ended_keeps_its_card_and_gets_none_anew():
    life = a_life("closed")
    job = one(life, "job", hanging=frozenset({"job"}))
    assert (job.post, job.anew) == (False, False)
    assert job.card.tone == "good"
    assert buttons(job.card) <= HARMLESS
    assert hangs(life) == {}


def test_within_an_hour_and_without_news_the_card_is_the_same():
    life = a_life("queued")
    still = one(life, "job").still
    later = one(life, "job", now=life.now + 50 * MINUTE)
    assert later.still == still
    assert later.card != still
    assert one(life, "job", now=life.now + HOUR).still != still


def test_a_missed_target_is_seen_at_once():
    life = a_life("queued")
    before = one(life, "job").card.tone
    noted(noted(life, "response_nearing"), "response_missed")
    assert (before, one(life, "job").still.tone) == ("plain", "danger")


def test_the_officer_is_shown_by_name():
    assert "<@U1>" in str(one(a_life("claimed"), "job", names={OFFICER: "<@U1>"}).card)


# --- the thread ---------------------------------------------------------------------------------------------------------------


def test_the_thread_has_a_reply_for_each_commit():
    told = thread(a_scene(a_life("claimed"), names={OFFICER: "<@U1>"}), 0)
    assert [each.version for each in told] == [1, 2, 3, 4]
    assert told[1].lines == ("10:01 EVR offered to the victim", "10:01 Eligible for a video call")
    assert told[3].lines == ("10:03 Claimed by <@U1>",)


def test_the_thread_goes_on_from_where_it_was_and_leaves_out_what_is_no_news():
    life = a_life("claimed").do(c.Consult("Test: a question"), by("sergeant"))
    assert thread(a_scene(life), 4) == ()


def test_what_is_told_on_another_day_has_its_date():
    told = thread(a_scene(a_life("queued"), now=NOW + DAY), 2)
    assert told[0].lines[0].startswith("Wed 18 Nov 2026, 10:02 ")


# --- matters ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "status", "says"),
    [
        ("offer", "in_triage", "Done. Eligible for a video call."),
        ("triage", "queued", "Done. Found suitable for EVR."),
        ("triage", "escalated", "Done. Found suitable for EVR."),
        ("review:1", "finalised", "Done. Reviewed: cannot be progressed: finalised within EVR."),
        ("review:1", "desk_work", "Done. Reviewed: unclear, desk-based enquiries: back to the EVR officer."),
        ("update:1:-", "queued", "Read."),
        ("given:4:PC2214", "claimed", "You have taken it up."),
        ("given:4:PC2215", "claimed", "It is not with you any more."),
        ("question:2", "in_call", "Nothing needs to be done about this any more."),
        ("reminder:risk:2026-11-18T10:00:00.000000Z:PC2214", "claimed", "Nothing needs to be done about this any more."),
    ],
)
def test_a_card_whose_matter_is_over_says_so(key, status, says):
    done = one(a_life(status), key, hanging=frozenset({key}))
    assert done.card.lines == (says,)
    assert (done.post, done.forget, buttons(done.card)) == (False, key.startswith("reminder"), {"job.card"})


def test_a_second_submission_is_a_review_of_its_own():
    life = a_life("desk_work").do(c.Submit("text"), by("officer"))
    found = wanted(a_scene(life, hanging=frozenset({"review:1", "job"})))
    assert {each.key: each.post for each in found} == {"job": True, "review:2": True, "review:1": False}
    first = next(each for each in found if each.key == "review:1")
    assert first.card.lines == ("Done. Reviewed: unclear, desk-based enquiries: back to the EVR officer.",)


def test_a_paused_review_still_hangs():
    life = a_life("in_review").do(c.PauseReview("evidence_to_come"), by("sergeant"))
    assert "job.resume_review" in buttons(one(life, "review:1").card)


def test_a_question_calls_the_sergeants_and_each_is_its_own():
    life = a_life("in_call").do(c.Pause("sergeant_advice", "text"), by("officer"))
    first = f"question:{life.incident.version}"
    assert hangs(life)[first] == SPACE.sergeants
    life.do(c.Resume(), by("officer"))
    assert one(life, first, hanging=frozenset({first})).card.lines == ("Done. Resumed by the police.",)
    life.do(c.Pause("sergeant_advice", "text"), by("officer"))
    assert first not in hangs(life)
    assert any(key.startswith("question:") for key in hangs(life))


def test_a_pause_for_evidence_asks_nobody():
    assert not any(key.startswith("question") for key in hangs(a_life("paused")))


# --- updates and gifts --------------------------------------------------------------------------------------------------------


def test_news_on_a_held_job_goes_to_its_officer_alone():
    life = a_life("claimed").do(c.Update("text", "risk"), by("spoc"))
    assert hangs(life)[f"update:1:{OFFICER}"] == f"U{OFFICER}"


def test_news_on_a_job_that_nobody_holds_hangs_on_the_job():
    life = a_life("queued").do(c.Update("text", "information"), by("spoc")).do(c.Update("text", "risk"), by("spoc"))
    usual, risk = one(life, "update:1:-"), one(life, "update:2:-")
    assert (usual.channel, usual.under) == (SPACE.queue, "job")
    assert (risk.channel, risk.under) == (SPACE.queue, None)


def test_news_for_an_officer_without_an_account_hangs_on_the_job():
    life = a_life("claimed").do(c.Update("text", "information"), by("spoc"))
    assert one(life, "update:1:-", accounts={}).under == "job"


def test_news_moves_on_with_the_job():
    life = a_life("claimed").do(c.Update("text", "risk"), by("spoc")).do(c.Reassign(OTHER_OFFICER), by("sergeant"))
    was = f"update:1:{OFFICER}"
    assert hangs(life)[f"update:1:{OTHER_OFFICER}"] == f"U{OTHER_OFFICER}"
    assert one(life, was, hanging=frozenset({was})).card.lines == ("The job is not with you any more.",)


def test_news_that_hung_on_the_job_goes_to_whoever_takes_it():
    life = a_life("queued").do(c.Update("text", "risk"), by("spoc")).do(c.Claim(), by("officer"))
    assert one(life, "update:1:-", hanging=frozenset({"update:1:-"})).card.lines == ("Its officer is told.",)
    assert f"update:1:{OFFICER}" in hangs(life)


def test_news_that_was_read_or_on_a_job_that_ended_is_over():
    life = a_life("claimed").do(c.Update("text", "risk"), by("spoc"))
    key = f"update:1:{OFFICER}"
    life.do(c.AcknowledgeUpdate(1), by("officer"))
    assert one(life, key, hanging=frozenset({key})).card.lines == ("Read.",)
    ended = a_life("claimed").do(c.Update("text", "risk"), by("spoc")).do(c.Recall("duplicate"), by("spoc"))
    assert one(ended, key, hanging=frozenset({key})).card.lines == ("The job has left EVR.",)


def test_news_before_the_victim_is_found_eligible_waits():
    life = a_life("reported").do(c.Update("text", "risk"), by("spoc"))
    assert set(hangs(life)) == {"offer"}


@pytest.mark.parametrize(
    ("life", "says"),
    [
        (lambda: a_life("queued").do(c.Allocate(OFFICER), by("sergeant")), "Allocated to you"),
        (lambda: a_life("claimed").do(c.Reassign(OTHER_OFFICER), by("sergeant")), "Handed to you"),
        (lambda: a_life("desk_work"), "Back to you for desk work"),
    ],
)
def test_whoever_is_given_a_job_is_told(life, says):
    found = life()
    officer = found.incident.officer
    key = next(key for key in hangs(found) if key.startswith("given"))
    assert key == f"given:{found.incident.version}:{officer}"
    card = one(found, key).card
    assert card.title.startswith(says)
    assert hangs(found)[key] == f"U{officer}"
    assert "job.details" in buttons(card)


def test_a_gift_is_taken_up_by_doing_something_to_it():
    life = a_life("queued").do(c.Allocate(OFFICER), by("sergeant"))
    assert any(key.startswith("given") for key in hangs(life))
    life.do(c.Update("text"), by("spoc"))
    assert any(key.startswith("given") for key in hangs(life))
    life.do(c.RecordContact("no_answer"), by("officer"))
    assert not any(key.startswith("given") for key in hangs(life))


def test_a_gift_that_went_on_to_somebody_else_is_theirs():
    life = a_life("queued").do(c.Allocate(OFFICER), by("sergeant")).do(c.Reassign(OTHER_OFFICER), by("sergeant"))
    assert [key for key in hangs(life) if key.startswith("given")] == [f"given:5:{OTHER_OFFICER}"]


def test_a_job_that_one_took_oneself_is_no_gift():
    life = (
        a_life("queued").do(c.Allocate(OFFICER), by("sergeant")).do(c.Release("other"), by("officer")).do(c.Claim(), by("officer"))
    )
    assert not any(key.startswith("given") for key in hangs(life))


# --- the victim ---------------------------------------------------------------------------------------------------------------


def test_a_victim_who_waits_in_the_room_calls_their_officer():
    life = a_life("link_sent").do(c.VictimJoin(), by("victim"))
    key = f"waits:1:{OFFICER}"
    card = one(life, key).card
    assert hangs(life)[key] == f"U{OFFICER}"
    assert (card.leading[0].action, card.lines) == ("job.join", ("The victim is in the room since 10:06 and waits for you.",))
    life.do(c.VictimJoin(), by("victim"))
    assert key in hangs(life), "coming back to the page calls nobody a second time"
    life.do(c.OfficerJoin(), by("officer"))
    assert key not in hangs(life)
    assert one(life, key, hanging=frozenset({key})).card.title.startswith("The victim waited")


def test_what_a_victim_asks_at_the_page_goes_to_their_officer():
    life = a_life("link_sent").do(c.AskOfficer("another_time", NOW + 5 * HOUR), by("victim"))
    key = next(key for key in hangs(life) if key.startswith("asked"))
    assert hangs(life)[key] == f"U{OFFICER}"
    assert one(life, key).card.lines == ("The victim asks for another time, from Wed 18 Nov 2026, 15:00. Telephone them.",)
    life.do(c.RecordContact("spoke"), by("officer"))
    assert key not in hangs(life)
    assert one(life, key, hanging=frozenset({key})).card.lines == ("Nothing needs to be done about this any more.",)


# --- reminders ----------------------------------------------------------------------------------------------------------------


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


# --- looking again ------------------------------------------------------------------------------------------------------------


def test_a_live_job_is_looked_at_again_within_the_hour_while_the_service_is_open():
    life = a_life("queued", at=NOW + 7 * MINUTE)
    again = look_again(a_scene(life))
    assert again == NOW + 7 * MINUTE + HOUR
    night = look_again(a_scene(life, now=life.now.replace(hour=21, minute=50)))
    assert (night.hour, night.minute) == (8, 7)


def test_what_nobody_touches_for_days_is_looked_at_each_day():
    life = a_life("queued")
    late = life.now + 4 * DAY
    assert look_again(a_scene(life, now=late)) == NOW + 5 * DAY
    same = one(life, "job", now=late + 3 * HOUR).still
    assert one(life, "job", now=late + 20 * HOUR).still == same
    assert one(life, "job", now=late + DAY).still != same


@pytest.mark.parametrize("status", ["closed", "returned", "escalated"])
def test_what_ended_is_not_looked_at_again(status):
    assert look_again(a_scene(a_life(status))) is None
