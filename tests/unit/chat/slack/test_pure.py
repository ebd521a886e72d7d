"""Rendering and reading need nothing of Slack's libraries, nor of the network: they are the same wherever they run."""

import ast
from pathlib import Path

import pytest

import chalicelib.chat.slack

ROOT = Path(chalicelib.chat.slack.__path__[0])
PURE = ("bodies", "carried", "elements", "home", "inputs", "limits", "messages", "paging", "reading", "received", "shapes", "views")
MAY = {"__future__", "collections.abc", "datetime", "hashlib", "html", "itertools", "re", "typing", "msgspec", "msgspec.structs"}
OURS = {"", "actions", "answers", "forms", "help", "model", "notices", "pressing"}


def imported(name):
    for node in ast.walk(ast.parse((ROOT / f"{name}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


@pytest.mark.parametrize("name", PURE)
def test_it_imports_the_neutral_half_and_its_neighbours(name):
    for each in imported(name):
        if each.startswith("..."):
            assert each.startswith("...domain")
        elif each.startswith(".."):
            assert each.removeprefix("..") in OURS
        elif each.startswith("."):
            assert each.removeprefix(".") in {"", *PURE}
        else:
            assert each in MAY
