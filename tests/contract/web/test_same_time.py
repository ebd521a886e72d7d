"""A link that opens nothing: the same answer after the same calls, whatever is wrong with it. `make bench` measures the time."""

from __future__ import annotations

import pytest

from tests.builders import policy
from tests.contract import seeds
from tests.contract.desk import Answer, Desk

TAPS = ["join", "pause", "resume", "change_mind", "needs", "state", "times", "escalate"]
UNKNOWN = "ByEhcnxQ6KmvAqr5DGb27W"


def tap(desk: Desk, command: str, token: str, key: str = "") -> tuple[Answer, list[str]]:
    """The answer, and the calls it took."""
    headers = {"Idempotency-Key": key} if key else {}
    desk.table.calls.clear()
    answer = desk.call("POST", f"/v1/links/{command}", {"token": token}, headers=headers)
    return answer, list(desk.table.calls)


def links(desk: Desk) -> dict[str, str]:
    """One of each kind that opens nothing any more."""
    closed = desk.link(seeds.an_incident_at(desk, "call_closed", reference="20261118-1"))
    seeds.an_incident_at(desk, "link_sent", reference="20261118-2")
    replaced = desk.link("20261118-2")
    seeds.give(desk, "20261118-2", seeds.c.SendLink(), seeds.officer("link_sent"))
    expired = desk.link(seeds.an_incident_at(desk, "link_sent", reference="20261118-3"))
    desk.clock.forward(policy().link.lifetime)
    return {"closed": closed, "replaced": replaced, "expired": expired}


@pytest.mark.parametrize("key", ["", "a-key-of-somebodys"])
@pytest.mark.parametrize("command", TAPS)
def test_each_kind_takes_the_same_calls(desk: Desk, command: str, key: str):
    tokens = links(desk)
    if command == "escalate":  # a cry for help counts, also with a link that has run out
        del tokens["expired"]
    _, unknown = tap(desk, command, UNKNOWN, key)
    for kind, token in tokens.items():
        answer, calls = tap(desk, command, token, key)
        assert (kind, answer.status, calls) == (kind, 410, unknown)
    # the link, the incident, then the count of wrong ones and one more; under a key a look at what was done under it
    looks = 1 if key and command not in ("state", "times") else 0
    assert unknown == ["get", "get", *["get"] * looks, "get", "commit"]


@pytest.mark.parametrize("command", set(TAPS) - {"escalate"})
def test_closed_replaced_and_expired_say_the_same(desk: Desk, command: str):
    said = [tap(desk, command, token)[0].body for token in links(desk).values()]
    assert said == [said[0]] * 3
    assert (said[0]["code"], said[0]["detail"]) == ("link_closed", "This link is closed.")


def test_too_many_wrong_ones_are_turned_away_alike(desk: Desk):
    closed = links(desk)["closed"]
    for _ in range(40):
        tap(desk, "join", UNKNOWN)
    unknown, gone = tap(desk, "join", UNKNOWN), tap(desk, "join", closed)
    assert (unknown[0].status, unknown[0].body, unknown[1]) == (gone[0].status, gone[0].body, gone[1])
    assert gone[0].status == 429
