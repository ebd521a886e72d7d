"""What the victim does at the page reaches whoever can answer it; where that is nobody, everybody sees it."""

import pytest

from chalicelib.chat.showing import look_again
from chalicelib.domain import commands as c
from tests.builders import HOUR, MINUTE, NOW, OFFICER, OTHER_OFFICER, SERGEANT, a_life, by

from .hanging import HARMLESS, SPACE, a_scene, buttons, hangs, noted, one, staff
from .lives import shows_a_person

#: The officer of the job is not to be reached here: no account on this platform, gone from the roster, or off shift.
AWAY = {
    "without an account": lambda: {"accounts": {}},
    "not on the roster": lambda: {"people": {id: each for id, each in staff().items() if id != OFFICER}},
    "off shift": lambda: {"people": staff(**{OFFICER: "off"})},
}
away = pytest.mark.parametrize("changes", [each() for each in AWAY.values()], ids=AWAY)


def in_the_room():
    return a_life("link_sent").do(c.VictimJoin(), by("victim"))


def who_asks(what="another_time", at=NOW + 5 * HOUR):
    return a_life("link_sent").do(c.AskOfficer(what, at), by("victim"))


def key_of(life, kind, **changes):
    return next(key for key in hangs(life, **changes) if key.startswith(kind))


# --- waiting in the room ------------------------------------------------------------------------------------------------------


def test_a_victim_who_waits_in_the_room_calls_their_officer():
    life = in_the_room()
    key = f"waits:1:{OFFICER}"
    card = one(life, key).card
    assert hangs(life)[key] == f"U{OFFICER}"
    assert (card.leading[0].action, card.lines) == ("job.join", ("The victim is in the room since 10:06 and waits for you.",))
    life.do(c.VictimJoin(), by("victim"))
    assert key in hangs(life), "coming back to the page calls nobody a second time"
    life.do(c.OfficerJoin(), by("officer"))
    assert key not in hangs(life)
    assert one(life, key, hanging=frozenset({key})).card.title.startswith("The victim waited")


def test_an_officer_on_a_break_is_called():
    assert hangs(in_the_room(), people=staff(**{OFFICER: "break"}))[f"waits:1:{OFFICER}"] == f"U{OFFICER}"


@away
def test_where_the_officer_is_not_to_be_reached_the_queue_sees_who_waits(changes):
    life = in_the_room()
    assert {key: channel for key, channel in hangs(life, **changes).items() if key.startswith("waits")} == {
        "waits:1:-": SPACE.queue
    }
    waits = one(life, "waits:1:-", **changes)
    assert (waits.under, waits.anew) == (None, True), "above the thread, and again when somebody deletes it"
    assert waits.card.lines == (
        "The victim is in the room since 10:06 and waits for an officer.",
        f"{OFFICER} has the job and cannot be told here: a sergeant hands it to a colleague.",
    )
    assert [each.action for each in waits.card.leading] == ["job.reassign", "job.card"]
    assert shows_a_person(waits) == []


def test_once_somebody_can_be_told_it_is_theirs():
    life = in_the_room()
    was = frozenset({"waits:1:-"})
    done = one(life, "waits:1:-", hanging=was)
    assert (done.card.lines, buttons(done.card)) == (("Its officer is told.",), {"job.card"})
    assert f"waits:1:{OFFICER}" in hangs(life, hanging=was)


def test_with_the_job_the_waiting_goes_to_the_colleague():
    life = in_the_room().do(c.Reassign(OTHER_OFFICER), by("sergeant"))
    was = f"waits:1:{OFFICER}"
    assert hangs(life)[f"waits:1:{OTHER_OFFICER}"] == f"U{OTHER_OFFICER}"
    assert one(life, was, hanging=frozenset({was})).card.lines == ("The job is not with you any more.",)


@away
def test_in_an_emergency_nobody_waits_unseen_either(changes):
    life = in_the_room().do(c.Escalate("threat"), by("victim"))
    assert hangs(life)[f"waits:1:{OFFICER}"] == f"U{OFFICER}"
    assert hangs(life, **changes)["waits:1:-"] == SPACE.queue


# --- asking -------------------------------------------------------------------------------------------------------------------


def test_what_a_victim_asks_at_the_page_goes_to_their_officer():
    life = who_asks()
    key = key_of(life, "asked")
    assert hangs(life)[key] == f"U{OFFICER}"
    assert one(life, key).card.lines == ("The victim asks for another time, from Wed 18 Nov 2026, 15:00. Telephone them.",)
    life.do(c.RecordContact("spoke"), by("officer"))
    assert key not in hangs(life)
    assert one(life, key, hanging=frozenset({key})).card.lines == ("Nothing needs to be done about this any more.",)


@away
def test_where_the_officer_is_not_to_be_reached_the_queue_sees_what_is_asked(changes):
    life = who_asks("stop", None)
    key = key_of(life, "asked", **changes)
    asked = one(life, key, **changes)
    assert (asked.channel, asked.under, asked.anew) == (SPACE.queue, None, True)
    assert asked.card.lines == (
        "The victim does not want to go on for now. Telephone them.",
        f"{OFFICER} has the job and cannot be told here: a sergeant hands it to a colleague.",
    )
    assert [each.action for each in asked.card.leading] == ["job.appointment", "job.reassign"]
    assert shows_a_person(asked) == []


def test_what_was_asked_moves_with_the_job():
    life = who_asks().do(c.Reassign(OTHER_OFFICER), by("sergeant"))
    assert hangs(life)[key_of(life, "asked")] == f"U{OTHER_OFFICER}"


