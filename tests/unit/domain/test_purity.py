"""The domain knows no clock, no chance, no network, no file and no environment: time is passed in, effects follow from events."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import chalicelib.domain

ROOT = Path(chalicelib.domain.__path__[0])
FILES = sorted(ROOT.rglob("*.py"))
#: All that may be imported from outside; each of these is a calculation. zoneinfo reads the zone's file once.
MAY = {
    "__future__",
    "collections",
    "collections.abc",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "itertools",
    "math",
    "msgspec",
    "msgspec.structs",
    "operator",
    "re",
    "string",
    "tomllib",
    "typing",
    "unicodedata",
    "zoneinfo",
}
#: A call of these would make an answer depend on more than what was asked.
NEVER_CALLED = {
    "now",
    "utcnow",
    "today",
    "fromtimestamp",
    "open",
    "print",
    "input",
    "eval",
    "exec",
    "compile",
    "__import__",
    "getenv",
}
#: `re.compile` makes a pattern.
EXCEPT = {("re", "compile")}


def nodes(file):
    return ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def imported(file):
    """The modules that a file imports, relative ones made absolute within the domain."""
    package = ("domain", *file.relative_to(ROOT).parent.parts)
    for node in nodes(file):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join((*above, node.module or "")).rstrip(".") if node.level else node.module


def called(file):
    for node in nodes(file):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield None, node.func.id
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield getattr(node.func.value, "id", None), node.func.attr


def ids(file):
    return str(file.relative_to(ROOT))


def test_there_are_files_to_look_at():
    assert ROOT / "decide.py" in FILES


@pytest.mark.parametrize("file", FILES, ids=ids)
def test_it_imports_calculations_and_itself(file):
    assert [module for module in imported(file) if module not in MAY and module.split(".")[0] != "domain"] == []


@pytest.mark.parametrize("file", FILES, ids=ids)
def test_it_calls_nothing_that_differs_from_time_to_time(file):
    assert [name for owner, name in called(file) if name in NEVER_CALLED and (owner, name) not in EXCEPT] == []


def test_loading_it_loads_no_library_but_msgspec():
    """Cold start: what the domain needs, every command waits for."""
    code = "import sys, chalicelib.domain.decide; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"], capture_output=True, text=True, check=True
    )
    known = sys.stdlib_module_names | {"chalicelib", "msgspec", "typing_extensions", "tzdata", "__main__"}
    assert {name for name in loaded.stdout.split() if name not in known and not name.startswith("_sysconfig")} == set()
