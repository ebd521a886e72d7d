"""The page's one script, put together from its modules: each further file would be another wait on a slow network.

A module names what it uses by `import`, so each works alone, too; here the imports go, the exports lose their word, and what is
used stands before its user. Two modules that use one name for two things make a SyntaxError, which a test would see.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

WEB = Path(__file__).parent
#: The script that is loaded, and govuk-frontend's component.
START, COMPONENT = "start.js", "exit-this-page.mjs"
_IMPORT = re.compile(r'^import [^;]*? from "\./(?P<file>[\w.-]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(const|let|function|async function|class) )", re.MULTILINE)
_LIST = re.compile(r"^export \{[^}]*\};?\n", re.MULTILINE)


@cache
def script() -> str:
    """The whole script."""
    return "".join(_whole(name) for name in _order(START, []))


def _order(name: str, found: list[str]) -> list[str]:
    """Every module once, after those that it uses."""
    for used in _IMPORT.finditer(_text(name)):
        if used["file"] not in found:
            _order(used["file"], found)
    if name not in found:
        found.append(name)
    return found


def _whole(name: str) -> str:
    return _LIST.sub("", _EXPORT.sub("", _IMPORT.sub("", _text(name))))


def _text(name: str) -> str:
    folder = "static" if name == COMPONENT else "js"
    return (WEB / folder / name).read_text(encoding="utf-8")
