"""The feed: complete, once, in order, whatever the messages do."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.outbound import feed, relay, updates
from chalicelib.store.incidents import recorded
from tests import builders as b
from tests.faults import check_feed, check_pushes
from tests.sqs_fake import stream_event
from tests.workers import World


def history(world: World, reference: str) -> list[e.Recorded]:
    return [recorded(row) for row in world.table.query(f"INC#dorset#{reference}", prefix="EVENT#", limit=500).rows]


# --- reading --------------------------------------------------------------------------------------------------------------------


def test_pages_follow_each_other_by_their_cursors(world: World) -> None:
    world.report()
    world.to("closed")
    world.settle()

    found: list[updates.Update] = []
    page = feed.read(world.table, "dorset", None, 3)
    while page.items:
        found += page.items
        page = feed.read(world.table, "dorset", page.cursor, 3)

    assert found == world.feed()
    assert page.cursor == feed.number_of(found[-1])


def test_an_empty_feed_gives_a_cursor_to_go_on_from(world: World) -> None:
    page = feed.read(world.table, "dorset")
    assert (page.items, page.cursor) == ((), feed.START)

    world.report()
    world.settle()

    assert [each.kind for each in feed.read(world.table, "dorset", page.cursor).items] == ["reported"]


@pytest.mark.parametrize("cursor", ["", "1", "HEAD", "00000000000x", "000000000001 ", "\u0661" * 12, "999999999999"])
def test_a_cursor_that_no_page_gave_is_refused(world: World, cursor: str) -> None:
    with pytest.raises(feed.BadCursor):
        feed.read(world.table, "dorset", cursor)


# --- what is said ---------------------------------------------------------------------------------------------------------------


def test_every_event_has_its_word_or_is_left_out_on_purpose() -> None:
    kinds = set(e.Event.__subclasses__())

    assert kinds == set(updates._SHOWN) | set(updates._SPECIAL) | updates.NOT_TOLD


def test_texts_are_named_and_never_quoted() -> None:
    life = b.a_life("claimed").do(c.Escalate("threat", note="00000009.note"), b.by("officer"))

    last = list(updates.updates("dorset", life.events, life.incident.version - 1))[-1]

    assert (last.kind, last.status) == ("escalated", "escalated")
    assert last.details == {"reason": "threat", "texts": ["00000009.note"]}
    assert last.officer == b.OFFICER


def test_a_review_says_what_was_decided_and_what_follows() -> None:
    life = b.a_life("passed_on")

    reviewed, passed_on = list(updates.updates("dorset", life.events, life.incident.version - 1))

    assert (reviewed.kind, passed_on.kind) == ("reviewed", "passed_on")
    assert reviewed.details["decision"] == "further_enquiries"
    assert reviewed.details["receiver"] == "neighbourhood"
    assert reviewed.details["texts"] == ["text-plan"]


def test_the_first_link_is_the_arrival_and_the_next_ones_are_not() -> None:
    life = b.a_life("link_sent").do(c.SendLink(to="00000009.to"), b.by("officer"))

    told = [each for each in updates.updates("dorset", life.events, 0) if each.kind in ("arrived", "link_sent")]

    assert [(each.kind, each.details["number"]) for each in told] == [("arrived", 1), ("link_sent", 2)]
    assert not any("token_hash" in each.details for each in told)


def test_an_allocation_a_claim_and_deadlines_have_words_of_their_own() -> None:
    life = b.a_life("queued").do(c.Allocate(officer=b.OFFICER), b.by("sergeant"))
    assert list(updates.updates("dorset", life.events, 0))[-1].kind == "allocated"

    due = datetime(2026, 11, 19, tzinfo=b.NOW.tzinfo)
    assert updates.told(e.FellDue("risk", due)) == ("risk_due", {"due": due})
    assert updates.told(e.FellDue("response_missed", due)) == ("response_missed", {"due": due})


def test_an_update_is_read_as_it_was_written(world: World) -> None:
    world.report()
    world.to("closed")
    world.settle()

    for update in world.feed():
        assert msgspec.json.decode(msgspec.json.encode(update), type=updates.Update) == update


# --- order ----------------------------------------------------------------------------------------------------------------------


def test_a_later_step_that_comes_first_brings_the_earlier_ones_along(world: World) -> None:
    world.report()
    world.to("queued")
    world.stream()
    messages = world.sqs.take("q/evr-cad.fifo")
    world.sqs.give_back("q/evr-cad.fifo", reversed(messages))

    world.settle()

    assert world.kinds() == ["reported", "offered", "eligible", "suitable", "queued"]


def test_a_message_about_nothing_changes_nothing(world: World) -> None:
    assert feed.catch_up(world.table, "dorset", "no-such-incident") == []
    assert world.feed() == []


def test_a_very_long_history_is_appended_in_several_transactions(world: World) -> None:
    world.report()
    for _ in range(100):
        world.do(b.REFERENCE, c.Outcome(kind="outcome", code="18"), "records")

    added = feed.catch_up(world.table, "dorset", b.REFERENCE)

    assert len(added) > feed.TOGETHER
    check_feed(world, [b.REFERENCE])


@pytest.mark.parametrize("together", range(2, 12))
def test_wherever_a_transaction_ends_no_step_is_lost(world: World, monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    """Several steps of one command are told together, or the mark would pass over the rest."""
    monkeypatch.setattr(feed, "TOGETHER", together)
    monkeypatch.setattr(feed, "ATTEMPTS", 40)
    world.report()
    world.to("closed")

    world.settle()

    check_feed(world, [b.REFERENCE])
    assert len(world.feed()) > 15


def test_a_message_that_comes_twice_costs_one_read(world: World) -> None:
    world.report()
    world.settle()
    world.table.calls.clear()

    assert feed.catch_up(world.table, "dorset", b.REFERENCE) == []

    assert world.table.calls == ["get"]


def test_workers_that_append_at_the_same_moment_leave_no_gap_and_no_double(world: World) -> None:
    references = [world.report(f"R{n}-0416") for n in range(8)]
    for reference in references:
        world.to("in_triage", reference)

    def append(reference: str) -> None:
        for _ in range(20):
            try:
                feed.catch_up(world.table, "dorset", reference)
            except Exception:  # noqa: BLE001, S112 - the queue would bring it again
                continue
            return

    threads = [threading.Thread(target=append, args=(reference,)) for reference in references * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    check_feed(world, references)


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("step"), st.integers(0, 2)),
        st.tuples(st.just("stream"), st.randoms(use_true_random=False)),
        st.tuples(st.just("again"), st.integers(0, 1000)),
        st.tuples(st.just("deliver"), st.randoms(use_true_random=False)),
        st.tuples(st.just("lose"), st.just(0)),
        st.tuples(st.just("down"), st.just(0)),
        st.tuples(st.just("tick"), st.just(0)),
    ),
    max_size=60,
)
STEPS: list[tuple[c.Command, str]] = [
    (c.Offer(made=True, accepted=True, answers=b.answers()), "call_handler"),
    (c.Triage(suitable=True, level="queue"), "sergeant"),
    (c.MakeAppointment(b.NOW + b.DAY), "sergeant"),
    (c.ReassessRisk("unchanged"), "sergeant"),
    (c.Update("Test update"), "call_handler"),
    (c.Recall("duplicate"), "spoc"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_however_messages_are_shuffled_doubled_and_lost_the_feed_is_in_order(monkeypatch: pytest.MonkeyPatch, actions: Any) -> None:
    """Three incidents move on while outbox rows and messages come in any order, twice, or (from the stream) not at all."""
    world = World(monkeypatch)
    references = [world.report(f"R{n}-0416") for n in range(3)]
    steps = dict.fromkeys(references, 0)
    seen: list[Any] = []
    for action, argument in actions:
        _act(world, references, steps, seen, action, argument)
        for reference in references:
            versions = [update.version for update in world.feed() if update.reference == reference]
            assert versions == sorted(versions), "a later step stood before an earlier one"
    world.cad.down = False
    world.recover(12)

    assert world.sqs.left() == []
    check_feed(world, references)
    check_pushes(world)


def _act(world: World, references: list[str], steps: dict[str, int], seen: list[Any], action: str, argument: Any) -> None:
    match action:
        case "step" if steps[references[argument]] < len(STEPS):
            command, role = STEPS[steps[references[argument]]]
            world.do(references[argument], command, role)
            steps[references[argument]] += 1
        case "stream":
            rows = world.outbox()
            argument.shuffle(rows)
            seen += rows
            relay.on_stream(stream_event(rows))
        case "again" if seen:
            relay.on_stream(stream_event([seen[argument % len(seen)]]))
        case "deliver":
            _shuffled(world, argument)
        case "lose":
            world.sqs.waiting["q/evr-facts"] = []
        case "down":
            world.cad.down = not world.cad.down
        case "tick":
            world.tick()


def _shuffled(world: World, random: Any) -> None:
    """One batch, out of order: worse than a FIFO queue ever is."""
    random.shuffle(world.sqs.waiting.setdefault("q/evr-cad.fifo", []))
    world.deliver("cad")
