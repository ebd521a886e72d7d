"""All that chat can show of a force's work: every card at every step of whole lives, every reply to every press by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.chat import listing, notices, people, reminders, staff_cards
from chalicelib.chat.actions import ACTIONS
from chalicelib.chat.answers import Mistakes
from chalicelib.chat.daily import daily_card
from chalicelib.chat.fields import About
from chalicelib.chat.forms import FORMS, form, from_message, opening
from chalicelib.chat.help import help_for
from chalicelib.chat.model import Card, Form, Home, Notice
from chalicelib.chat.showing import Scene, thread, wanted
from chalicelib.chat.team import names, team_card
from chalicelib.chat.waiting import Waiting
from chalicelib.domain import commands as c
from chalicelib.domain.evolve import rebuild
from chalicelib.domain.officer import Officer
from chalicelib.domain.refusals import Refusal
from chalicelib.domain.team_notice import TeamNotice
from chalicelib.domain.words import Role
from chalicelib.insight.metrics import report
from tests.builders import HOUR, MINUTE, REFERENCE, Life, a_life, an_incident, an_officer, by, policy
from tests.fakes import FakeTable
from tests.unit.chat.lives import LATER, STATUSES, a_told_life
from tests.unit.chat.scenes import WHO, scene
from tests.unit.chat.test_every_press import FILLED, NUMBERED

STAFF = {id: an_officer(id, roles=roles) for id, roles in WHO.values()}
#: As long as references get.
LONG = "R" * 60 + ".:/-"


def lives(force: str) -> Iterator[Life]:
    """Those that come to each status the usual way, and the ones in which everything happens."""
    for status in STATUSES:
        yield a_life(status, force=force)
    yield a_life("in_call", force=force, reference=LONG, flags=tuple(policy(force).flags))
    if force == "dorset":
        yield a_told_life()
        yield _an_emergency(force)


def _an_emergency(force: str) -> Life:
    life = a_life("in_call", force=force).do(c.Pause("sergeant_advice", "ref"), by("officer"))
    return life.do(c.Escalate("threat"), by("officer"))


def cards(force: str) -> Iterator[tuple[str, Card]]:
    """By key, whatever hangs, or hung once and now says that it is over; at once and days later."""
    for life in lives(force):
        hung: frozenset[str] = frozenset()
        for n in range(1, len(life.events) + 1):
            for later in (MINUTE, 5 * HOUR, 80 * HOUR):
                standing = wanted(_scene(life, n, later, hung))
                yield from ((each.key, each.card) for each in standing)
                hung |= {each.key for each in standing}


def threads(force: str) -> Iterator[tuple[str, ...]]:
    for life in lives(force):
        for told in thread(_scene(life, len(life.events), HOUR, frozenset()), 0):
            yield told.lines


def _scene(life: Life, n: int, later: timedelta, hung: frozenset[str]) -> Scene:
    history = tuple(life.events[:n])
    return Scene(
        incident=rebuild(life.force, history),
        history=history,
        policy=life.policy,
        workspace=life.policy.chat["slack"],
        now=history[-1].at + later,
        officers=STAFF,
        accounts={id: f"U0{id}" for id in STAFF},
        names=names(STAFF.values(), {id: f"<@U0{id}>" for id in STAFF}),
        hanging=hung,
    )


def other_cards(force: str) -> Iterator[Card]:
    """Those that are about no job, or that no scene makes."""
    rules = policy(force)
    crowd: list[Officer] = [an_officer(f"PC{n}", job=f"2026-{n}" if n % 3 else None) for n in range(60)]
    yield team_card(crowd, rules, LATER, Waiting((an_incident("queued", force=force),)))
    yield staff_cards.break_card(LATER, HOUR)
    yield staff_cards.break_over(LATER)
    told = TeamNotice("n" * 32, "SPOC01", LATER, LATER + HOUR, {each.id: LATER for each in crowd})
    yield staff_cards.notice_card(told, crowd, {"SPOC01": "<@U0SPOC01>"})
    yield staff_cards.notice_over(told.id)
    yield daily_card(report(FakeTable(), rules, LATER.date(), LATER.date()))
    for kind in reminders.REMINDERS:
        yield reminders.reminder_card(kind, LATER, an_incident("in_review", force=force, reference=LONG), rules)


def forms(force: str) -> Iterator[Form]:
    crowd = tuple(an_officer(f"PC{n}") for n in range(130))
    for action in sorted(FORMS):
        yield opening(action, LONG)
        for status in STATUSES:
            yield form(action, About(an_incident(status, force=force), policy(force), LATER, crowd))
    yield from_message("Seen again near the shop. " * 300, REFERENCE)


def notices_of_ours(force: str) -> Iterator[Notice]:
    """Those that few presses lead to."""
    for code in notices.NEXT:
        yield notices.refusal(Refusal(code, "Somebody else has it."), LONG)
    yield notices.mistakes(Mistakes({f"answers.{each}": "Answer yes or no." for each in c.Answers.__struct_fields__}))
    yield notices.trouble()
    yield notices.which_job()
    yield people.hidden(LONG)
    yield people.sealed_text(LONG, "What the control room wrote", "<b>Test</b> & words\n" * 1500)
    for roles in ((), *((role.value,) for role in Role), tuple(role.value for role in Role)):
        yield help_for(frozenset(roles))
    many = Waiting(tuple(an_incident("queued", force=force, reference=f"2026-{n}6") for n in range(35)), more=True)
    yield listing.listed(ACTIONS["list.queue"], many, policy(force), LATER, 1)


def replies(name: str, who: str) -> Iterator[object]:
    """Everything that one of the staff gets in one of the scenes, and their home."""
    it = scene(name)
    id, _ = WHO[who]
    for action in ACTIONS:
        yield it.again().press(id, action, f"{it.reference}|1" if action in NUMBERED else it.reference)
    for action in ACTIONS if name == "queued" else ():
        yield it.again().press(id, action)
    for action, about in FILLED.items():
        chat = it.again()
        given, _ = about(chat.force.clock.now + MINUTE) if callable(about) else about
        yield chat.press(id, action, it.reference, given)
        yield it.again().press(id, action, it.reference, dict.fromkeys(given, ""))
    home = it.again().home(id)
    assert isinstance(home, Home)
    yield home
