"""What programs that are not ours say of a PDF."""

import subprocess
from pathlib import Path


def words_of(pdf: bytes, folder: Path) -> str:
    """The text of a PDF as poppler reads it, its lines joined."""
    paper = folder / "paper.pdf"
    paper.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def verdict(pdf: bytes, folder: Path) -> str:
    """What poppler's pdfsig says of the seal."""
    paper = folder / "sealed.pdf"
    paper.write_bytes(pdf)
    return subprocess.run(["pdfsig", str(paper)], capture_output=True, text=True).stdout
