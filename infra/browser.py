"""Debian's chromium for the tests of the pages, installed when it is missing: `python -m infra.browser`.

Playwright brings a driver only; a browser build of its own cannot be had on every network, Debian's package can.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PATHS = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
)
WANTED = ("chromium", "fonts-liberation")


class NoBrowser(RuntimeError):
    """There is no chromium and it cannot be installed; the message says what to do."""


def path() -> str:
    """Return where chromium is. Raises NoBrowser."""
    found = next((each for each in PATHS if os.access(each, os.X_OK)), None) or shutil.which("chromium")
    if found is None:
        raise NoBrowser(f"The tests of the pages need Debian's chromium. Install it as root: apt-get install {' '.join(WANTED)}")
    return found


def ensure() -> None:
    """Install chromium with apt-get, as root or by sudo, unless it is there. Raises NoBrowser."""
    try:
        path()
    except NoBrowser:
        print("Installing Debian's chromium for the tests of the pages (once).", flush=True)
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *WANTED]):
            _apt(command)
        path()


def _apt(command: list[str]) -> None:
    if shutil.which("apt-get") is None:
        raise NoBrowser("The tests of the pages need chromium, and this is not Debian or Ubuntu: install chromium by hand.")
    front: list[str] = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None:
            raise NoBrowser(f"The tests of the pages need Debian's chromium. As root: apt-get install {' '.join(WANTED)}")
        front = ["sudo", "-n"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run([*front, "apt-get", *command], env=environment, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise NoBrowser(f"apt-get could not {command[0]}; it says why above. As root: apt-get install {' '.join(WANTED)}")


if __name__ == "__main__":
    try:
        ensure()
    except NoBrowser as missing:
        sys.exit(str(missing))
