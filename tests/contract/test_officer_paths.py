"""The paths of the officer's page: the job to its holder, details and texts once their showing is logged, and to nobody else."""

from __future__ import annotations

import json

import pytest

from chalicelib.service.sealed import KINDS
from tests.builders import a_report
from tests.contract import seeds, tokens
from tests.contract.desk import Answer, Desk, path

HOLDER, OTHER = seeds.officer("in_call"), "PC2215"
PERSON = a_report()["victim"]["name"]


@pytest.fixture
def name(desk: Desk) -> str:
    desk.usual_staff()
    return seeds.an_incident_at(desk, "in_call")


def ask(desk: Desk, name: str, what: str, body: dict | None = None, sub: str = HOLDER, **more: str) -> Answer:
    method = "GET" if what == "job" else "POST"
    return desk.call(method, path("incidents", name, what), body, sub=sub, scopes=more.get("scopes", "staff read"))


def showings(desk: Desk, name: str) -> list[str]:
    found = desk.call("GET", path("incidents", name), sub=HOLDER, scopes="read").body["timeline"]
    return [each["by"] for each in found if each["event"] == "DetailsShown"]


# --- the job ------------------------------------------------------------------------------------------------------------------


def test_the_holder_sees_how_it_stands_in_one_read(desk: Desk, name: str):
    before = len(desk.table.calls)
    found = ask(desk, name, "job").body
    assert len(desk.table.calls) - before == 1
    assert (found["mine"], found["you"], found["officer"], found["room"]) == (True, HOLDER, HOLDER, "in_call")
    assert found["link"]["open"] is True
    assert {"victim_joined_at", "officer_joined_at", "started_at"} <= set(found["call"])
    assert "required" not in found


def test_what_the_checklist_has_to_answer_is_the_policys(desk: Desk):
    other = seeds.an_incident_at(desk, "in_call", reference="2026/abuse", type="domestic_abuse")
    assert ask(desk, other, "job").body["required"] == ["da_risk_assessment"]


@pytest.mark.parametrize("sub", [OTHER, "PS1101"])
def test_somebody_else_learns_who_holds_it_and_how_far_it_is_and_no_more(desk: Desk, name: str, sub: str):
    found = ask(desk, name, "job", sub=sub).body
    assert found == {"reference": name, "status": "in_call", "you": sub, "mine": False, "officer": HOLDER}


def test_an_unknown_job_and_somebody_who_is_not_on_the_roster(desk: Desk, name: str):
    assert ask(desk, "2026/none", "job").code == "unknown_incident"
    assert ask(desk, name, "job", sub="PC0404").code == "not_on_roster"
    desk.staff("PC0405", "officer", active=False)
    assert ask(desk, name, "job", sub="PC0405").code == "not_on_roster"
    assert ask(desk, name, "job", scopes="read").code == "missing_scope"


def test_of_another_force_there_is_nothing(desk: Desk, name: str):
    desk.staff(HOLDER, "officer", force="wessexshire")
    answer = desk.call("GET", path("incidents", name, "job"), sub=HOLDER, scopes="staff", force="wessexshire")
    assert answer.code == "unknown_incident"


def test_ones_own_job(desk: Desk, name: str):
    assert desk.call("GET", "/v1/job", sub=HOLDER, scopes="staff").body == {"you": HOLDER, "reference": name}
    assert desk.call("GET", "/v1/job", sub=OTHER, scopes="staff").body == {"you": OTHER}
    assert desk.call("GET", "/v1/job", sub="PC0404", scopes="staff").code == "not_on_roster"


# --- the victim's details -----------------------------------------------------------------------------------------------------


def test_the_details_are_shown_once_the_showing_is_logged(desk: Desk, name: str):
    answer = ask(desk, name, "details", {})
    assert answer.body["person"]["victim"]["name"] == PERSON
    assert showings(desk, name) == [HOLDER]


def test_an_officer_who_does_not_hold_the_job_sees_nothing_and_nothing_is_logged(desk: Desk, name: str):
    answer = ask(desk, name, "details", {"why": "Test: curious."}, sub=OTHER)
    assert answer.code == "not_holder"
    assert PERSON not in json.dumps(answer.body)
    assert showings(desk, name) == []


def test_a_sergeant_says_why_where_the_force_wants_it(desk: Desk, name: str):
    assert ask(desk, name, "details", {}, sub="PS1101").code == "why_missing"
    assert showings(desk, name) == []
    assert ask(desk, name, "details", {"why": "Test: a complaint."}, sub="PS1101").status == 200
    assert showings(desk, name) == ["PS1101"]


@pytest.mark.parametrize("body", [{"reason": "x"}, {"why": ""}, {"why": 7}])
def test_a_wrong_body_shows_and_logs_nothing(desk: Desk, name: str, body: dict):
    assert ask(desk, name, "details", body).code == "invalid_body"
    assert showings(desk, name) == []


# --- one text -----------------------------------------------------------------------------------------------------------------


def test_an_update_by_its_number(desk: Desk, name: str):
    for text in ("Test: the first.", "Test: the second."):
        seeds.give(desk, name, seeds.c.Update(text), "SPOC01")
    assert ask(desk, name, "words", {"what": "update", "number": 1}).body["texts"] == ["Test: the first."]
    newest = ask(desk, name, "words", {"what": "update"}).body
    assert (newest["texts"], newest["by"]) == (["Test: the second."], "SPOC01")
    assert showings(desk, name) == [HOLDER, HOLDER]


def test_what_was_never_written_is_not_logged(desk: Desk, name: str):
    assert ask(desk, name, "words", {"what": "summary"}).code == "nothing_written"
    assert showings(desk, name) == []


@pytest.mark.parametrize("body", [{}, {"what": "everything"}, {"what": "update", "number": 0}, {"what": "updates\n"}])
def test_what_there_is_no_kind_of_is_refused(desk: Desk, name: str, body: dict):
    assert ask(desk, name, "words", body).code == "invalid_body"


def test_every_kind_is_one_that_the_guide_names():
    from pathlib import Path

    guide = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in guide] == []


# --- the token ----------------------------------------------------------------------------------------------------------------


def test_an_id_token_does_not_pass_as_an_access_token(desk: Desk, name: str):
    """It is made out to the page (`aud` is the client), by the same provider with the same key, for the same person."""
    id_token = tokens.token(HOLDER, "staff read", aud=tokens.CLIENT, nonce="test", azp=tokens.CLIENT)
    for what in ("job", "details"):
        answer = desk.call("GET" if what == "job" else "POST", path("incidents", name, what), token=id_token)
        assert (answer.status, answer.code) == (401, "token_invalid")
        assert "another audience" in answer.body["detail"]
    assert showings(desk, name) == []
