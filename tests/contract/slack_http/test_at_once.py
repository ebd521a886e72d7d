"""Two who press at the same moment, a finger that presses twice, and Slack that sends again: everything happens once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests import slack_payloads as p
from tests.builders import OFFICER, OTHER_OFFICER
from tests.contract.slack_http.room import Room, account


def at_once(room: Room, *payloads: dict[str, Any]) -> list[int]:
    start = Barrier(len(payloads))

    def one(payload: dict[str, Any]) -> int:
        start.wait()
        return room.send(payload).status

    with ThreadPoolExecutor(len(payloads)) as pool:
        return list(pool.map(one, payloads))


@pytest.mark.parametrize("turn", range(10))
def test_two_officers_claim_the_same_job_at_once(room: Room, turn: int):
    reference = room.force.bring("queued")
    both = (OFFICER, OTHER_OFFICER)
    assert at_once(room, *(room.button(id, "job.claim", reference) for id in both)) == [200, 200]
    winner = room.force.incident(reference).officer
    assert winner in both
    loser = OTHER_OFFICER if winner == OFFICER else OFFICER
    assert "is yours" in room.told(winner)[-1]
    assert str(winner) in room.told(loser)[-1]
    assert room.force.officer(loser).job is None


def test_two_officers_claim_next_at_once(room: Room):
    jobs = {room.force.bring("queued"), room.force.bring("queued")}
    assert at_once(room, *(room.button(id, "queue.claim_next") for id in (OFFICER, OTHER_OFFICER))) == [200, 200]
    assert {room.force.officer(id).job for id in (OFFICER, OTHER_OFFICER)} == jobs


def test_a_double_click_claims_once_and_says_so_twice(room: Room):
    reference = room.force.bring("queued")
    clicks = [room.button(OFFICER, "job.claim", reference) for _ in range(2)]
    assert at_once(room, *clicks) == [200, 200]
    assert room.force.incident(reference).officer == OFFICER
    assert len(room.told(OFFICER)) == 2
    assert all(reference in said or "yours already" in json.dumps(room.slack.private) for said in room.told(OFFICER))


def test_the_same_press_twice_is_one_command(room: Room):
    """The network between, not the finger: the payload comes again, letter by letter."""
    room.force.bring("queued")
    room.force.bring("queued")
    payload = room.button(OFFICER, "queue.claim_next")
    for _ in range(3):
        room.send(payload)
    held = room.force.officer(OFFICER).job
    assert held and room.told(OFFICER) == [room.told(OFFICER)[0]] * 3
    assert room.force.incident(held).version == 4  # reported, offered, triaged, claimed


def test_the_same_form_twice_is_one_command(room: Room):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    payload = p.submit(view, {"result": "no_answer"}, user=account(OFFICER))
    assert at_once(room, payload, payload) == [200, 200]
    assert room.force.incident(reference).contacts == 1
    assert room.told(OFFICER) == [room.told(OFFICER)[0]] * 2


def test_the_same_command_twice_is_one_command(room: Room):
    jobs = [room.force.bring("queued"), room.force.bring("queued")]
    payload = room.ready(p.typed("next", user=account(OFFICER)), OFFICER)
    said = [room.send(payload).body["text"] for _ in range(2)]
    assert said[0] == said[1]
    assert [room.force.incident(each).officer for each in jobs].count(OFFICER) == 1


def test_a_form_that_opens_twice_is_opened_by_the_first(room: Room):
    """The trigger is good for one form; the second press says what to do."""
    reference = room.force.bring("claimed")
    payload = room.button(OFFICER, "job.contact", reference)
    room.send(payload)
    room.send(payload)
    assert len(room.slack.views) == 1
    assert "too slow" in room.told(OFFICER)[-1]


@pytest.mark.parametrize("event", ["home", "link"])
def test_an_event_that_slack_sends_again_changes_nothing(room: Room, event: str):
    reference = room.force.bring("claimed")
    url = f"https://{room.force.policy.link.domain}/job/{reference}"
    payload = p.home_opened(user=account(OFFICER)) if event == "home" else p.links_shared(url, user=account(OFFICER))
    rows = dict(room.force.table.rows)
    for number in range(3):
        again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"} if number else {}
        assert room.send(payload, **again).status == 200
    assert room.force.table.rows == rows
    first, *others = [call.sent for call in room.slack.calls]
    assert others == [first, first]
