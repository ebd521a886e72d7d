"""Schemathesis over the whole API, in process: no server error, and no answer that OpenAPI does not describe.

EVR_FUZZ_CASES: cases an operation, 200 unless told; then the cases are the same each time, otherwise new ones. Before each case the
table is put back: an incident at every status, whose references, links and codes the fuzzer knows, so that it gets past the door.
"""

from __future__ import annotations

import json
import logging
import os
from copy import deepcopy
from typing import Any
from urllib.parse import unquote

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import CHECKS, load_all_checks

from chalicelib import settings, wiring
from chalicelib.api import auth, jwks, openapi
from chalicelib.api.scopes import SCOPES
from chalicelib.domain.commands import all_commands
from chalicelib.domain.rules import RULES
from chalicelib.domain.words import Status
from chalicelib.domain.worklists import LISTS
from tests.builders import policy
from tests.contract import seeds, tokens
from tests.contract.conftest import ENVIRONMENT, FORCES
from tests.contract.desk import Desk
from tests.contract.wsgi import Wsgi

pytestmark = pytest.mark.slow
CASES = int(os.environ.get("EVR_FUZZ_CASES", "200"))
load_all_checks()
CHOSEN = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    ]
)


class _World:
    """Made once for the module: schemathesis collects its operations when the module is imported."""

    def __init__(self) -> None:
        from app import app

        self.desk = Desk(app)
        self.references = seeds.every_status(self.desk)
        self.links = [self.desk.link(seeds.reference(status)) for status in ("link_sent", "in_call", "paused", "call_closed")]
        for status in ("in_call", "paused"):
            seeds.with_files(self.desk, status)
        self.hashes = [seeds.with_statement(self.desk, status) for status in ("in_call", "paused")]
        self.rows = dict(self.desk.table.rows)
        self.opened: set[str] = set()
        self.application = Wsgi(app, {"/known.json": json.dumps(self._known(openapi.document())).encode()}, self.put_back)

    def put_back(self) -> None:
        self.desk.table.rows = dict(self.rows)

    def _known(self, document: dict[str, Any]) -> dict[str, Any]:
        """The document with what exists here as likely values of requests; its answers stay as they are."""
        made = deepcopy(document)
        for path, methods in made["paths"].items():
            for parameter in (each for method in methods.values() for each in method["parameters"]):
                known = self._parameters(path).get(parameter["name"])
                if known and parameter["in"] == "path":
                    parameter["schema"] = _likely(known, parameter["schema"])
        for name, schema in made["components"]["schemas"].items():
            for field, shape in schema.get("properties", {}).items():
                known = self._fields().get((name, field)) or self._fields().get(("*", field))
                if known and not name.startswith(_ANSWERS):
                    schema["properties"][field] = _likely(known, shape)
        return made

    def _parameters(self, path: str) -> dict[str, list[str]]:
        """Of the references those whose status lets the command of this path through."""
        kind = all_commands().get(path.rpartition("/")[2].removesuffix("s"))
        allowed = [seeds.reference(status.value) for status in RULES[kind].statuses] if kind else self.references
        if any(each in path for each in ("/files", "/custody", "/statements")):
            allowed = [seeds.reference("in_call"), seeds.reference("paused")]
        if path.endswith("/lock_statement"):
            allowed = [seeds.reference("in_call")]
        return {
            "reference": sorted(allowed),
            "id": [seeds.EVERYBODY, seeds.officer("claimed")],
            "list": list(LISTS),
            "number": ["2", "3"] if "/files" in path else ["1"],
        }

    def _fields(self) -> dict[tuple[str, str], list[Any]]:
        reasons, dorset = policy().reasons, policy()
        return {
            ("*", "token"): self.links,
            ("*", "head"): ["/9j/4AAQSkZJRgABAQ=="],
            ("*", "name"): ["Test.jpg"],
            ("NewFile", "size"): [4],
            ("LinkAndNewFile", "size"): [4],
            ("LinkAndFile", "number"): [1],
            ("LinkAndParts", "number"): [1],
            ("LinkAndSum", "number"): [1],
            ("LinkAndWrong", "number"): [1],
            ("LinkAndSignature", "number"): [1],
            ("LinkAndSignature", "sha256"): self.hashes,
            ("LockStatement", "number"): [1],
            ("LockStatement", "sha256"): self.hashes,
            ("ShowStatement", "number"): [1],
            ("Draft", "kind"): ["mg11"],
            ("Draft", "read_over"): ["self"],
            ("Draft", "interpreter"): [None],
            ("Draft", "number"): [None, 1],
            ("Draft", "particulars"): [{"name": "Test"}],
            ("*", "officer"): [seeds.EVERYBODY, seeds.officer("reported"), seeds.officer("claimed")],
            ("*", "at"): ["2026-11-18T12:00:00Z", "2026-11-18T09:00:00+01:00"],
            ("Report", "reported_at"): ["2026-11-18T10:00:00Z", "2026-11-18T12:30:00+03:00"],
            ("Report", "type"): ["theft", "burglary dwelling", "missing_person"],
            ("Report", "grade"): ["3", "Grade 3"],
            ("Report", "reference"): [*self.references, "20261118-1", "20261118-2"],
            ("Offer", "reason"): list(dorset.prompt.not_offered_reasons),
            ("Release", "reason"): list(reasons.release),
            ("Recall", "reason"): list(reasons.recall),
            ("Triage", "reason"): list(reasons.returned),
            ("ReturnToDispatch", "reason"): list(reasons.returned),
            ("PauseReview", "reason"): list(reasons.review_pause),
            ("Review", "receiver"): list(dorset.review.receivers),
            ("Outcome", "code"): list(dorset.outcomes.names),
            ("Outcome", "at"): ["2026-11-18T09:00:00+01:00", "2026-11-17T09:00:00Z"],
            ("AcknowledgeUpdate", "update"): [1],
            ("Spans", "spans"): [[{"from": 0, "to": 1000}], [{"from": 1000, "to": 60_000, "what": "silence"}]],
            ("WhatToSee", "what"): ["playable", "manifest"],
            ("KeepRecordings", "group"): list(dorset.retention.groups),
            ("TickChecklist", "items"): [{"vna": "done"}, {"statement": "not_needed", "ppn": "done"}],
        }


