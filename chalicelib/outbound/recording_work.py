"""One incident under the media worker's hands, as its recordings need it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from ..domain import events as e
from ..domain.commands import Command
from ..domain.incident import Incident
from ..domain.recording import Stored
from ..domain.refusals import Refusal
from ..domain.words import Role
from ..service.deps import Caller
from ..service.performing import perform
from ..store import keys, recordings
from ..store.incidents import recorded, stored
from ..store.objects import Objects
from .nudges import Nudge
from .ports import Ports

WEBM, MP4, JSON = "video/webm", "video/mp4", "application/json"


class Work:
    """One incident under this worker's hands."""

    def __init__(self, ports: Ports, nudge: Nudge) -> None:
        self.ports, self.force, self.reference = ports, nudge.force, nudge.reference or ""
        self.objects: Objects = ports.deps.objects

    @property
    def incident(self) -> Incident:
        key = keys.state(self.force, self.reference)
        return stored(self.ports.deps.table.get([key])[key]).incident

    @property
    def ffmpeg(self) -> str:
        """Where the program is. Raises RuntimeError when nobody has said."""
        if not self.ports.ffmpeg:
            raise RuntimeError("EVR_FFMPEG is not set")
        return self.ports.ffmpeg

    def folder(self, number: int) -> str:
        """Below which everything lies that is made of a recording."""
        return recordings.folder(self.force, self.reference, number)

    def history(self) -> Iterator[e.Recorded]:
        pk, after = keys.incident(self.force, self.reference), None
        while True:
            page = self.ports.deps.table.query(pk, prefix="EVENT#", after=after, limit=1000)
            yield from map(recorded, page.rows)
            after = page.after
            if after is None:
                return

    def report(self, command: Command) -> None:
        """Put on record what was done; what is on record already is well."""
        system = Caller(force=self.force, id="system", roles=frozenset({Role.SYSTEM.value}))
        done = perform(self.ports.deps, system, self.reference, command)
        if isinstance(done, Refusal) and done.code != "nothing_changed":
            raise RuntimeError(done.code)

    def put(self, number: int, name: str, path: Path, kind: str = WEBM) -> Stored:
        with path.open("rb") as body:
            sha256 = hashlib.file_digest(body, "sha256").hexdigest()
            body.seek(0)
            version = self.objects.put(self.folder(number) + name, body, kind)
        return Stored(sha256, path.stat().st_size, version)
