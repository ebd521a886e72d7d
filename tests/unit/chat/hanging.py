"""What should hang about a life: the scene, the keys and channels of its cards, and the clock that notes a deadline."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.chat.showing import Scene, wanted
from chalicelib.domain import commands as c
from chalicelib.domain.calendar import next_opening
from chalicelib.domain.deadlines import due
from tests.builders import OFFICER, OTHER_OFFICER, OTHER_SERGEANT, SERGEANT, Life, an_officer, by, policy

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
    return {id: an_officer(id, duty=duty.get(id, "on"), roles=roles, chat={"slack": f"U{id}"}) for id, roles in people.items()}


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
