"""Which cards hang where, for an incident at every point of its life: the job, its thread, and when they are looked at again."""

import pytest
from msgspec.structs import replace

from chalicelib.chat.showing import look_again, thread, wanted
from chalicelib.domain import commands as c
from tests.builders import DAY, FORCES, HOUR, MINUTE, NOW, OFFICER, a_life, by

from .hanging import HARMLESS, SPACE, a_scene, buttons, hangs, noted, one
from .lives import STATUSES, a_told_life, shows_a_person

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
