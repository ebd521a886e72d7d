"""The same twice: the first result. The same key for something else, or the same report with another body: a conflict."""

from __future__ import annotations

import pytest

from tests.builders import IDS, OFFICER, OTHER_OFFICER, REFERENCE, a_report
from tests.contract import seeds
from tests.contract.desk import Answer, Desk, path


def twice(desk: Desk, method: str, address: str, body=None, **asked) -> tuple[Answer, Answer]:
    headers = {"Idempotency-Key": "try 1"}
    return tuple(desk.call(method, address, body, headers=headers, **asked) for _ in range(2))


def test_the_same_report_twice_gets_the_first_answer(desk: Desk):
    first, second = (desk.call("POST", "/v1/incidents", a_report(), scopes="report") for _ in range(2))
    assert (second.status, second.body) == (first.status, first.body) == (201, first.body)


def test_a_late_repeat_of_a_report_still_gets_the_first_answer(desk: Desk):
    first = desk.call("POST", "/v1/incidents", a_report(), scopes="report")
    desk.call("POST", path("incidents", REFERENCE, "recall"), {"reason": "attended"}, scopes="update")
    assert desk.call("POST", "/v1/incidents", a_report(), scopes="report").body == first.body


def test_the_same_report_with_another_body_is_a_conflict(desk: Desk):
    desk.call("POST", "/v1/incidents", a_report(), scopes="report")
    answer = desk.call("POST", "/v1/incidents", a_report(summary="Test: something else."), scopes="report")
    assert (answer.status, answer.code) == (409, "reference_in_use")


@pytest.mark.parametrize(
    ("at", "command", "body", "who"),
    [
        ("queued", "claim", None, OFFICER),
        ("claimed", "record_contact", {"result": "no_answer", "note": "Test."}, "holder"),
        ("claimed", "send_link", {}, "holder"),
        ("queued", "update", {"text": "Test."}, IDS["spoc"]),
        ("in_review", "review", {"decision": "desk_enquiries", "plan": "Test."}, IDS["sergeant"]),
    ],
)
def test_a_command_under_one_key_is_done_once(desk: Desk, at: str, command: str, body, who: str):
    desk.usual_staff()
    name = seeds.an_incident_at(desk, at)
    sub = seeds.officer(at) if who == "holder" else who
    before = len(desk.table.all(f"INC#dorset#{name}"))
    first = desk.call(
        "POST", path("incidents", name, "commands", command), body, sub=sub, scopes="staff", headers={"Idempotency-Key": "k"}
    )
    after = len(desk.table.all(f"INC#dorset#{name}"))
    second = desk.call(
        "POST", path("incidents", name, "commands", command), body, sub=sub, scopes="staff", headers={"Idempotency-Key": "k"}
    )
    assert first.status == second.status == 200, (first, second)
    assert first.body == second.body
    assert before < after == len(desk.table.all(f"INC#dorset#{name}"))


def test_without_a_key_a_repeat_is_a_new_command(desk: Desk):
    desk.usual_staff()
    name = seeds.an_incident_at(desk, "queued")
    versions = [
        desk.call("POST", path("incidents", name, "updates"), {"text": "Test."}, scopes="update").body["version"] for _ in range(2)
    ]
    assert versions[1] == versions[0] + 1


def test_a_claim_repeated_after_the_queue_has_emptied_gets_the_first_job(desk: Desk):
    desk.usual_staff()
    seeds.an_incident_at(desk, "queued")
    first, second = twice(desk, "POST", "/v1/queue/claim", sub=OFFICER, scopes="staff")
    assert (first.status, second.body) == (200, first.body)
    other = desk.call("POST", "/v1/queue/claim", sub=OTHER_OFFICER, scopes="staff", headers={"Idempotency-Key": "try 1"})
    assert (other.status, other.code) == (404, "queue_empty")


def test_a_key_counts_for_its_caller_only(desk: Desk):
    name = seeds.an_incident_at(desk, "queued")
    body = {"text": "Test."}
    first, _ = twice(desk, "POST", path("incidents", name, "updates"), body, scopes="update", sub="cad-1")
    other, _ = twice(desk, "POST", path("incidents", name, "updates"), body, scopes="update", sub="cad-2")
    assert other.body["version"] == first.body["version"] + 1


def test_a_key_used_for_something_else_is_a_conflict(desk: Desk):
    name = seeds.an_incident_at(desk, "queued")
    headers = {"Idempotency-Key": "k"}
    desk.call("POST", path("incidents", name, "updates"), {"text": "Test."}, scopes="update", headers=headers)
    for address, body in (
        (path("incidents", name, "updates"), {"text": "Another test."}),
        (path("incidents", name, "recall"), {"reason": "attended"}),
    ):
        answer = desk.call("POST", address, body, scopes="update", headers=headers)
        assert (answer.status, answer.code) == (409, "command_id_reused")


def test_a_shift_under_one_key_is_started_once(desk: Desk):
    desk.staff("PC0001", "officer", duty="off")
    first, second = twice(desk, "POST", "/v1/officers/PC0001/shift", {"action": "start"}, sub="PC0001", scopes="staff")
    assert (first.status, second.status, second.body) == (200, 200, first.body)
    without = desk.call("POST", "/v1/officers/PC0001/shift", {"action": "start"}, sub="PC0001", scopes="staff")
    assert (without.status, without.code) == (409, "wrong_duty")
    reused = desk.call(
        "POST", "/v1/officers/PC0001/shift", {"action": "end"}, sub="PC0001", scopes="staff", headers={"Idempotency-Key": "try 1"}
    )
    assert reused.code == "command_id_reused"


def test_a_roster_entry_twice_is_the_same_entry(desk: Desk):
    body = {"name": "Test Officer-Hazel", "roles": ["officer"], "team": "A"}
    first, second = twice(desk, "PUT", "/v1/officers/PC0002", body, scopes="roster")
    assert (first.status, second.status, second.body) == (200, 200, first.body)
    events = desk.table.all("OFFICER#dorset#PC0002")
    desk.call("PUT", "/v1/officers/PC0002", body, scopes="roster")
    assert desk.table.all("OFFICER#dorset#PC0002") == events


def test_the_victims_tap_counts_once(desk: Desk):
    name = seeds.an_incident_at(desk, "link_sent")
    body = {"token": desk.link(name)}
    first, second = twice(desk, "POST", "/v1/links/change_mind", body)
    assert (first.status, first.body) == (second.status, second.body) == (200, {"status": "ended"})
    assert desk.call("POST", "/v1/links/change_mind", body).status == 410
