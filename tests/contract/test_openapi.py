"""OpenAPI: valid, committed as it is made, complete; and it says what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from chalicelib.api import openapi
from chalicelib.api.problems import STATUS
from chalicelib.api.routes import Api
from chalicelib.api.scopes import SCOPES
from tests.contract.desk import Desk

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"
DOCUMENT = openapi.document()
OPERATIONS = [(path, method, each) for path, methods in DOCUMENT["paths"].items() for method, each in methods.items()]

#: Where Slack sends what people press: signed, without a token.
#: And the pages that the victim's and the officer's browsers open.
NOT_FOR_INTEGRATORS = {
    ("/v", "get"),
    ("/v", "head"),
    ("/v/page.js", "get"),
    ("/v/page.js", "head"),
    ("/v/upload-worker.js", "get"),
    ("/v/upload-worker.js", "head"),
    ("/v/chime.js", "get"),
    ("/v/chime.js", "head"),
    ("/officer", "get"),
    ("/officer", "head"),
    ("/officer/page.js", "get"),
    ("/officer/page.js", "head"),
    ("/officer/timer.js", "get"),
    ("/officer/timer.js", "head"),
    ("/chat/slack", "post"),
    ("/callbacks/notify", "post"),
}


def test_it_is_valid():
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_the_committed_copy_is_the_one_that_the_code_makes():
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == DOCUMENT, (
        "make it again: python -m chalicelib.api.openapi > docs/openapi.json"
    )
    assert COMMITTED.read_text(encoding="utf-8") == openapi.text()


def test_it_is_served(desk: Desk):
    assert desk.call("GET", "/openapi.json").body == DOCUMENT


def test_every_route_is_described_and_every_description_has_a_route(app):
    routes = {(path, method.lower()) for path, methods in app.routes.items() for method in methods} - NOT_FOR_INTEGRATORS
    described = {(path, method) for path, method, _ in OPERATIONS}
    assert routes <= described
    for path, method in described - routes:
        assert (re.sub(r"/(commands|links)/\w+$", r"/\1/{command}", path), method) in routes


def test_every_operation_says_which_scope_it_needs():
    for path, _, each in OPERATIONS:
        scopes = {scope for needed in each["security"] for scope in needed["token"]}
        assert scopes <= set(SCOPES)
        assert bool(scopes) is not path.startswith(("/health", "/openapi.json", "/v1/links/"))
    assert {scope for each in Api.all for scope in each.scopes} | {"personal"} == set(SCOPES)


def test_names_are_unique_and_clean():
    names = [each["operationId"] for _, _, each in OPERATIONS]
    assert len(names) == len(set(names))
    assert not [name for name in DOCUMENT["components"]["schemas"] if "." in name or "_" in name]
    text = json.dumps(DOCUMENT)
    assert r"\\Z" not in text
    assert "token_hash" not in text


def test_every_error_is_the_one_shape_with_the_known_codes():
    for _, _, each in OPERATIONS:
        for status, answer in each["responses"].items():
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"]
    assert DOCUMENT["components"]["schemas"]["Problem"]["properties"]["code"]["enum"] == sorted(STATUS)


@pytest.mark.parametrize("name", ["Report", "Offer", "Update", "Triage", "OfficerRecord", "Link"])
def test_bodies_refuse_unknown_fields(name: str):
    assert DOCUMENT["components"]["schemas"][name]["additionalProperties"] is False


def test_the_fields_of_a_report_are_the_contract_with_integrators():
    schemas = DOCUMENT["components"]["schemas"]
    assert set(schemas["Report"]["required"]) == {
        "reference", "reported_at", "grade", "type", "channel", "summary", "thrive", "location", "victim",
    }  # fmt: skip
    assert set(schemas["Report"]["properties"]) == {*schemas["Report"]["required"], "flags"}
    assert set(schemas["Victim"]["properties"]) == {
        "name", "date_of_birth", "phone", "email", "language", "needs", "safe_contact",
    }  # fmt: skip
    assert set(schemas["SafeContact"]["properties"]) == {"ok_to_text", "ok_to_leave_message", "times"}
    assert set(schemas["Thrive"]["properties"]) == {"threat", "harm", "risk", "investigation", "vulnerability", "engagement"}
    assert set(schemas["Location"]["properties"]) == {"text", "postcode"}
