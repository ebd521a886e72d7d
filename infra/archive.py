"""Write zips whose bytes depend on nothing but their contents."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_zip(source: Path, destination: Path, base: Path | None = None, mode: int = 0o644) -> None:
    """Zip everything below `source`, appended to the zip `base` if there is one; replaced in one step, so never half written."""
    draft = destination.with_suffix(".draft")
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.unlink(missing_ok=True)
    if base is not None:
        shutil.copyfile(base, draft)
    with zipfile.ZipFile(draft, "a", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
        for path in sorted(source.rglob("*")):
            if path.is_file():
                _add(out, path.relative_to(source).as_posix(), path.read_bytes(), mode)
    draft.replace(destination)


def _add(out: zipfile.ZipFile, name: str, content: bytes, mode: int) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = mode << 16
    out.writestr(entry, content)
