"""Chat's words belong to no platform: they know the domain and nothing that could reach out."""

import ast
from pathlib import Path

import pytest

import chalicelib.chat

ROOT = Path(chalicelib.chat.__path__[0])
FILES = sorted(ROOT.glob("*.py"))
MAY = {"__future__", "collections.abc", "datetime", "functools", "re", "typing", "msgspec", "msgspec.structs"}
#: Only for its shape, under TYPE_CHECKING.
SHAPES = {
    ("people.py", "..service.reporting"),
    ("notices.py", "..service.deps"),
    ("daily.py", "..insight.counting"),
    ("daily.py", "..insight.metrics"),
}


def imported(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_it_imports_the_domain_and_itself(file):
    others = [name for name in imported(file) if name not in MAY and not name.startswith("..domain") and name.startswith("..")]
    assert [name for name in others if (file.name, name) not in SHAPES] == []
    assert [name for name in imported(file) if not name.startswith(".") and name not in MAY] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_module_is_longer_than_a_reader_wants(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300


ANSWERING = sorted((ROOT / "answering").glob("*.py"))
#: The one way in uses the service, and reads of the store what is not worth a function of the service's own.
USES = ("...domain", "...service", "...store.rows", "..", ".")
READS = {"looking.py": ("...store", "...store.incidents")}


@pytest.mark.parametrize("file", ANSWERING, ids=lambda file: file.name)
def test_the_way_in_belongs_to_no_platform_either(file):
    names = set(imported(file))
    assert not {name for name in names if "slack" in name or "teams" in name}
    ours = {name for name in names if name.startswith("...")}
    assert {name for name in ours if not name.startswith(USES[:3]) and name not in READS.get(file.name, ())} == set()
    assert {name for name in names if not name.startswith(".") and name not in MAY} == set()
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 100
