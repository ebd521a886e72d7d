"""The two forces' files as text, changed here and there: what the tests of a policy are given."""

import copy
import json
import tomllib
from datetime import date
from functools import cache, reduce
from pathlib import Path
from typing import Any

from chalicelib.domain.policy import Policy, PolicyError, parse

FOLDER = Path(__file__).parents[3] / "infra" / "policies"
FORCES = ("dorset", "wessexshire")
GONE = object()
"""As a change: the value is taken out."""


@cache
def policy_of(force: str) -> Policy:
    return parse((FOLDER / f"{force}.toml").read_text(encoding="utf-8"))


def raw_of(force: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{force}.toml").read_text(encoding="utf-8"))


def changed(force: str, changes: dict[str, Any]) -> str:
    """Give a force's file with the values at these paths changed, added, or GONE."""
    raw = copy.deepcopy(raw_of(force))
    for path, value in changes.items():
        *above, name = path.split(".")
        table = reduce(lambda inner, step: inner[step], above, raw)
        if value is GONE:
            del table[name]
        else:
            table[name] = value
    return "\n".join(f"{_scalar(name)} = {_toml(value)}" for name, value in raw.items())


def a_policy(force: str = "dorset", **changes: Any) -> Policy:
    """Give a force's policy with changes; two underscores stand for a point: `hours__opens="09:00"`."""
    return parse(changed(force, {path.replace("__", "."): value for path, value in changes.items()}))


def mistakes_in(text: str) -> tuple[str, ...]:
    try:
        parse(text)
    except PolicyError as error:
        return error.mistakes
    return ()


def paths_in(raw: dict[str, Any], above: str = "") -> list[str]:
    """Give the path of every value that is no table."""
    found: list[str] = []
    for name, value in raw.items():
        path = f"{above}{name}"
        found.extend(paths_in(value, f"{path}.") if isinstance(value, dict) else [path])
    return found


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(name)} = {_toml(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else _scalar(value)


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else str(value)
