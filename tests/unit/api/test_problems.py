"""The table of codes: complete, and said in the guide."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from chalicelib.api import problems
from chalicelib.domain.refusals import Refusal

ROOT = Path(__file__).parents[3]
#: The codes of what stops a worker, never the answer to a request.
SAID_BY = ("chalicelib/domain", "chalicelib/service", "chalicelib/store", "chalicelib/api")


def codes_in_the_source() -> Iterator[tuple[str, str]]:
    for folder in SAID_BY:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
                    "Refusal",
                    "Refused",
                    "problem",
                ):
                    first = node.args[0] if node.args else None
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield first.value, f"{file.name}:{node.lineno}"


def test_every_refusal_in_the_source_has_a_status():
    missing = {code: where for code, where in codes_in_the_source() if code not in problems.STATUS}
    assert not missing


def test_every_status_is_one_that_http_knows():
    assert all(HTTPStatus(status).phrase for status in problems.STATUS.values())


def test_the_guide_names_every_code():
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert sorted(code for code in problems.STATUS if f"`{code}`" not in guide) == []


def test_the_guide_says_the_status_of_every_code():
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    said = {code: int(status) for code, status in re.findall(r"^\| `(\w+)` \| (\d{3}) \|", guide, re.MULTILINE)}
    assert said == problems.STATUS


def test_a_code_that_the_table_does_not_know_is_a_conflict_and_no_crash():
    assert problems.of_refusal(Refusal("brand_new", "Something new.")).status == 409


@pytest.mark.parametrize("code", ["link_closed", "link_expired"])
def test_a_link_that_is_gone_is_gone_without_detail(code: str):
    said = problems.of_refusal(Refusal(code, "PC 2214 closed it at 14:02."))
    assert (said.status, said.code, said.detail) == (410, "link_closed", "This link is closed.")
