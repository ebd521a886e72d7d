"""Who may do what: every scope against every operation, every role against every command; each refusal leaves a line."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from chalicelib.api.operation import Operation
from chalicelib.api.routes import Api
from chalicelib.api.scopes import ROLES, SCOPES
from chalicelib.api.staff import staff_commands
from chalicelib.domain.rules import RULES
from chalicelib.domain.words import Role
from tests.builders import IDS, REFERENCE, a_report
from tests.contract import seeds
from tests.contract.desk import Answer, Desk, path

STAFF = [Role.OFFICER, Role.SERGEANT, Role.SPOC, Role.CALL_HANDLER, Role.RECORDS, Role.ANALYST, Role.ADMINISTRATOR]
#: A body that is well formed, for each command that needs one.
BODIES: dict[str, Any] = {
    "offer": {"made": True},
    "update": {"text": "Test."},
    "recall": {"reason": "attended"},
    "outcome": {"kind": "arrest"},
    "triage": {"suitable": True},
    "reassign": {"officer": "PC2215"},
    "release": {"reason": "called_away"},
    "record_contact": {"result": "spoke"},
    "make_appointment": {"at": "2026-11-18T15:00:00Z"},
    "reassess_risk": {"result": "unchanged"},
    "tick_checklist": {"items": {"vna": "done"}},
    "submit": {"summary": "Test."},
    "review": {"decision": "finalise"},
    "record_dip_sample": {
        "contact_within_target": "yes",
        "victim_suitably_treated": "yes",
        "record_complete": "no",
        "safeguarding_considered": "not_applicable",
        "right_decision": "yes",
        "satisfactory": True,
    },
    "pause_review": {"reason": "evidence_to_come"},
    "tell_victim": {"how": "phone"},
    "return_to_dispatch": {"reason": "not_reachable"},
    "escalate": {"reason": "threat"},
    "acknowledge_update": {"update": 1},
    "advise": {"text": "Test."},
    "consult": {"why": "Test."},
    "officer_room": {"page": "q1W2e3R4t5Y6u7I8o9P0-_"},
    "officer_say": {"page": "q1W2e3R4t5Y6u7I8o9P0-_", "n": 1, "text": "Test."},
    "officer_media": {"page": "q1W2e3R4t5Y6u7I8o9P0-_"},
    "show_statement": {"number": 1},
    "lock_statement": {"number": 1, "sha256": "0" * 64},
    "write_statement": {"kind": "mg11", "text": "Test.", "particulars": {"name": "Test"}},
    "keep_recordings": {"group": "serious"},
    "add_file": {"name": "Test.jpg", "size": 4, "head": "/9j/4A=="},
    "add_file_parts": {"parts": []},
    "add_file_done": {"sha256": "0" * 64},
    "redact_recording": {"spans": [{"from": 0, "to": 1}]},
    "announce_object": {
        "take": "0" * 16,
        "n": 0,
        "sha256": "A" * 43 + "=",
        "size": 1,
        "began": 0,
        "ended": 1,
        "kind": "video/webm",
    },
}
OPERATIONS = [each for each in Api.all if each.scopes and "{command}" not in each.path]


def lines(caplog: pytest.LogCaptureFixture, logger: str = "evr.security") -> list[dict[str, Any]]:
    return [record.fields for record in caplog.records if record.name == logger]


@pytest.fixture(autouse=True)
def _listen(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("evr"), "propagate", True)
    caplog.set_level(logging.INFO, "evr")


def ask(desk: Desk, operation: Operation, scopes: str, sub: str = "cad") -> Answer:
    address = operation.path.format(reference="nothing-here", id="PC0000", list="queue", number="1")
    body = BODIES.get(operation.command or operation.name)
    if operation.body is not None and body is None:
        body = {
            "report": a_report(),
            "put_officer": {"name": "Test", "roles": ["officer"]},
            "shift": {"action": "end"},
            "written": {"what": "update"},
        }.get(operation.name, {})
    query = "?from=2026-11-01&to=2026-11-18" if operation.name == "metrics" else ""
    return desk.call(operation.method, address + query, body, scopes=scopes, sub=sub)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_only_the_scopes_of_an_operation_open_it(desk: Desk, caplog: pytest.LogCaptureFixture, operation: Operation):
    desk.usual_staff()
    desk.staff("cad", *[role.value for role in STAFF])
    for scope in SCOPES:
        caplog.clear()
        answer = ask(desk, operation, scope)
        assert (answer.status == 403) is (scope not in operation.scopes), (scope, answer)
        if answer.status == 403:
            assert answer.code == "missing_scope"
            (line,) = lines(caplog)
            assert line == {"force": "dorset", "caller": "cad", "command": operation.asks, "code": "missing_scope"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_staff_scope_without_being_on_the_roster_opens_nothing(desk: Desk, operation: Operation):
    if "staff" in operation.scopes:
        answer = ask(desk, operation, "staff", sub="PC0404")
        assert answer.status in (403, 404), answer
        assert answer.code in ("not_on_roster", "not_permitted", "unknown_incident", "queue_empty")


@pytest.mark.parametrize("command", staff_commands())
def test_every_role_against_every_command(desk: Desk, caplog: pytest.LogCaptureFixture, command: str):
    """The domain walks roles and statuses; here it is held that HTTP neither adds to it nor takes from it."""
    desk.usual_staff()
    name = seeds.an_incident_at(desk, "reported")
    for role in STAFF:
        caplog.clear()
        answer = desk.call("POST", path("incidents", name, "commands", command), BODIES.get(command), sub=IDS[role], scopes="staff")
        may = role in RULES[staff_commands()[command]].roles
        assert (answer.status == 403 and answer.code == "not_permitted") is not may, (role, answer)
        if answer.status >= 400:
            assert lines(caplog) == [{"force": "dorset", "caller": IDS[role], "command": command, "code": answer.code}]


@pytest.mark.parametrize(
    "command", ["victim_join", "note_due", "record_delivery", "handover", "command", "CLAIM", "claim ", "..%2fclaim"]
)
def test_what_is_not_for_staff_is_no_command(desk: Desk, command: str):
    desk.usual_staff()
    answer = desk.call("POST", f"/v1/incidents/{REFERENCE}/commands/{command}", {}, sub=IDS["officer"], scopes="staff")
    assert (answer.status, answer.code) == (404, "unknown_command")


def test_somebody_who_left_has_no_roles(desk: Desk):
    name = seeds.an_incident_at(desk, "in_triage")
    desk.staff("PS0001", "sergeant", active=False)
    triage = desk.call("POST", path("incidents", name, "commands", "triage"), {"suitable": True}, sub="PS0001", scopes="staff")
    assert triage.status == 403
    assert desk.call("GET", "/v1/queue", sub="PS0001", scopes="staff").code == "not_on_roster"
    assert desk.call("POST", "/v1/officers/PS0001/shift", {"action": "end"}, sub="PS0001", scopes="staff").code == "not_on_roster"


def test_a_scope_gives_no_role_but_its_own(desk: Desk):
    """A token with many scopes acts under that of the operation: `report` does not let a system recall."""
    name = seeds.an_incident_at(desk, "queued")
    recalled = desk.call("POST", path("incidents", name, "recall"), BODIES["recall"], scopes="report outcome read")
    assert (recalled.status, recalled.code) == (403, "missing_scope")
    assert set(ROLES) < set(SCOPES)


def test_no_line_of_any_log_holds_a_person_or_a_token(desk: Desk, caplog: pytest.LogCaptureFixture):
    from tests.contract import tokens

    token = tokens.token("cad", "report")
    body = a_report(victim={"name": "Marker-Person"}, channel="Marker-Channel", summary="Marker-Summary")
    desk.call("POST", "/v1/incidents", body, token=token)
    desk.call("POST", "/v1/incidents", a_report(victim={"name": "Marker-Person"}), token=token)
    desk.call("POST", "/v1/links/join", {"token": "Marker-Token"})
    desk.call("GET", "/v1/incidents/Marker-Reference", scopes="read", headers={"Evr-Reason": "Marker-Reason"})
    written = json.dumps([record.__dict__ for record in caplog.records], default=str)
    assert "request" in written
    assert "Marker" not in written
    assert token not in written
