"""JSON schemas of what we send to Slack and get from it, made from the types that Slack publishes on npm.

    python -m tests.contract.slack.generate     writes schema/outgoing.json and schema/incoming.json anew

The packages stand pinned, with their hashes, in schema/package-lock.json and are installed into build/.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests import npm

SCHEMA = Path(__file__).parent / "schema"
PLACE = npm.ROOT / "build" / "slack-types"
SOURCES = ("package.json", "package-lock.json", "tsconfig.json", "outgoing.ts", "incoming.ts")
NAMES = ("outgoing", "incoming")


def generate(name: str) -> str:
    """One schema file as it should stand in schema/. Raises npm.NoNpm: offline, or the types do not compile."""
    _install()
    # The types are checked as they are read, so an import that finds nothing does not turn into `any`.
    options = ["--path", f"{name}.ts", "--tsconfig", "tsconfig.json", "--type", "*", "--jsDoc", "none"]
    return npm.run(["node_modules/ts-json-schema-generator/bin/ts-json-schema-generator.js", *options], PLACE, "node")


def _install() -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    lock, installed = SCHEMA / "package-lock.json", PLACE / "installed-lock.json"
    for each in SOURCES:
        shutil.copy(SCHEMA / each, PLACE / each)
    if not installed.exists() or installed.read_bytes() != lock.read_bytes():
        npm.run(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], PLACE)
        shutil.copy(lock, installed)


if __name__ == "__main__":
    for each in NAMES:
        (SCHEMA / f"{each}.json").write_text(generate(each), encoding="utf-8")
