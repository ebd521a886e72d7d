"""Statements over HTTP: the officer's side by token, the victim's by the link."""

from hashlib import sha256

import pytest

from tests.contract import seeds
from tests.contract.desk import Desk, path

SAID = "Test: the window was open."
DRAFT = {"kind": "mg11", "text": SAID, "particulars": {"name": "Test Person-Ash"}}


class Taken:
    """A statement between an officer and a victim."""

    def __init__(self, desk: Desk, status: str = "in_call") -> None:
        self.desk, self.reference = desk, seeds.an_incident_at(desk, status)
        self.who, self.token = seeds.officer(status), desk.link(self.reference)

    def staff(self, *parts: str, method: str = "POST", body=None, who=None, **more):
        where = path("incidents", self.reference, *parts)
        return self.desk.call(method, where, body, sub=who or self.who, scopes="staff", **more)

    def victim(self, what: str, **body):
        return self.desk.call("POST", f"/v1/links/{what}", {"token": self.token} | body)

    def written(self) -> dict:
        answer = self.staff("statements", body=DRAFT)
        assert answer.status == 200, answer.body
        return answer.body

    def locked(self) -> dict:
        written = self.written()
        assert self.staff("commands", "show_statement", body={"number": 1}).status == 200
        assert self.staff("commands", "lock_statement", body={"number": 1, "sha256": written["sha256"]}).status == 200
        return written

    def sign(self, hashed: str, **more):
        return self.victim("sign", number=1, sha256=hashed, name="Test Person-Ash", **more)


@pytest.fixture
def taken(desk: Desk) -> Taken:
    return Taken(desk)


def test_the_kinds_are_the_forces(desk):
    desk.staff("PC2214", "officer")
    kinds = desk.call("GET", "/v1/statement_kinds", sub="PC2214", scopes="staff").body["kinds"]
    assert {each["kind"] for each in kinds} == {"mg11", "vps"}
    assert "name" in kinds[0]["particulars"]


def test_from_the_first_word_to_the_signature(taken):
    assert taken.victim("statement").body == {"statement": None}
    written = taken.locked()

    shown = taken.victim("statement").body["statement"]
    assert sha256(shown["document"].encode()).hexdigest() == shown["sha256"] == written["sha256"]
    assert SAID in shown["document"]

    assert taken.sign(shown["sha256"], drawing="M1 1 L2 2").status == 200
    (line,) = taken.staff("statements", method="GET").body["statements"]
    assert (line["state"], line["edition"], "signed_at" in line) == ("signed", 1, True)


def test_signing_twice_a_changed_text_and_a_forged_hash_are_refused(taken):
    written = taken.locked()
    assert (taken.sign("f" * 64).status, taken.sign("f" * 64).body["code"]) == (409, "statement_changed")

    changed = taken.staff("statements", body=DRAFT | {"text": SAID + " And the door.", "number": 1}).body
    assert taken.sign(written["sha256"]).body["code"] == "statement_changed"
    assert taken.sign(changed["sha256"]).body["code"] == "statement_not_locked"

    taken.staff("commands", "show_statement", body={"number": 1})
    taken.staff("commands", "lock_statement", body={"number": 1, "sha256": changed["sha256"]})
    assert taken.sign(changed["sha256"]).status == 200
    assert taken.sign(changed["sha256"]).body["code"] == "already_signed"


def test_the_victim_says_that_something_is_not_right(taken):
    taken.written()
    taken.staff("commands", "show_statement", body={"number": 1})
    assert taken.victim("statement_wrong", number=1, note="Test: it was the door").status == 200
    assert taken.victim("statement").body == {"statement": None}


@pytest.mark.parametrize("what", ["statement", "statement_wrong", "sign"])
def test_after_closing_the_link_opens_nothing_of_it(taken, what):
    written = taken.locked()
    assert taken.staff("commands", "close").status == 200

    fields = {"statement": {}, "statement_wrong": {"number": 1}}.get(
        what, {"number": 1, "sha256": written["sha256"], "name": "Test Person-Ash"}
    )
    answer = taken.victim(what, **fields)

    assert (answer.status, answer.body["code"]) == (410, "link_closed")


@pytest.mark.parametrize("what", ["show_statement", "lock_statement"])
def test_after_closing_the_officer_shows_and_locks_nothing(taken, what):
    written = taken.locked()
    taken.staff("commands", "close")
    fields = {"number": 1} | ({"sha256": written["sha256"]} if what == "lock_statement" else {})
    assert taken.staff("commands", what, body=fields).status == 409


def test_the_words_are_composed_by_the_service_alone(taken):
    answer = taken.staff("commands", "write_statement", body={"kind": "mg11", "document": "{}", "sha256": "0" * 64})
    assert (answer.status, answer.body["code"]) == (404, "unknown_command")


def test_reading_is_for_those_who_may_and_says_why(taken):
    taken.written()
    taken.desk.staff("PC2215", "officer")
    taken.desk.staff("PS1101", "sergeant")
    assert taken.staff("statements", "1", "read").body["number"] == 1
    other = taken.staff("statements", "1", "read", who="PC2215")
    assert (other.status, other.body["code"]) == (403, "not_holder")
    sergeant = taken.staff("statements", "1", "read", who="PS1101")
    assert (sergeant.status, sergeant.body["code"]) == (422, "why_missing")


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999", "1e3"])
def test_a_number_that_is_none(taken, number):
    assert taken.staff("statements", number, "read").status == 404


def test_there_is_no_paper_before_the_signature(taken):
    taken.locked()
    answer = taken.staff("statements", "1", "pdf")
    assert (answer.status, answer.body["code"]) == (409, "not_printed")


@pytest.mark.parametrize(
    "drawing", ["", "M1 1", "M1 1 L99999 1", "M1 1 C2 2", "<svg onload=alert(1)>", "M1 1" + " L2 2" * 5000], ids=range(6)
)
def test_a_drawing_that_is_none_is_refused_and_nothing_is_signed(taken, drawing):
    written = taken.locked()
    assert taken.sign(written["sha256"], drawing=drawing).status == 422
    assert taken.staff("statements", method="GET").body["statements"][0]["state"] == "locked"


def test_templates_and_lists_are_for_the_forces_own_people(desk, taken):
    for where in ("/v1/statement_kinds", path("incidents", taken.reference, "statements")):
        answer = desk.call("GET", where, sub="PC0404", scopes="staff")
        assert (answer.status, answer.body["code"]) == (403, "not_on_roster")
    assert desk.call("GET", path("incidents", taken.reference, "statements"), sub="reader", scopes="read").status == 200
