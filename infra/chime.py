"""The browser's part of Amazon Chime SDK, from npm into build/: only where some force's policy uses it. `python -m infra.chime`

It is large (about a quarter of a megabyte compressed), so it is a file of its own, for a page to import when a call
is carried by Chime.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from chalicelib.domain.policy import Policy
from chalicelib.policies import load_policies

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "chime"
PACKAGES = {"amazon-chime-sdk-js": "3.32.0", "esbuild": "0.28.2"}
#: What room-chime.js uses; the bundler leaves the rest out.
NAMES = ("DefaultDeviceController", "DefaultMeetingSession", "MeetingSessionConfiguration", "NoOpLogger")
ENTRY = f'export {{ {", ".join(NAMES)} }} from "amazon-chime-sdk-js";\n'


class NoBundle(RuntimeError):
    """The packages could not be fetched or bundled; the message is what npm or esbuild said."""


def wanted(policies: Iterable[Policy]) -> bool:
    """Whether any force's calls are carried by Chime."""
    return any(policy.video.provider == "chime" for policy in policies)


def bundle(place: Path = PLACE) -> Path:
    """The script as one ES module. Raises NoBundle."""
    out = place / "chime-sdk.mjs"
    note, wished = place / "package.json", json.dumps({"private": True, "dependencies": PACKAGES})
    if out.exists() and note.exists() and note.read_text() == wished:
        return out
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / "entry.mjs").write_text(ENTRY)
    (place / "nothing.mjs").write_text("export {};\n")
    note.write_text(wished)
    _run(["npm", "install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts"], place)
    _run(
        [
            *("node_modules/.bin/esbuild", "entry.mjs", "--bundle", "--minify", "--format=esm", "--platform=browser"),
            # Chime's chat service, which a meeting does without, would bring AWS's client for node
            "--alias:@aws-sdk/client-chime-sdk-messaging=./nothing.mjs",
            *("--target=es2020", "--define:global=globalThis", "--legal-comments=none", f"--outfile={out.name}"),
        ],
        place,
    )
    return out


def _run(command: list[str], place: Path) -> None:
    done = subprocess.run(command, cwd=place, capture_output=True, text=True)
    if done.returncode:
        raise NoBundle(f"{' '.join(command[:2])}: {done.stderr.strip()[-2000:]}")


def main() -> None:
    if not wanted(load_policies().values()):
        print("No policy uses Chime; nothing to make.")
        return
    made = bundle()
    print(f"{made.relative_to(ROOT)}: {made.stat().st_size} bytes")


if __name__ == "__main__":
    try:
        main()
    except NoBundle as failure:
        sys.exit(str(failure))
