"""One incident through the whole flow, by the API alone."""

from __future__ import annotations

from tests.builders import IDS, OFFICER, REFERENCE, SERGEANT, a_report, answers
from tests.contract.desk import Desk, path

ALL_YES = dict.fromkeys(answers().__struct_fields__, True)


def give(desk: Desk, command: str, body: dict | None = None, sub: str = OFFICER) -> dict:
    answer = desk.call("POST", path("incidents", REFERENCE, "commands", command), body, sub=sub, scopes="staff")
    assert answer.status == 200, answer
    return answer.body


def test_a_report_becomes_a_reviewed_and_closed_incident(desk: Desk):
    # Given a roster
    desk.usual_staff()
    # When a report comes in and the victim accepts
    reported = desk.call("POST", "/v1/incidents", a_report(), scopes="report")
    assert reported.status == 201
    assert reported.body["prompt"]["script"]
    offered = desk.call(
        "POST", path("incidents", REFERENCE, "offer"), {"made": True, "accepted": True, "answers": ALL_YES}, scopes="report"
    )
    assert (offered.status, offered.body["eligible"], offered.body["status"]) == (200, True, "in_triage")
    # and the staff do their part
    assert give(desk, "triage", {"suitable": True}, SERGEANT)["status"] == "queued"
    claimed = desk.call("POST", "/v1/queue/claim", sub=OFFICER, scopes="staff")
    assert (claimed.status, claimed.body["officer"]) == (200, OFFICER)
    assert give(desk, "send_link")["status"] == "link_sent"
    assert give(desk, "officer_join")["status"] == "link_sent"
    joined = desk.call("POST", "/v1/links/join", {"token": desk.link(REFERENCE)})
    assert (joined.status, joined.body) == (200, {"status": "in_call"})
    assert give(desk, "close")["status"] == "call_closed"
    assert give(desk, "submit", {"summary": "Test: no lines of enquiry left."})["status"] == "in_review"
    assert give(desk, "review", {"decision": "finalise"}, IDS["sergeant"])["status"] == "finalised"
    # Then the victim is told, and the incident is closed
    assert give(desk, "tell_victim", {"how": "phone"})["status"] == "closed"


def test_health_asks_for_no_token(desk: Desk):
    assert desk.call("GET", "/health").body == {"status": "ok"}
