"""The thread of a job tells what happened in plain sentences."""

from datetime import timedelta
from typing import get_args

import pytest

from chalicelib.chat import timeline
from chalicelib.chat.spans import span, spoken, until, when
from chalicelib.domain import events as e
from tests.builders import FORCES, NOW, OFFICER, a_history, policy

from .lives import STATUSES, a_told_life, shows_a_person

POLICY = policy()


def test_every_event_has_a_sentence():
    assert set(timeline._SENTENCES) == set(get_args(e.AnyEvent))


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("status", STATUSES)
def test_every_history_can_be_told(status, force):
    history = tuple(a_history(status, force=force))
    lines = timeline.whole(history, policy(force))
    assert len(lines) == len(history)
    assert all(line and "None" not in line and "_" not in line for line in lines)


def test_no_sentence_repeats_a_persons_words():
    history = tuple(a_told_life().events)
    assert shows_a_person(timeline.whole(history, POLICY)) == []
    assert shows_a_person([timeline.thread_line(each, POLICY) for each in history]) == []


def test_the_thread_has_the_time_and_leaves_out_what_is_no_news():
    recorded = a_history("claimed")[-1]
    assert timeline.thread_line(recorded, POLICY, {OFFICER: "<@U1>"}) == "10:03 Claimed by <@U1>"
    life = a_told_life()
    shown = [each for each in life.events if isinstance(each.event, e.DetailsShown)]
    assert [timeline.thread_line(each, POLICY) for each in shown] == [None]


def test_the_whole_story_has_date_and_actor():
    assert timeline.whole(tuple(a_history("claimed")[-1:]), POLICY) == (
        f"Wed 18 Nov 2026, 10:03: Claimed by {OFFICER} ({OFFICER})",
    )


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (e.Returned("not_safe"), "Back to the usual dispatch: the victim said silently that it is not safe"),
        (e.OfferNotMade("suspect_at_scene"), "EVR not offered: the suspect is at or near the scene"),
        (e.CallPaused("victim", "victim_break"), "Paused by the victim: the victim needs a break"),
        (e.CallClosed(held=False), "Link closed for good; there was no call"),
        (e.ChecklistTicked({"vna": "done", "ppn": "to_do"}),
         "Checklist. Done: victim needs assessment. Still to do: public protection notification"),
        (e.Submitted("ref", NOW, (), ("vna",)),
         "Record submitted; review due Wed 18 Nov 2026, 10:00. Not answered: victim needs assessment"),
        (e.OutcomeRecorded("arrest", NOW), "Arrest recorded"),
        (e.OutcomeRecorded("outcome", NOW, "16"), "Outcome 16: Victim does not support action, suspect identified"),
        (e.FellDue("response_missed", NOW), "Target: Wed 18 Nov 2026, 10:00 has passed"),
        (e.UpdateReceived(2, "risk", "ref"), "Update 2 from the control room (about the risk)"),
        (e.UpdateReceived(3, "advice", "ref"), "Update 3: a sergeant's advice"),
        (e.LinkDelivery(1, "delivered", possibly_twice=True), "Message with the link: delivered, possibly twice"),
        (e.LinkDelivery(1, "failed", code="permanent-failure"), "Message with the link: could NOT be delivered"),
        (
            e.LinkDelivery(1, "failed", True, "TEXT_INVALID", "number_not_in_use"),
            "Message with the link: could NOT be delivered: the number is not in use, possibly twice",
        ),
    ],
)  # fmt: skip
def test_sentences(event, words):
    assert timeline.sentence(event, POLICY) == words


def test_not_eligible_says_what_was_answered_no():
    event = e.EligibilityChecked(None, ("safe_private_place",))
    assert timeline.sentence(event, POLICY) == "Not eligible; answered no: safe private place"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "less than a minute"), (25, "25 min"), (60, "1 h"), (310, "5 h 10 min"), (2880, "48 h"), (5880, "4 d 2 h"), (-5, "5 min")],
)
def test_spans(minutes, words):
    assert span(timedelta(minutes=minutes)) == words


def test_spans_within_a_sentence():
    assert [spoken(timedelta(minutes=each)) for each in (0, 1, 25, 70)] == [
        "less than a minute",
        "1 minute",
        "25 minutes",
        "1 h 10 min",
    ]
    assert until(NOW + timedelta(hours=3), NOW) == "in 3 h"
    assert until(NOW, NOW) == "less than a minute late"
    assert when(NOW - timedelta(days=150)) == "Sun 21 Jun 2026, 11:00"
