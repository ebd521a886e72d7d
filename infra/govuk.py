"""What the victim's pages take from govuk-frontend: a style sheet of the parts in use, and one script. `python -m infra.govuk`

The pinned npm packages are the source; what they give is committed, so that neither packaging nor a deployment needs npm, and a
test makes it again and compares. The font and the crown are for gov.uk only: the system's own font is used, and no crown is in the
parts.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "govuk"
STATIC = ROOT / "chalicelib" / "web" / "static"
PACKAGES = {"govuk-frontend": "6.6.0", "sass": "1.108.2"}
FONT = '-apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", arial, sans-serif'
PARTS = (
    "back-link",
    "button",
    "checkboxes",
    "details",
    "error-message",
    "error-summary",
    "exit-this-page",
    "fieldset",
    "hint",
    "input",
    "inset-text",
    "label",
    "radios",
    "skip-link",
    "textarea",
    "warning-text",
)
SCRIPT = "dist/govuk/components/exit-this-page/exit-this-page.bundle.mjs"


class NoPackages(RuntimeError):
    """The packages could not be fetched or compiled; the message is what npm or sass said."""


def made() -> dict[str, str]:
    """Name to content of every file that is committed. Raises NoPackages."""
    _fetch()
    package = PLACE / "node_modules" / "govuk-frontend"
    (PLACE / "page.scss").write_text(_source())
    load = ["--load-path", str(package / "dist"), "--style=compressed", "--no-source-map", "--quiet"]
    css = _run(["node", "node_modules/sass/sass.js", *load, "page.scss"])
    script = (package / SCRIPT).read_text()
    return {"govuk.css": css, "exit-this-page.mjs": script[: script.rindex("//# sourceMappingURL")]}


def _source() -> str:
    settings = f'@use "govuk/settings" with ($govuk-font-family: ({FONT}), $govuk-include-default-font-face: false);'
    parts = ["govuk/core", "govuk/objects", *(f"govuk/components/{part}" for part in PARTS), "govuk/utilities"]
    return "\n".join([settings, *(f'@use "{each}";' for each in parts)])


def _fetch() -> None:
    wanted = json.dumps({"private": True, "dependencies": PACKAGES})
    note = PLACE / "package.json"
    if note.exists() and note.read_text() == wanted and (PLACE / "node_modules" / "sass").is_dir():
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    note.write_text(wanted)
    _run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=optional", "--silent"])


def _run(command: list[str]) -> str:
    done = subprocess.run(command, cwd=PLACE, capture_output=True, text=True)
    if done.returncode:
        raise NoPackages(f"{' '.join(command)}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def main() -> None:
    STATIC.mkdir(parents=True, exist_ok=True)
    for name, content in made().items():
        (STATIC / name).write_text(content)
        print(f"{name}: {len(content)} bytes")


if __name__ == "__main__":
    try:
        main()
    except NoPackages as failure:
        sys.exit(str(failure))
