"""The home tab: what is mine, what waits, who is on; never more than a page of a list."""

import pytest
from msgspec.structs import replace

from chalicelib.chat.actions import ACTIONS
from chalicelib.chat.help import WORDS, Asked, asked, help_for
from chalicelib.chat.home import PAGE, Lists, Waiting, home, page_of, shift_buttons
from chalicelib.chat.listing import listed
from chalicelib.domain import commands as c
from chalicelib.domain.words import Role
from tests.builders import HOUR, NOW, OFFICER, SERGEANT, a_life, an_incident, an_officer, by, policy

from .lives import LATER, STATUSES, a_told_life, shows_a_person

POLICY = policy()


def jobs(number, status="queued", **facts):
    return tuple(an_incident(status, reference=f"2026-{n:02}", **facts) for n in range(number))


def sections(officer, lists, pages=None):
    return {each.title: each for each in home(officer, lists, POLICY, LATER, pages).sections}


def references(section):
    return [each.id.partition(":")[2] for each in section.cards]


def pressed(some):
    return [each.action for each in some]


def test_an_officer_without_a_job_can_claim_the_next():
    mine = sections(an_officer(), Lists())["My job"]
    assert mine.lines == ("You have no job.",)
    assert pressed(mine.buttons) == ["queue.claim_next", "shift.break", "shift.end"]


@pytest.mark.parametrize(("duty", "moves"), [("off", ["shift.start"]), ("break", ["shift.back", "shift.end"])])
def test_who_is_not_on_shift_is_offered_the_way_back(duty, moves):
    officer = an_officer(duty=duty)
    mine = sections(officer, Lists())["My job"]
    assert pressed(mine.buttons) == pressed(shift_buttons(officer)) == moves


def test_my_job_has_my_buttons():
    job = an_incident("claimed")
    mine = sections(an_officer(job=job.reference), Lists(mine=job))["My job"]
    assert pressed(mine.cards[0].leading) == ["job.contact", "job.link"]
    assert "job.recall" not in pressed(mine.cards[0].menu)
    assert "shift.end" not in pressed(mine.buttons)


def test_desk_work_is_a_section_of_its_own():
    shown = sections(an_officer(), Lists(desk=(an_incident("desk_work"),)))
    assert pressed(shown["My desk work"].cards[0].leading) == ["plan.show", "job.submit"]
    assert "My desk work" not in sections(an_officer(), Lists())


def test_a_sergeant_sees_the_reviews_by_what_is_due():
    late, early = an_incident("in_review", reference="L"), an_incident("in_review", reference="E")
    early = replace(early, case=replace(early.case, due=NOW))
    lists = Lists(triage=Waiting(jobs(2, "in_triage")), reviews=Waiting((late, early)))
    shown = sections(an_officer(SERGEANT, roles=("sergeant",)), lists)
    assert "My job" not in shown
    assert references(shown["Evidential reviews, by what is due"]) == ["E", "L"]
    assert [pressed(each.leading) for each in shown["Suitability reviews"].cards] == [["job.triage", "job.card"]] * 2


def test_the_control_room_sees_the_queue_and_who_is_on():
    lists = Lists(queue=Waiting(jobs(1)), officers=(an_officer(),))
    shown = sections(an_officer("SP1", roles=("spoc",)), lists)
    assert list(shown) == ["My shift", "The queue", "The team"]
    assert "5 h 10 min" in shown["The team"].cards[0].summary


@pytest.mark.parametrize("role", ["sergeant", "spoc"])
@pytest.mark.parametrize("duty", ["on", "off", "break"])
def test_a_sergeant_and_the_control_room_start_and_end_their_shift_here_too(role, duty):
    somebody = an_officer("X1", roles=(role,), duty=duty)
    assert pressed(sections(somebody, Lists())["My shift"].buttons) == pressed(shift_buttons(somebody))


def test_an_analyst_has_no_shift_here():
    assert "My shift" not in sections(an_officer("AN1", roles=("analyst",)), Lists())
    assert "My shift" not in sections(an_officer(roles=("officer", "sergeant")), Lists())


def test_whoever_has_no_role_is_told_whom_to_ask():
    shown = home(an_officer(active=False), Lists(queue=Waiting(jobs(1))), POLICY, LATER)
    assert [each.lines for each in shown.sections] == [("You are not on this force's roster; ask an administrator to add you.",)]


