"""A call that is recorded: objects announced and sent as the officer's page does it, by a force over any table and any bucket.

call = RecordedCall(Force(), FakeObjects(...))
call.send(TAKE, [b"...", b"..."]); call.close(); call.work()
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.outbound import media
from chalicelib.outbound.manifest import Manifest
from chalicelib.outbound.nudges import Nudge
from chalicelib.outbound.ports import Ports
from chalicelib.outbound.queues import Queues
from chalicelib.outbound.webhook import Address
from chalicelib.service import recording
from chalicelib.service.recording import NewObject, SendTo
from chalicelib.store import keys, recordings
from chalicelib.store.incidents import recorded
from chalicelib.store.objects import Objects

from .builders import OFFICER
from .fakes_objects import sha256_b64
from .force import Force

TAKE, SECOND = "00c0ffee00c0ffee", "00decade00decade"
KIND = "video/webm;codecs=vp8,opus"


class RecordedCall:
    """`browser(url, headers, body)` does what a browser does with an address. The clock stands still unless it is moved."""

    def __init__(
        self,
        force: Force,
        objects: Objects,
        browser: Callable[[str, dict[str, str], bytes], Any],
        ffmpeg: str | None = None,
        status: str = "in_call",
    ) -> None:
        force.deps = replace(force.deps, objects=objects)
        self.force, self.objects, self.browser = force, objects, browser
        self.reference = force.bring(status)
        self.ports = Ports(
            deps=force.deps,
            queues=Queues(None, {}),
            provider=lambda name, policy: None,
            link_base="",
            address=lambda name: Address("", ""),
            post=lambda url, body, headers: None,
            ffmpeg=ffmpeg,
        )
        self.seconds = 2

    @property
    def now_ms(self) -> int:
        return int(self.force.clock.now.timestamp() * 1000)

    def object(self, n: int, body: bytes, take: str = TAKE, **changes: Any) -> NewObject:
        began, ended = self.now_ms - self.seconds * 1000, self.now_ms
        whole = NewObject(take, n, sha256_b64(body), len(body), began, ended, KIND)
        return replace(whole, **changes)

    def announce(self, new: NewObject, who: str = OFFICER) -> Any:
        return recording.announce(self.force.deps, self.force.caller(who), self.reference, new)

    def send(self, bodies: Sequence[bytes], take: str = TAKE, lose: Sequence[int] = (), first: int = 0) -> None:
        """An object every two seconds; those named in `lose` are announced and never arrive."""
        for n, body in enumerate(bodies, first):
            self.wait(self.seconds)
            there = self.announce(self.object(n, body, take))
            assert isinstance(there, SendTo), there
            if n not in lose:
                self.browser(there.url, there.headers, body)

    def wait(self, seconds: float) -> None:
        self.force.clock.forward(timedelta(seconds=seconds))

    def give(self, who: str, command: c.Command) -> Any:
        return self.force.must(who, self.reference, command)

    def close(self) -> None:
        self.give("officer", c.Close())

    def work(self, kind: type[e.Event] = e.CallClosed) -> None:
        """What the media worker does about the newest event of this kind. Raises what it raises."""
        told = next(each for each in reversed(self.history()) if isinstance(each.event, kind))
        media.work(self.ports, Nudge(self.force.name, self.reference, told.version))

    def settle(self) -> None:
        """Everything the media worker has to do, over and over until nothing new happens."""
        done = -1
        while done != (done := self.incident.version):
            for told in self.history():
                if type(told.event) in media.JOBS:
                    media.work(self.ports, Nudge(self.force.name, self.reference, told.version))

    def history(self) -> list[e.Recorded]:
        pk = keys.incident(self.force.name, self.reference)
        return list(map(recorded, self.force.table.query(pk, prefix="EVENT#", limit=1000).rows))

    @property
    def incident(self) -> Any:
        return self.force.incident(self.reference)

    def key(self, name: str, number: int = 1) -> str:
        return recordings.folder(self.force.name, self.reference, number) + name

    def read(self, name: str, number: int = 1) -> bytes:
        with self.objects.get(self.key(name, number)) as body:
            return body.read()

    def manifest(self) -> Manifest:
        return msgspec.json.decode(self.read("manifest.json"), type=Manifest)
