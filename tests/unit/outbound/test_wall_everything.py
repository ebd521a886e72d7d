"""Whatever people do and the machinery suffers: in the end each card hangs once, as things stand, and each line was said once.

Commands by whoever gives them; nudges dropped, doubled and out of order; the wall down, limited, archived, losing answers; workers
that die; messages that somebody deletes. Afterwards everything works again, and the clock ticks for long enough.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.chat.wall import Unanswered
from chalicelib.domain import commands as c
from chalicelib.domain.calendar import is_open, next_opening
from chalicelib.domain.refusals import Refusal
from chalicelib.outbound.nudges import Nudge
from chalicelib.outbound.scenes import board_key
from chalicelib.service import perform
from tests import builders as b
from tests.faults import Killed, lived_through
from tests.unit.outbound.conftest import a_chatting_world
from tests.walls import check_wall
from tests.workers import World

REFERENCES = ("20261118-0416", "20261118-0417")
SPACE = b.policy().chat["slack"]
#: EVR_WALKS=2000 for a long look.
EXAMPLES = int(os.environ.get("EVR_WALKS", "100"))

#: In the usual order, so that a random walk gets somewhere; whoever may not, or not now, is refused.
COMMANDS: tuple[tuple[str, str | None, Callable[[World], c.Command]], ...] = (
    ("call_handler", None, lambda w: c.Offer(made=True, accepted=True, answers=b.answers())),
    ("call_handler", None, lambda w: c.Offer(made=True, accepted=True)),
    ("sergeant", None, lambda w: c.Triage(suitable=True, level="queue")),
    ("officer", b.OFFICER, lambda w: c.Claim()),
    ("sergeant", None, lambda w: c.Allocate(b.OTHER_OFFICER)),
    ("sergeant", None, lambda w: c.Reassign(b.OFFICER)),
    ("officer", b.OFFICER, lambda w: c.RecordContact("spoke")),
    ("officer", b.OFFICER, lambda w: c.Release("other")),
    ("officer", b.OFFICER, lambda w: c.SendLink()),
    ("victim", None, lambda w: c.VictimJoin()),
    ("officer", b.OFFICER, lambda w: c.OfficerJoin()),
    ("officer", b.OFFICER, lambda w: c.Pause("sergeant_advice", "text")),
    ("officer", b.OFFICER, lambda w: c.Resume()),
    ("officer", b.OFFICER, lambda w: c.Close()),
    ("officer", b.OFFICER, lambda w: c.Submit("text")),
    ("sergeant", None, lambda w: c.Review("desk_enquiries", plan="text")),
    ("sergeant", None, lambda w: c.Review("finalise")),
    ("officer", b.OFFICER, lambda w: c.TellVictim("phone")),
    ("spoc", None, lambda w: c.Update("text", "risk")),
    ("spoc", None, lambda w: c.Update("text", "information")),
    ("officer", b.OFFICER, lambda w: c.AcknowledgeUpdate(1)),
    ("sergeant", None, lambda w: c.MakeAppointment(w.clock.now + timedelta(hours=2))),
    ("sergeant", None, lambda w: c.ReassessRisk("unchanged")),
    ("spoc", None, lambda w: c.Recall("duplicate")),
    ("officer", b.OFFICER, lambda w: c.Escalate("threat")),
)


def give(world: World, number: int, which: int) -> None:
    role, id, command = COMMANDS[number]
    reference = REFERENCES[which]
    world.clock.forward(timedelta(seconds=20))
    who = world.victim_of(reference) if role == "victim" else world.caller(role, id)
    perform(world.deps, who, reference, command(world))


def chat(world: World) -> list[dict[str, object]]:
    return world.sqs.waiting.setdefault(world.urls["chat"], [])


def dropped(world: World) -> None:
    """The oldest nudge is lost for good, where the clock knows of the incident already."""
    for n, message in enumerate(chat(world)):
        nudge = _nudge(message)
        key = board_key(nudge, "slack")
        if nudge.reference and world.table.get([key]):
            del chat(world)[n]
            return


def _nudge(message: dict[str, object]) -> Nudge:
    return msgspec.json.decode(str(message["MessageBody"]), type=Nudge)


def doubled(world: World) -> None:
    chat(world).extend(dict(each) for each in chat(world)[:2])


def turned_round(world: World) -> None:
    chat(world).reverse()


def died(world: World) -> None:
    """A worker dies at its next call to the wall, before or after it took effect."""

    def dies(name: str) -> Exception | None:
        world.wall.fails = lambda name: None
        raise Killed

    world.wall.fails = dies
    lived_through(lambda: world.deliver("chat", 3))
    world.wall.fails = lambda name: None


def trouble(world: World, kind: str) -> None:
    match kind:
        case "down":
            world.wall.down = True
        case "limited":
            world.wall.limited = 3
        case "lose":
            world.wall.lose = 2
        case "queue" | "sergeants":
            world.wall.archived.add(getattr(SPACE, kind))
        case _:
            well(world)


def well(world: World) -> None:
    world.wall.down, world.wall.limited, world.wall.lose = False, 0, 0
    world.wall.archived.clear()


def deleted(world: World) -> None:
    """Somebody takes the newest card away."""
    ours = [each for each in world.wall.messages.values() if each.card]
    if ours:
        world.wall.deleted.add(ours[-1].key)
        del world.wall.messages[ours[-1].spot]


def passes(world: World, minutes: int) -> None:
    world.clock.forward(timedelta(minutes=minutes))
    world.tick()


def relayed(world: World) -> None:
    world.stream()
    world.deliver("chat")


def delivered(world: World) -> None:
    world.deliver("chat", 2)


DO: dict[str, Callable[..., object]] = {
    each.__name__: each for each in (give, relayed, delivered, trouble, dropped, doubled, turned_round, died, deleted, passes)
}
Step = tuple[Any, ...]
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("give"), st.integers(0, len(COMMANDS) - 1), st.integers(0, 1)),
    st.tuples(st.just("give"), st.integers(0, 14), st.just(0)),
    st.sampled_from([("relayed",), ("delivered",)]),
    st.tuples(st.just("trouble"), st.sampled_from(["down", "limited", "lose", "queue", "sergeants", "well", "well"])),
    st.sampled_from([("dropped",), ("doubled",), ("turned_round",), ("died",), ("deleted",)]),
    st.tuples(st.just("passes"), st.sampled_from([1, 5, 50, 300])),
)


@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=5, max_size=45))
def test_in_the_end_everything_hangs_once_as_it_stands(steps: list[Step]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        world = a_chatting_world(patch)
        for reference in REFERENCES:
            world.report(reference)
        world.settle()
        for name, *arguments in steps:
            DO[name](world, *arguments)
        well(world)
        _long_enough(world)
        for reference in REFERENCES:
            check_wall(world.ports, world.wall, world.force, reference)


def _long_enough(world: World) -> None:
    """Until the service has been open for two hours: by then every live card was looked at once."""
    now, policy = world.clock.now, world.policy()
    if not (is_open(now, policy) and is_open(now + timedelta(hours=3), policy)):
        world.clock.now = next_opening(now + timedelta(hours=3), policy)
    for minutes in (3, 31, 31, 31, 1, 1):
        world.clock.forward(timedelta(minutes=minutes))
        world.tick()
        for _ in range(4):
            world.deliver("chat")
            world.clock.forward(timedelta(seconds=61))
    for _ in range(2):
        world.tick()
        relayed(world)


def test_the_walk_gets_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands in their order go all the way, so the walk above is no stroll among refusals."""
    world = a_chatting_world(monkeypatch)
    world.report(REFERENCES[0])
    for number in (0, 2, 3, 6, 8, 9, 10, 11, 12, 13, 14, 16, 17):
        role, id, command = COMMANDS[number]
        done = world.do(REFERENCES[0], command(world), role, id)
        assert not isinstance(done, Refusal | Unanswered)
