"""What API Gateway answers by itself: the same shape and the same headers as ours, and codes that the guide names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from chalicelib import api
from chalicelib.api import problems

TEMPLATE = Path(__file__).parents[3] / "infra" / "template.yaml"
ANSWERS: dict[str, Any] = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))["Resources"]["RestAPI"]["Properties"][
    "GatewayResponses"
]


@pytest.mark.parametrize("kind", ["MISSING_AUTHENTICATION_TOKEN", "REQUEST_TOO_LARGE", "THROTTLED", "DEFAULT_4XX", "DEFAULT_5XX"])
def test_each_has_the_headers_of_our_own_answers(kind: str):
    said = {name: value[1:-1] for name, value in ANSWERS[kind]["ResponseParameters"]["Headers"].items()}
    ours = api._HEADERS | {"Permissions-Policy": api._UNLESS_SAID["Permissions-Policy"], "Content-Type": problems.CONTENT_TYPE}
    assert said.items() >= ours.items()
    assert (said["Content-Security-Policy"], said["X-Frame-Options"]) == ("sandbox", "DENY")


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_header_is_one_literal(kind: str):
    """API Gateway takes a value between single quotes; one within would end it."""
    for value in ANSWERS[kind]["ResponseParameters"]["Headers"].values():
        assert value[0] == value[-1] == "'" and "'" not in value[1:-1]


@pytest.mark.parametrize("kind", ANSWERS)
def test_each_is_a_problem_that_the_guide_names(kind: str):
    said = json.loads(ANSWERS[kind]["ResponseTemplates"]["application/json"])
    assert set(said) == {"type", "title", "status", "code", "detail"}
    guide = (TEMPLATE.parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
    assert f"`{said['code']}`" in guide
