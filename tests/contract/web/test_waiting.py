"""What the page learns while the victim waits, and what they can ask for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from chalicelib.service.guessing import TOKENS
from chalicelib.service.standing import LONG
from chalicelib.web.words import languages, words
from tests.contract import seeds
from tests.contract.desk import Answer, Desk, path

UNKNOWN = "ByEhcnxQ6KmvAqr5DGb27W"


def ask(desk: Desk, tap: str, token: str, address: str = "192.0.2.1", **more: object) -> Answer:
    return desk.call("POST", f"/v1/links/{tap}", {"token": token} | more, headers={"X-Test-Address": address})


def waiting(desk: Desk, status: str = "link_sent") -> tuple[str, str]:
    name = seeds.an_incident_at(desk, status)
    return name, desk.link(name)


def seen(desk: Desk, name: str) -> dict:
    return desk.call("GET", path("incidents", name), scopes="read personal").body


# --- the state ----------------------------------------------------------------------------------------------------------------


def test_looking_changes_nothing_however_often(desk: Desk):
    _, token = waiting(desk)
    rows = dict(desk.table.rows)
    for _ in range(5):
        assert ask(desk, "state", token).status == ask(desk, "times", token).status == 200
    assert desk.table.rows == rows


def test_before_and_after_joining(desk: Desk):
    name, token = waiting(desk)
    first = ask(desk, "state", token).body
    assert (first["status"], first["joined"], first["expect"], first["reference"]) == ("waiting", False, "soon", name)
    ask(desk, "join", token, safe=True)
    assert ask(desk, "state", token).body["joined"] is True
    assert seen(desk, name)["timeline"][-2]["details"] == {"safe": True}
    seeds.give(desk, name, seeds.c.OfficerJoin(), seeds.officer("link_sent"))
    after = ask(desk, "state", token).body
    assert (after["status"], after["expect"]) == ("in_call", "officer")


def test_who_paused(desk: Desk):
    name, token = waiting(desk, "in_call")
    ask(desk, "pause", token)
    assert ask(desk, "state", token).body["paused_by"] == "victim"
    ask(desk, "resume", token)
    seeds.give(desk, name, seeds.c.Pause("evidence_review"), seeds.officer("in_call"))
    assert ask(desk, "state", token).body["paused_by"] == "police"


def test_a_long_wait_is_said_to_be_long_and_is_asked_about_less_often(desk: Desk):
    _, token = waiting(desk)
    ask(desk, "join", token)
    soon = ask(desk, "state", token).body
    desk.clock.forward(LONG)
    late = ask(desk, "state", token).body
    assert ("long" in soon, late["long"]) == (False, True)
    assert late["again_in"] > soon["again_in"]


def test_the_page_says_how_long_a_long_wait_is():
    for language in languages():
        assert f" {LONG // timedelta(minutes=1)} " in words(language)["waiting.soon"], language


def test_at_night_the_page_says_when_somebody_works_again(desk: Desk):
    _, token = waiting(desk)
    desk.clock.forward(timedelta(hours=13))
    said = ask(desk, "state", token).body
    assert (said["expect"], said["at"]) == ("opens", "2026-11-19T08:00:00Z")


def test_the_dates_that_are_promised_are_the_policys(desk: Desk):
    _, token = waiting(desk)
    # Wednesday 10:05: reviewed within 24 hours, told by the end of the fifth working day after that
    assert ask(desk, "state", token).body["promised"] == {"review": "2026-11-19T10:05:00Z", "told": "2026-11-26T23:59:59Z"}


def test_an_emergency_looks_like_nothing(desk: Desk):
    _, token = waiting(desk)
    ask(desk, "join", token)
    before = ask(desk, "state", token).body
    ask(desk, "escalate", token)
    assert ask(desk, "state", token).body == before


def test_two_reads_for_each_look(desk: Desk):
    _, token = waiting(desk)
    desk.table.calls.clear()
    ask(desk, "state", token)
    assert desk.table.calls == ["get", "get"]


@pytest.mark.parametrize("status", ["call_closed", "returned", "closed"])
def test_a_link_that_is_over_says_no_more_than_any_other(desk: Desk, status: str):
    name = seeds.an_incident_at(desk, "call_closed" if status == "returned" else status)
    said = ask(desk, "state", desk.link(name))
    assert (said.status, said.body["detail"]) == (410, "This link is closed.")


def test_an_expired_link_is_closed_unless_the_call_goes_on(desk: Desk):
    _, token = waiting(desk)
    going_on = desk.link(seeds.an_incident_at(desk, "in_call"))
    desk.clock.forward(timedelta(hours=73))
    assert ask(desk, "state", token).status == 410
    assert ask(desk, "state", going_on).status == 200


# --- what is asked and told ---------------------------------------------------------------------------------------------------


def test_another_time_is_chosen_from_those_that_are_offered_and_reaches_the_officer(desk: Desk):
    name, token = waiting(desk)
    times = ask(desk, "times", token).body["times"]
    assert ask(desk, "ask", token, what="another_time", at=times[1], note="Test: my sister is here.").body == {"status": "waiting"}
    assert ask(desk, "state", token).body["sent"] == "another_time"
    incident = seen(desk, name)
    assert (incident["asked"]["what"], incident["asked"]["wanted"]) == ("another_time", times[1])
    assert "Test: my sister is here." in incident["texts"].values()


def test_a_time_at_which_nobody_works_is_refused_with_its_sentence(desk: Desk):
    _, token = waiting(desk)
    said = ask(desk, "ask", token, what="another_time", at="2026-11-19T03:00:00Z")
    assert (said.status, said.code) == (422, "outside_hours")


def test_needs_are_told_and_shown(desk: Desk):
    name, token = waiting(desk)
    ask(desk, "needs", token, needs=["interpreter", "hearing"], accompanied=True, companion="Test: my mother, Test Person-Elm.")
    said = ask(desk, "state", token).body
    assert (said["needs"], said["accompanied"]) == (["interpreter", "hearing"], True)
    incident = seen(desk, name)
    assert (incident["needs"], incident["accompanied"]) == (["interpreter", "hearing"], True)
    assert "Test: my mother, Test Person-Elm." in incident["texts"].values()
    assert "Elm" not in str(desk.call("GET", path("incidents", name), scopes="read").body)


# --- guessing -----------------------------------------------------------------------------------------------------------------


def test_too_many_wrong_tokens_are_stopped_and_a_right_one_works(desk: Desk):
    _, token = waiting(desk)
    answers = [ask(desk, "state", UNKNOWN).status for _ in range(TOKENS.each + 2)]
    assert answers == [404] * TOKENS.each + [429] * 2
    assert ask(desk, "join", token).status == 200
    # another address is not stopped, and after a while nobody is
    assert ask(desk, "state", UNKNOWN, "192.0.2.2").status == 404
    desk.clock.forward(TOKENS.window)
    assert ask(desk, "state", UNKNOWN).status == 404


def test_a_closed_link_counts_like_an_unknown_one(desk: Desk):
    closed = desk.link(seeds.an_incident_at(desk, "call_closed"))
    answers = [ask(desk, what, closed).status for what in ("state", "join") * (TOKENS.each // 2)]
    assert answers == [410] * TOKENS.each
    assert ask(desk, "state", closed).status == ask(desk, "state", UNKNOWN).status == 429


def test_many_addresses_together_are_stopped_too(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chalicelib.api.by_link.TOKENS", type(TOKENS)(each=5, all=20, window=TOKENS.window))
    answers = [ask(desk, "state", UNKNOWN, f"192.0.2.{n}").status for n in range(25)]
    assert answers == [404] * 20 + [429] * 5


def test_unknown_closed_and_too_many_cost_the_same_whichever_it_was(desk: Desk):
    closed = desk.link(seeds.an_incident_at(desk, "call_closed"))
    costs = []
    for what in ("state", "join"):
        for token in (UNKNOWN, closed):
            desk.table.calls.clear()
            ask(desk, what, token)
            costs.append(list(desk.table.calls))
    assert costs == [["get", "get", "get", "commit"]] * 4


def test_what_is_counted_holds_no_address_and_goes_by_itself(desk: Desk):
    ask(desk, "state", UNKNOWN, "198.51.100.77")
    rows = desk.table.all("GUESS#")
    assert len(rows) == 2
    assert all(row.expires is not None and row.expires > desk.clock.now.timestamp() for row in rows)
    assert "198.51" not in str(rows)


# --- the survey ---------------------------------------------------------------------------------------------------------------


def survey(desk: Desk, link_hash: str, **answers: object) -> Answer:
    return desk.call("POST", "/v1/links/survey", {"link_hash": link_hash, "answers": answers})


def hash_of(token: str) -> str:
    from hashlib import sha256

    return sha256(token.encode()).hexdigest()


def test_a_survey_is_kept_once_without_the_incident(desk: Desk):
    name, token = waiting(desk, "call_closed")
    assert survey(desk, hash_of(token), satisfied=5, again="video").body == {"thanks": True}
    assert survey(desk, hash_of(token), satisfied=1).body == {"thanks": True}
    (row,) = desk.table.all("SURVEY#dorset#2026-11-18")
    assert row.data == '{"survey":{"satisfied":5,"again":"video"}}'
    (mark,) = desk.table.all("SURVEYED#")
    assert (mark.data, mark.expires is not None) == (None, True)
    assert name not in f"{row}{mark}"


def test_nothing_in_the_table_leads_from_an_answer_to_an_incident(desk: Desk):
    # Given everything that is known of an incident: its reference, its link's token and hash, whoever took part
    name, token = waiting(desk, "call_closed")
    before = {part for row in desk.table.rows.values() for part in re.findall(r"[\w-]{6,}", str(row))} - {"dorset", "2026-11-18"}
    # When the victim answers
    survey(desk, hash_of(token), satisfied=5, again="video")
    # Then the answer shares nothing with any of it, and its key says only the force and the day
    (row,) = desk.table.all("SURVEY#")
    said = set(re.findall(r"[\w-]{6,}", f"{row.pk} {row.sk} {row.data}"))
    assert said & (before | {name, token, hash_of(token)}) == set()
    assert re.fullmatch("[0-9a-f]{16}", row.sk)


def test_answers_are_counted_in_the_metrics(desk: Desk):
    for n, satisfied in enumerate((5, 4, 4, 2, 1)):
        name = seeds.an_incident_at(desk, "call_closed", reference=f"20261118-{n}")
        survey(desk, hash_of(desk.link(name)), satisfied=satisfied, again="video")
    said = desk.call("GET", "/v1/metrics?from=2026-11-18&to=2026-11-18", scopes="metrics").body["victims_said"]
    assert (said["answers"], said["satisfied"]["numerator"], said["satisfied"]["denominator"]) == (5, 3, 5)
    assert said["would_choose_again"]["video"]["rate"] == 1.0
    assert said["easy"] is None


@pytest.mark.parametrize("status", ["link_sent", "in_call"])
def test_a_survey_before_the_end_or_of_nobody_is_thanked_for_and_not_kept(desk: Desk, status: str):
    _, token = waiting(desk, status)
    for pass_ in (hash_of(token), "0" * 64):
        assert survey(desk, pass_, satisfied=5).body == {"thanks": True}
    assert desk.table.all("SURVEY#") == []


def test_a_late_or_an_empty_survey_is_not_kept(desk: Desk):
    _, token = waiting(desk, "call_closed")
    assert survey(desk, hash_of(token)).status == 200
    desk.clock.forward(timedelta(days=15))
    assert survey(desk, hash_of(token), satisfied=5).status == 200
    assert desk.table.all("SURVEY#") == []


def test_the_hash_of_a_token_opens_nothing(desk: Desk):
    _, token = waiting(desk)
    assert ask(desk, "join", hash_of(token)).status == 404
