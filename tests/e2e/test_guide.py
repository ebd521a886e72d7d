"""Every call of docs/api.md, pasted in its order against the service as `make run` serves it: a real gateway, real tokens."""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from infra.local import ask
from infra.local.place import Place
from tests.builders import a_report
from tests.contract.test_guide import _ASSIGNED, Call, commands, parsed
from tests.local_system import LocalSystem, running

pytestmark = pytest.mark.slow
REFERENCE = "20261118-0416"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSystem]:
    with running(tmp_path_factory.mktemp("home"), "--no-sample") as started:
        yield started


def send(system: LocalSystem, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", system.port, timeout=60)
    connection.request(method, address, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content) if content else None


def token_of_the_link(system: LocalSystem) -> str:
    """What stands behind the # of the text, once it has been sent."""
    for _ in range(120):
        texts = send(system, "GET", "/local/texts", None, {})[1]["texts"]
        found = [re.search(r"#(\w{22})", each["body"]) for each in texts if REFERENCE in each["body"]]
        if found and found[0]:
            return found[0][1]
        time.sleep(0.5)
    raise AssertionError("no text came")


def test_every_call_works_as_pasted(system: LocalSystem) -> None:
    place = Place(system.port, system.home)
    variables = {"BASE": ""}
    for command in commands():
        token = _ASSIGNED.match(command)
        if token:
            variables[token[1]] = ask.token(place, token[2], token[3].split(), "dorset")
        elif command == "LINK=...":
            variables["LINK"] = token_of_the_link(system)
        elif command.startswith("curl"):
            call: Call = parsed(command, variables)
            status, answer = send(system, call.method, call.address, (call.body or "").encode(), call.headers)
            assert status in (200, 201), (command, status, answer)


ODD = [
    ("GET", "/v1/incidents/2026%3A7", b"", {}, 404, "unknown_incident"),
    ("POST", "/v1/links/join", b"\xff\xfe", {}, 400, None),
    ("POST", "/v1/links/join", b"{}", {"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
    ("POST", "/v1/links/join", b"{}", {"Content-Type": "image/png"}, 415, "unsupported_media_type"),
    ("POST", "/v1/links/join", b'{"token": "' + b"x" * 300_000 + b'"}', {}, 413, "too_large"),
    ("POST", "/v1/links/join", b'{"token": "ByEhcnxQ6KmvAqr5DGb27W"}', {}, 404, "unknown_link"),
    ("POST", "/v1/queue/claim", b"", {"Authorization": "Bearer x.y.z"}, 401, "token_invalid"),
    ("GET", "/v1/queue?limit=1&limit=2", b"", {}, 422, "invalid_parameter"),
    ("GET", "/v1/nothing", b"", {}, 404, "not_found"),
    ("DELETE", "/v1/incidents", b"", {}, 404, "not_found"),
]


@pytest.mark.parametrize(("method", "address", "body", "headers", "status", "code"), ODD)
def test_what_is_odd_comes_through_the_gateway_as_what_it_is(
    system: LocalSystem, method: str, address: str, body: bytes, headers: dict[str, str], status: int, code: str | None
) -> None:
    bearer = ask.token(Place(system.port, system.home), "cad", ["read", "staff"], "dorset")
    sent = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"} | headers
    got, problem = send(system, method, address, body, sent)
    assert got == status, problem
    assert code in (None, problem["code"])


def test_a_reference_with_a_slash_travels_encoded(system: LocalSystem) -> None:
    bearer = ask.token(Place(system.port, system.home), "cad", ["read", "report"], "dorset")
    sent = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
    assert send(system, "POST", "/v1/incidents", json.dumps(a_report(reference="DP/2026:77.a")).encode(), sent)[0] == 201
    status, seen = send(system, "GET", "/v1/incidents/DP%2F2026%3A77.a", None, sent)
    assert (status, seen["reference"]) == (200, "DP/2026:77.a")