_ANSWERS = ("Done", "Entry", "IncidentView", "Officer", "LinkView", "Happened", "CadUpdate", "Case", "Call", "Reported")


def _likely(known: list[Any], shape: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"enum": known}, {"enum": known[::-1]}, shape]}


WORLD = _World()


def token(sub: str) -> str:
    return tokens.token(sub, " ".join(SCOPES), exp=4_000_000_000)


TOKEN = token(seeds.EVERYBODY)
#: Whoever holds the incident of a request asks for it, but for what somebody else has to do.
HOLDERS = {seeds.reference(status.value): token(seeds.officer(status.value)) for status in Status}
BY_ANOTHER = ("/review", "/reassign", "/claim", "/allocate", "/triage")
CONFIG = schemathesis.Config.from_dict({"generation": {"mode": "all", "with-security-parameters": False}})
SCHEMA = schemathesis.openapi.from_wsgi("/known.json", app=WORLD.application, config=CONFIG)


@pytest.fixture(autouse=True, scope="module")
def _served() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        keys = {f"{tokens.issuer(force)}/jwks.json": jwks.Keys(lambda force=force: tokens.jwks(f"{force}-1")) for force in FORCES}
        patch.setattr(auth, "keys", keys.__getitem__)
        patch.setattr(wiring, "deps", lambda: WORLD.desk.deps)
        settings.settings.cache_clear()
        logging.disable()
        yield
        logging.disable(logging.NOTSET)
        settings.settings.cache_clear()


@SCHEMA.parametrize()
@hypothesis.settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    derandomize="EVR_FUZZ_CASES" not in os.environ,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_every_answer_is_one_that_openapi_describes(case: Any) -> None:
    named = unquote(str(case.path_parameters.get("reference", "")))
    holder = None if case.path.endswith(BY_ANOTHER) else HOLDERS.get(named)
    response = case.call_and_validate(headers={"Authorization": f"Bearer {holder or TOKEN}"}, checks=CHOSEN)
    if response.status_code < 300:
        WORLD.opened.add(case.operation.label)


def test_the_fuzzer_got_past_nearly_every_door() -> None:
    """Or it tests only how requests are turned away.

    Some need more luck than 200 cases have: a page that sits in a seat, a hash, a particular that a template asks for.
    """
    everything = {operation.ok().label for operation in SCHEMA.get_all_operations()}
    if CASES < 200:
        pytest.skip("too few cases to tell")
    assert len(everything - WORLD.opened) <= len(everything) * 0.2, sorted(everything - WORLD.opened)