@pytest.mark.parametrize(
    ("page", "first", "number", "turns"),
    [
        (0, "2026-00", 5, [("Further down the list", "queue|1")]),
        (1, "2026-05", 5, [("Earlier in the list", "queue|0"), ("Further down the list", "queue|2")]),
        (2, "2026-10", 2, [("Earlier in the list", "queue|1")]),
        (99, "2026-10", 2, [("Earlier in the list", "queue|1")]),
    ],
)
def test_a_long_list_comes_page_by_page(page, first, number, turns):
    queue = sections(an_officer(), Lists(queue=Waiting(jobs(12))), {"queue": page})["The queue"]
    assert references(queue)[0] == first
    assert len(queue.cards) == number <= PAGE
    assert [(each.label, each.value) for each in queue.buttons] == turns


def test_counts_say_how_many_and_how_many_are_first():
    urgent = a_life("queued").do(c.Allocate(), by("sergeant")).incident
    assert sections(an_officer(), Lists(queue=Waiting((urgent, *jobs(2)))))["The queue"].lines == (
        "3 waiting, 1 of them in the priority lane.",
    )
    assert sections(an_officer(), Lists(queue=Waiting(jobs(2), more=True)))["The queue"].lines == ("More than 2 waiting.",)
    assert sections(an_officer(), Lists())["The queue"].lines == ("Nothing is waiting.",)


@pytest.mark.parametrize(
    ("pressed", "page"),
    [("queue|2", {"queue": 2}), ("queue", {"queue": 0}), ("reviews|x", {"reviews": 0}), ("", {"": 0}), ("queue|²", {"queue": 0})],
)
def test_which_page_was_asked_for(pressed, page):
    assert page_of(pressed) == page


@pytest.mark.parametrize("status", STATUSES)
def test_no_home_shows_a_victim(status):
    life = a_told_life()
    everything = Waiting((an_incident(status), life.incident))
    lists = Lists(an_incident(status), (life.incident,), everything, everything, everything, (an_officer(),))
    both = an_officer(OFFICER, roles=("officer", "sergeant", "spoc"))
    assert shows_a_person(home(both, lists, POLICY, NOW + HOUR)) == []


# --- /evr ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("next", Asked("queue.claim_next")),
        ("  NEXT ", Asked("queue.claim_next")),
        ("job 20261118-0416", Asked("job.card", "20261118-0416")),
        ("20261118-0416", Asked("job.card", "20261118-0416")),
        ("update 20261118-0416", Asked("job.update", "20261118-0416")),
        ("update <@U1> please", Asked("message.update")),
        ("queue 20261118-0416", Asked("list.queue")),
        ("doctor", Asked("doctor")),
        ("", Asked("help")),
        ("what is this", Asked("help")),
        ("thing", Asked("help")),
        ("20261118-0416 now", Asked("help")),
        ("1" * 65, Asked("help")),
        ("1|2", Asked("help")),
    ],
)
def test_what_was_typed_means(typed, meant):
    assert asked(typed) == meant


def test_every_word_leads_to_an_action():
    assert {each.action for each in WORDS.values()} <= set(ACTIONS)


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_help_fits_the_asker(role):
    text = help_for(frozenset({role})).text
    for name, word in WORDS.items():
        assert (f"/evr {name}" in text) == (not word.roles or role in word.roles)


def test_help_has_the_buttons_one_needs_most():
    assert pressed(help_for(frozenset({"officer"})).buttons)[0] == "queue.claim_next"
    assert pressed(help_for(frozenset({"sergeant"})).buttons)[0] == "list.reviews"
    assert help_for(frozenset()).buttons == ()


def test_the_list_of_reviews_says_when_each_is_due():
    waiting, paused = an_incident("in_review", reference="A"), an_incident("in_review", reference="B")
    waiting = replace(waiting, case=replace(waiting.case, due=LATER + HOUR))
    paused = replace(paused, case=replace(paused.case, due=LATER + 2 * HOUR, paused="awaiting_evidence"))
    facts = listed(ACTIONS["list.reviews"], Waiting((waiting, paused)), POLICY, LATER).facts
    assert [each.label for each in facts] == ["A", "B"]
    assert [each.value.partition(" (")[2] for each in facts] == ["in 1 h)", "in 2 h); paused"]
