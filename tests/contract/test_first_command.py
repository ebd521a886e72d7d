"""What the API's first command loads: what it needs and no more, or every cold start waits for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chalicelib.policies import pack, policies_folder
from tests.contract import gateway, seeds, tokens
from tests.contract.conftest import ENVIRONMENT
from tests.contract.desk import Desk, path
from tests.contract.first_command import Given

#: Loaded when used, each by whoever uses it. A parent stands for all below it.
LATER = [
    *("boto3", "jinja2", "phonenumbers", "slack_bolt", "slack_sdk", "standardwebhooks", "tomllib"),
    *("chalicelib.api.openapi", "chalicelib.chat", "chalicelib.clock", "chalicelib.insight", "chalicelib.outbound"),
    "chalicelib.domain.policy.parsing",
]
#: A token's check needs these, the victim's link does not.
TOKENS = ["cryptography", "jwt"]
#: PyJWT names certificates without using them (chalicelib/api/pyjwt.py).
CERTIFICATES = ["cryptography.x509.name", "cryptography.x509.base"]


@pytest.fixture
def packed(tmp_path: Path) -> str:
    """The policies as a Lambda has them."""
    pack(policies_folder(), tmp_path / "policies")
    return str(tmp_path / "policies")


def test_the_victims_first_command(desk: Desk, packed: str):
    token = desk.link(seeds.an_incident_at(desk, "link_sent"))
    loaded = modules_of(desk, packed, "/v1/links/join", {}, {"token": token})
    assert found(loaded, [*LATER, *TOKENS]) == []


def test_an_officers_first_command(desk: Desk, packed: str):
    name = seeds.an_incident_at(desk, "link_sent")
    bearer = {"Authorization": f"Bearer {tokens.token(seeds.officer('link_sent'), 'staff')}"}
    loaded = modules_of(desk, packed, path("incidents", name, "commands", "officer_join"), bearer, {})
    assert found(loaded, TOKENS) == TOKENS
    assert found(loaded, [*LATER, *CERTIFICATES]) == []


def modules_of(desk: Desk, policies: str, address: str, headers: dict[str, str], body: Any) -> set[str]:
    """The modules that a fresh process has loaded once it has answered this."""
    route = gateway.route_of(desk.app, "POST", address)
    assert route
    event = gateway.event("POST", route, {"Content-Type": "application/json"} | headers, {}, json.dumps(body).encode())
    given = Given(event, list(desk.table.rows.values()), desk.clock.now, tokens.jwks("dorset-1").decode())
    program = f"import sys; sys.path[:0] = {sys.path!r}; from tests.contract import first_command; first_command.main()"
    run = subprocess.run(
        [sys.executable, "-S", "-c", program],
        input=msgspec.json.encode(given),
        env=os.environ | ENVIRONMENT | {"EVR_POLICIES": policies},
        capture_output=True,
    )
    assert run.returncode == 0, run.stderr.decode()
    said = json.loads(run.stdout.splitlines()[-1])
    assert said["status"] == 200
    return set(said["modules"])


def found(loaded: set[str], names: list[str]) -> list[str]:
    return [name for name in names if any(module == name or module.startswith(f"{name}.") for module in loaded)]
