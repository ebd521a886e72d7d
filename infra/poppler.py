"""Poppler's pdfsig and pdftotext, with which the tests look at signed papers: a program that is not the one that signed them.

python -m infra.poppler         install Debian's, if it is missing
"""

from __future__ import annotations

import shutil
import sys

from infra import browser


def ensure() -> None:
    """Install Debian's poppler-utils as chromium is, unless it is there. Raises NoBrowser, which says what to do."""
    if shutil.which("pdfsig") is None or shutil.which("pdftotext") is None:
        print("Installing Debian's poppler-utils for the tests of signed papers (once).", flush=True)
        browser.install("poppler-utils", of_use_for="The tests of signed papers")


if __name__ == "__main__":
    try:
        ensure()
    except browser.NoBrowser as missing:
        sys.exit(str(missing))
