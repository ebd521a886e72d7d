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
    """There is no chromium (or what else was asked for) and it cannot be installed; the message says what to do."""


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
        install(*WANTED, of_use_for="The tests of the pages")
        path()


def install(*packages: str, of_use_for: str) -> None:
    """Install Debian's packages, as root or by sudo. Raises NoBrowser, which says what needs them."""
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        _apt(command, packages, of_use_for)


def _apt(command: list[str], packages: tuple[str, ...], of_use_for: str) -> None:
    by_hand = f"{of_use_for} need Debian's {packages[0]}. As root: apt-get install {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise NoBrowser(f"{of_use_for} need {packages[0]}, and this is not Debian or Ubuntu: install it by hand.")
    front: list[str] = []
    if os.geteuid() != 0:
        if shutil.which("sudo") is None:
            raise NoBrowser(by_hand)
        front = ["sudo", "-n"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run([*front, "apt-get", *command], env=environment, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise NoBrowser(f"apt-get could not {command[0]}; it says why above. {by_hand}")


if __name__ == "__main__":
    try:
        ensure()
    except NoBrowser as missing:
        sys.exit(str(missing))
