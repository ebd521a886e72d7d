"""axe-core, the accessibility checker: fetched once from the npm registry with npm, kept in build/, run inside the page."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests import npm
from tests.local_system import ROOT

VERSION = "4.14.1"
PLACE = ROOT / "build" / "axe-core" / VERSION
#: Everything that axe knows about WCAG 2.2 A and AA, and its best practices.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def script() -> str:
    """Return axe-core's one file; a machine that cannot fetch it fails loudly, for then nothing was checked."""
    file = PLACE / "package" / "axe.min.js"
    if not file.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        try:
            npm.run(["pack", f"axe-core@{VERSION}", "--silent"], PLACE)
        except npm.NoNpm as error:
            pytest.fail(f"axe-core could not be fetched, so accessibility was NOT checked: {error}")
        _unpack(next(PLACE.glob("*.tgz")), file)
    return file.read_text()


def _unpack(archive: Path, wanted: Path) -> None:
    with tarfile.open(archive) as packed:
        content = packed.extractfile("package/axe.min.js")
        assert content is not None
        wanted.parent.mkdir(exist_ok=True)
        wanted.write_bytes(content.read())


def violations(page: Any) -> list[str]:
    """Check what is shown now; each finding as a sentence with its places."""
    page.evaluate(script())
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS)
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {[node['target'] for node in each['nodes'][:5]]}"
        for each in found["violations"]
    ]


def kept(name: str) -> Path:
    """Where a picture of this name is kept."""
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.png"