def test_what_was_asked_before_the_job_went_back_to_the_queue_is_seen_there():
    life = who_asks().do(c.Release("other"), by("officer"))
    card = one(life, key_of(life, "asked")).card
    assert hangs(life)[key_of(life, "asked")] == SPACE.queue
    assert card.lines[1] == "Nobody has the job now."
    assert [each.action for each in card.leading] == ["job.claim", "job.appointment"]
    life.do(c.Claim(), by("officer", id=OTHER_OFFICER))
    assert hangs(life)[key_of(life, "asked")] == f"U{OTHER_OFFICER}"


def test_what_was_asked_in_a_call_that_is_over_is_no_matter_for_the_queue():
    life = a_life("in_call").do(c.AskOfficer("stop"), by("victim")).do(c.Close(), by("officer"))
    assert hangs(life)[key_of(life, "asked")] == f"U{OFFICER}"
    assert not any(key.startswith("asked") for key in hangs(life, accounts={}))
    life.do(c.Submit("text"), by("officer"))
    assert not any(key.startswith("asked") for key in hangs(life))


# --- nobody joins -------------------------------------------------------------------------------------------------------------


def unattended(**changes):
    """Whom the reminder reaches, by the end of its key."""
    return {
        key.rpartition(":")[2]: channel
        for key, channel in hangs(noted(in_the_room(), "room_unattended"), **changes).items()
        if key.startswith("reminder")
    }


def test_when_no_officer_joins_the_holder_and_the_sergeants_channel_are_reminded_at_once():
    assert unattended() == {OFFICER: f"U{OFFICER}", "#sergeants": SPACE.sergeants}


@away
def test_when_no_officer_can_be_told_the_queue_is_reminded_beside_the_sergeants(changes):
    assert unattended(**changes) == {"#queue": SPACE.queue, "#sergeants": SPACE.sergeants}


def test_a_waiting_victim_is_not_held_overnight():
    night = NOW.replace(hour=23, minute=30)
    assert unattended(now=night) == unattended()
    life = noted(in_the_room(), "room_unattended")
    assert look_again(a_scene(life, now=night)).hour == 8, "only the card's next hour is waited for"
    told = frozenset(key for key in hangs(life, now=night) if key.startswith("reminder"))
    assert {key for key in hangs(life, now=night + MINUTE, hanging=told) if key.startswith("reminder")} == told


def test_the_holder_can_join_and_the_sergeants_can_hand_it_on_but_not_wave_it_away():
    life = noted(in_the_room(), "room_unattended")
    found = {key.rpartition(":")[2]: one(life, key).card for key in hangs(life) if key.startswith("reminder")}
    assert [each.action for each in found[OFFICER].leading] == ["job.join", "reminder.dismiss"]
    assert [each.action for each in found["#sergeants"].leading] == ["job.reassign", "job.card"]
    assert "reminder.dismiss" not in buttons(found["#sergeants"])
    for card in found.values():
        assert card.title == "The victim waits in the room and no officer has joined: 20261118-0416"
        assert card.tone == "danger"
        assert "Due Wed 18 Nov 2026, 10:11." in card.lines


def test_in_an_emergency_nothing_is_offered_that_would_be_refused():
    life = noted(in_the_room(), "room_unattended").do(c.Escalate("threat"), by("officer"))
    key = next(key for key in hangs(life) if key.endswith("#sergeants"))
    assert [each.action for each in one(life, key).card.leading] == ["job.card"]
    assert [each.action for each in one(life, "waits:1:-", accounts={}).card.leading] == ["job.card"]


@pytest.mark.parametrize(
    "seen_to",
    [
        lambda life: life.do(c.OfficerJoin(), by("officer")),
        lambda life: life.do(c.Close(), by("officer")),
        lambda life: life.do(c.ChangeMind(), by("victim")),
    ],
)
def test_it_stands_until_somebody_joins_or_the_room_is_closed(seen_to):
    life = noted(in_the_room(), "room_unattended")
    keys = {key for key in hangs(life) if key.startswith("reminder:room_unattended")}
    seen_to(life)
    assert not keys & hangs(life).keys()
    for key in keys:
        done = one(life, key, hanging=frozenset(keys))
        assert done.forget
        assert buttons(done.card) <= HARMLESS


def test_a_second_wait_is_brought_up_anew():
    life = noted(in_the_room(), "room_unattended")
    first = {key for key in hangs(life) if key.startswith("reminder")}
    life.do(c.VictimJoin(), by("victim"), after=HOUR)
    assert not any(key.startswith("reminder") for key in hangs(life, hanging=frozenset(first)))
    second = {key for key in hangs(noted(life, "room_unattended")) if key.startswith("reminder:room")}
    assert second and not first & second


def test_the_card_says_that_somebody_waits():
    life = in_the_room()
    late = life.now + 6 * MINUTE
    card = one(life, "job", now=late).card
    assert card.tone == "danger"
    assert any("Officer to join the victim: Wed 18 Nov 2026, 10:11 (1 min late)" in each.value for each in card.facts)
    assert SERGEANT not in str(card)


def test_a_message_that_somebody_else_has_now_says_where():
    key = f"waits:1:{OFFICER}"
    hanging = {"hanging": frozenset({key})}
    home = one(in_the_room(), key, people=staff(**{OFFICER: "off"}), **hanging)
    assert home.card.lines == ("You are off shift, so everybody in the queue's channel sees it.",)
    again = in_the_room().do(c.SendLink(times_checked=True), by("officer"))
    assert one(again, key, **hanging).card.lines == ("There is a newer message about it.",)
