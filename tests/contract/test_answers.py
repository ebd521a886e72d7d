"""What surrounds every answer: headers, the shape of errors, a line in the log; and what nobody may be told."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import msgspec
import pytest

from chalicelib import wiring
from chalicelib.api.problems import Problem
from chalicelib.api.routes import Api
from chalicelib.service import Busy
from chalicelib.store.rows import Unavailable
from tests.builders import a_report
from tests.contract import seeds
from tests.contract.desk import Answer, Desk
from tests.contract.gateway import Found, event
from tests.contract.test_roles import lines

ANSWERS = {
    "good": lambda desk: desk.call("GET", "/health"),
    "created": lambda desk: desk.call("POST", "/v1/incidents", a_report(), scopes="report"),
    "no token": lambda desk: desk.call("GET", "/v1/queue"),
    "refused": lambda desk: desk.call("POST", "/v1/queue/claim", sub="PC0404", scopes="staff"),
    "malformed": lambda desk: desk.call("POST", "/v1/incidents", raw=b"{", scopes="report"),
    "unknown link": lambda desk: desk.call("POST", "/v1/links/join", {"token": "x"}),
    "another method": lambda desk: another_method(desk),  # noqa: PLW0108 - it is defined below
}


def another_method(desk: Desk) -> Answer:
    """API Gateway lets no such request through; `chalice local` and a wrong deployment do."""
    sent = event("DELETE", Found("/v1/incidents", {}), {}, {}, None)
    answer = desk.app(sent, None)
    return Answer(answer["statusCode"], answer["headers"], json.loads(answer["body"]))


@pytest.mark.parametrize("ask", ANSWERS.values(), ids=ANSWERS.keys())
def test_every_answer_has_the_headers_that_keep_it_private(desk: Desk, ask):
    answer = ask(desk)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert answer.headers["Content-Type"] == ("application/json" if answer.status < 300 else "application/problem+json")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("ask", list(ANSWERS.values())[2:], ids=list(ANSWERS)[2:])
def test_every_error_has_the_one_shape(desk: Desk, ask):
    answer = ask(desk)
    problem = msgspec.convert(answer.body, Problem)
    assert problem.status == answer.status
    assert problem.detail.endswith((".", "'."))
    assert set(answer.body) <= set(Problem.__struct_fields__)


def test_another_method_is_not_allowed(desk: Desk):
    assert another_method(desk).code == "method_not_allowed"


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    monkeypatch.setattr(logging.getLogger("evr"), "propagate", True)
    caplog.set_level(logging.INFO, "evr")
    return caplog


class Secret(Exception):
    """An error whose message quotes a person, as an SDK's does."""


def broken(error: Exception):
    def commit(writes: object) -> None:
        raise error

    return commit


def test_what_nobody_foresaw_is_told_to_nobody(desk: Desk, heard: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desk.table, "commit", broken(Secret("Test Person-Alder, 07700 900123")))
    answer = desk.call("POST", "/v1/incidents", a_report(), scopes="report")
    assert (answer.status, answer.code) == (500, "internal")
    (line,) = [fields for fields in lines(heard, "evr.api") if "kind" in fields]
    assert (line["kind"], line["request"]) == ("Secret", "11111111-2222-3333-4444-555555555555")
    assert line["where"].startswith(("reporting.py:",))
    assert "Person-Alder" not in json.dumps([record.__dict__ for record in heard.records], default=str) + json.dumps(answer.body)


@pytest.mark.parametrize(("error", "code"), [(Unavailable("throttled"), "unavailable"), (Busy("report"), "busy")])
def test_when_it_cannot_be_done_just_now_it_is_said_when_to_come_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
):
    monkeypatch.setattr(desk.table, "commit", broken(error))
    answer = desk.call("POST", "/v1/incidents", a_report(), scopes="report")
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, code, "2")


def test_a_deployment_without_settings_is_an_error_without_detail(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    def missing() -> None:
        raise RuntimeError("EVR_TABLE is not set")

    monkeypatch.setattr(wiring, "deps", missing)
    answer = desk.call("GET", "/v1/queue", scopes="read")
    assert (answer.status, answer.code) == (500, "internal")
    assert "EVR_TABLE" not in json.dumps(answer.body)


def test_each_request_leaves_one_line_with_its_route_and_not_its_address(desk: Desk, heard: pytest.LogCaptureFixture):
    name = seeds.an_incident_at(desk, "queued")
    heard.clear()
    desk.call("GET", f"/v1/incidents/{name.replace('/', '%2F')}", scopes="read")
    (line,) = lines(heard, "evr.api")
    assert line["route"] == "GET /v1/incidents/{reference}"
    assert line["status"] == 200
    assert line["ms"] > 0
    assert name not in json.dumps(line)


def test_the_lines_are_json(capsys: pytest.CaptureFixture[str], app):
    from chalicelib.api import logs

    logs.set_up()
    logs.refused("dorset", "PC2214", "claim", "on_break")
    written = json.loads(capsys.readouterr().out)
    assert written == {
        "level": "WARNING",
        "logger": "evr.security",
        "message": "refused",
        "force": "dorset",
        "caller": "PC2214",
        "command": "claim",
        "code": "on_break",
    }
    root = logging.getLogger("evr")
    assert len(root.handlers) == 1
    root.handlers[0].stream = sys.__stdout__


def test_the_operations_of_the_design_are_there():
    there = {(each.method, each.path) for each in Api.all}
    assert there >= {
        ("POST", "/v1/incidents"),
        ("GET", "/v1/incidents/{reference}"),
        ("POST", "/v1/incidents/{reference}/offer"),
        ("POST", "/v1/incidents/{reference}/updates"),
        ("POST", "/v1/incidents/{reference}/recall"),
        ("POST", "/v1/incidents/{reference}/outcome"),
        ("POST", "/v1/incidents/{reference}/handover"),
        ("POST", "/v1/incidents/{reference}/commands/{command}"),
        ("GET", "/v1/queue"),
        ("GET", "/v1/triage"),
        ("GET", "/v1/reviews"),
        ("GET", "/v1/updates"),
        ("PUT", "/v1/officers/{id}"),
        ("POST", "/v1/queue/claim"),
        ("POST", "/v1/officers/{id}/shift"),
        ("GET", "/v1/metrics"),
        ("GET", "/health"),
        ("GET", "/openapi.json"),
    }


def test_the_api_loads_nothing_heavy_before_it_is_asked():
    heavy = "jwt cryptography boto3 botocore pynamodb urllib3 http.server"
    program = f"import sys, chalicelib.api; print(*[name for name in {heavy.split()!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
