"""Each page's one script, put together from its modules: each further file would be another wait on a slow network.

A module names what it uses by `import`, so each works alone, too; here the imports go, the exports lose their word, and what is
used stands before its user. Two modules that use one name for two things make a SyntaxError, which a test would see.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

WEB = Path(__file__).parent
#: What is vendored, and found wherever a module asks for it.
STATIC = WEB / "static"
#: The scripts that pages load: the victim's, the officer's, and the worker that keeps the time of a recording.
VICTIM, OFFICER, TIMER = "js/start.js", "officer/js/start.js", "js/room-timer.js"
#: The worker that reads files.
FILES = "js/upload-worker.js"
_IMPORT = re.compile(r'^import [^;]*? from "(?P<path>\.{1,2}/[\w./-]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(const|let|function|async function|class) )", re.MULTILINE)
_LIST = re.compile(r"^export \{[^}]*\};?\n", re.MULTILINE)


@cache
def script(start: str = VICTIM) -> str:
    """The whole script that begins with this module."""
    return "".join(map(_whole, modules(start)))


@cache
def modules(start: str = VICTIM) -> tuple[Path, ...]:
    """Every module of a script once, after those that it uses."""
    return tuple(_order((WEB / start).resolve(), []))


def _order(file: Path, found: list[Path]) -> list[Path]:
    for used in _IMPORT.finditer(file.read_text(encoding="utf-8")):
        other = (file.parent / used["path"]).resolve()
        other = other if other.is_file() else STATIC.resolve() / other.name
        if other not in found:
            _order(other, found)
    if file not in found:
        found.append(file)
    return found


def _whole(file: Path) -> str:
    return _LIST.sub("", _EXPORT.sub("", _IMPORT.sub("", file.read_text(encoding="utf-8"))))
