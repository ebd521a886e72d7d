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
#: Every package under those, with its hash, as npm found them; made by `npm install` in build/chime/ and copied here.
LOCK = Path(__file__).with_name("chime-lock.json")
#: What room-chime.js uses; the bundler leaves the rest out.
NAMES = ("DefaultDeviceController", "DefaultMeetingSession", "MeetingSessionConfiguration", "NoOpLogger")
ENTRY = f'export {{ {", ".join(NAMES)} }} from "amazon-chime-sdk-js";\n'
BUNDLING = (
    *("entry.mjs", "--bundle", "--minify", "--format=esm", "--platform=browser", "--target=es2020", "--legal-comments=none"),
    "--define:global=globalThis",
    # Chime's chat service, which a meeting does without, would bring AWS's client for node
    "--alias:@aws-sdk/client-chime-sdk-messaging=./nothing.mjs",
    # Where a browser can change encoded sound, the SDK would start a worker from a blob: address. No page of ours allows one, and a
    # meeting would begin with that error; so every browser is one that cannot. It costs the doubled sound for lossy networks.
    "--define:window.RTCRtpScriptTransform=undefined",
    "--define:RTCRtpSender.prototype.createEncodedStreams=undefined",
    # One of its packages would try WebAssembly, be refused by our pages, and reckon without
    "--define:WebAssembly=undefined",
)


class NoBundle(RuntimeError):
    """The packages could not be fetched or bundled; the message is what npm or esbuild said."""


def wanted(policies: Iterable[Policy]) -> bool:
    """Whether any force's calls are carried by Chime."""
    return any(policy.video.provider == "chime" for policy in policies)


def bundle(place: Path = PLACE) -> Path:
    """The script as one ES module; the one that was made before, if it was made of the same. Raises NoBundle."""
    out, note = place / "chime-sdk.mjs", place / "made-of.json"
    wished = json.dumps([PACKAGES, LOCK.read_text(), ENTRY, BUNDLING])
    if note.exists() and note.read_text() == wished:
        return out
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / "entry.mjs").write_text(ENTRY)
    (place / "nothing.mjs").write_text("export {};\n")
    (place / "package.json").write_text(json.dumps({"private": True, "dependencies": PACKAGES}))
    shutil.copy(LOCK, place / "package-lock.json")
    _run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], place)
    _run(["node_modules/.bin/esbuild", *BUNDLING, f"--outfile={out.name}"], place)
    note.write_text(wished)
    return out


def _run(command: list[str], place: Path) -> None:
    try:
        done = subprocess.run(command, cwd=place, capture_output=True, text=True)
    except FileNotFoundError as missing:
        raise NoBundle(f"{command[0]} is not on this machine; the browser's part of Chime is made with npm") from missing
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
