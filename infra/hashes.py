"""SHA-256 for the worker that reads files, from @noble/hashes: a browser sums up only what is in memory. `python -m infra.hashes`

The pinned npm packages are the source; what they give is committed, so that neither packaging nor a deployment needs npm, and a
test makes it again and compares. esbuild leaves out all but this one function, and closes its names in one scope.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "hashes"
FILE = ROOT / "chalicelib" / "web" / "static" / "noble-hashes.js"
PACKAGES = {"@noble/hashes": "2.4.0", "esbuild": "0.28.2"}
_ENTRY = 'export { sha256 } from "@noble/hashes/sha2.js";\n'


class NoPackage(RuntimeError):
    """The packages could not be fetched or put together; the message is what npm or esbuild said."""


def made() -> str:
    """The content of the file that is committed. Raises NoPackage."""
    _fetch()
    (PLACE / "entry.js").write_text(_ENTRY)
    options = ["--bundle", "--format=iife", "--global-name=noble", "--minify-whitespace", "--legal-comments=none", "--charset=utf8"]
    script = _run(["node", "node_modules/esbuild/bin/esbuild", "entry.js", *options, "--log-level=error"])
    licence = (PLACE / "node_modules" / "@noble" / "hashes" / "LICENSE").read_text()
    about = [f"@noble/hashes {PACKAGES['@noble/hashes']}", "", *licence.strip().splitlines()]
    return "".join(f"// {line}".rstrip() + "\n" for line in about) + script.rstrip() + "\nexport { noble };\n"


def _fetch() -> None:
    wanted = json.dumps({"private": True, "dependencies": PACKAGES})
    note = PLACE / "package.json"
    if note.exists() and note.read_text() == wanted and (PLACE / "node_modules" / "esbuild").is_dir():
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    note.write_text(wanted)
    _run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])


def _run(command: list[str]) -> str:
    done = subprocess.run(command, cwd=PLACE, capture_output=True, text=True)
    if done.returncode:
        raise NoPackage(f"{' '.join(command)}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def main() -> None:
    FILE.write_text(made())
    print(f"{FILE.name}: {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    try:
        main()
    except NoPackage as failure:
        sys.exit(str(failure))
