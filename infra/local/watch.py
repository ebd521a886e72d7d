"""Notice a change of the code and bring it into the running system."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from infra.local.system import System
from infra.package import PackagingFailed
from infra.stack import DeploymentFailed

_KINDS = {".py", ".toml", ".html", ".css", ".js", ".yaml", ".json"}


class Watch:
    """Compares times of change; a look costs about a millisecond."""

    def __init__(self, local: System, say: Callable[[str], None]) -> None:
        self._local, self._say = local, say
        self._seen = self._times()

    def look(self) -> None:
        """Redeploy when something has changed; a mistake in the code is told, and the old code goes on."""
        now = self._times()
        if now == self._seen:
            return
        changed = sorted({path for path, _ in now.items() ^ self._seen.items()})
        self._seen = now
        began = time.monotonic()
        try:
            self._local.deploy()
        except (PackagingFailed, DeploymentFailed) as failure:
            self._say(f"Not taken over, the code before goes on:\n{failure}")
            return
        names = ", ".join(str(path.relative_to(self._local.source)) for path in changed[:3]) + (
            " and others" if len(changed) > 3 else ""
        )
        self._say(f"Picked up {names} ({time.monotonic() - began:.1f} s).")

    def _times(self) -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in self._files() if path.exists()}

    def _files(self) -> Iterator[Path]:
        source = self._local.source
        yield source / "app.py"
        yield source / "infra" / "template.yaml"
        for folder in (source / "chalicelib", source / "infra" / "policies"):
            yield from (path for path in folder.rglob("*") if path.suffix in _KINDS and "__pycache__" not in path.parts)
