"""The sign-in library of the officer's page, oauth4webapi, as one closed scope. `python -m infra.oauth`

The pinned npm package is the source; what it gives is committed, so that neither packaging nor a deployment needs npm, and a test
makes it again and compares. Nothing is rewritten but this: the exports stand in one object, so that its names meet none of ours.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "oauth"
FILE = ROOT / "chalicelib" / "web" / "static" / "oauth4webapi.js"
PACKAGE, VERSION = "oauth4webapi", "3.8.8"
_EXPORT = re.compile(r"^export (?P<kind>const|let|function|async function|class) (?P<name>\w+)", re.MULTILINE)


class NoPackage(RuntimeError):
    """The package could not be fetched, or is no longer what this was written for; the message says what was wrong."""


def made() -> str:
    """The content of the file that is committed. Raises NoPackage."""
    _fetch()
    package = PLACE / "node_modules" / PACKAGE
    return wrapped((package / "build" / "index.js").read_text(), (package / "LICENSE.md").read_text())


def wrapped(source: str, licence: str) -> str:
    """The module as one object named `oauth`. Raises NoPackage for anything but a module that stands alone."""
    names = [found["name"] for found in _EXPORT.finditer(source)]
    inner = _EXPORT.sub(r"\g<kind> \g<name>", source).partition("//# sourceMappingURL")[0]
    if not names or re.search(r"^(import|export)\b", inner, re.MULTILINE):
        raise NoPackage(f"{PACKAGE} {VERSION} is not one module that stands alone")
    notice = "".join(f"// {line}".rstrip() + "\n" for line in [f"{PACKAGE} {VERSION}", "", *licence.strip().splitlines()])
    return f"{notice}const oauth = (() => {{\n{inner.strip()}\nreturn {{ {', '.join(names)} }};\n}})();\nexport {{ oauth }};\n"


def _fetch() -> None:
    wanted = json.dumps({"private": True, "dependencies": {PACKAGE: VERSION}})
    note = PLACE / "package.json"
    if note.exists() and note.read_text() == wanted and (PLACE / "node_modules" / PACKAGE).is_dir():
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    note.write_text(wanted)
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(command, cwd=PLACE, capture_output=True, text=True)
    if done.returncode:
        raise NoPackage(f"npm install: {done.stderr.strip()[-2000:]}")


def main() -> None:
    FILE.write_text(made())
    print(f"{FILE.name}: {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    try:
        main()
    except NoPackage as failure:
        sys.exit(str(failure))
