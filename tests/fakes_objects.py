"""The evidence bucket in memory: versions, checksums, locks and holds as S3 has them, and what a browser does with a signed URL."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

from chalicelib.store.objects import Head, Listed, Missing, Part, Refused, Signed


def sha256_b64(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


@dataclass
class Version:
    """One version of an object. `until`: locked so long."""

    name: str
    body: bytes
    kind: str
    sha256: str | None
    until: datetime
    held: bool = False


@dataclass
class Upload:
    key: str
    kind: str
    parts: dict[int, tuple[Part, bytes]] = field(default_factory=dict)


class FakeObjects:
    """`Objects` in memory. `fail_next(name)` makes a function of the port raise once; `calls` has the names of all."""

    origin = "https://evidence.example"

    def __init__(self, now: Any = lambda: datetime.now(UTC), default: timedelta = timedelta(days=31)) -> None:
        self.now, self.default = now, default
        self.versions: dict[str, list[Version]] = {}
        self.uploads: dict[str, Upload] = {}
        self.calls: list[str] = []
        self._failures: dict[str, list[Exception]] = {}
        self._names = iter(range(1, 1_000_000))

    def fail_next(self, name: str, *errors: Exception) -> None:
        self._failures.setdefault(name, []).extend(errors)

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self._failures.get(name):
            raise self._failures[name].pop(0)

    # --- what a browser is given, and what it does with it ---

    def put_url(self, key: str, sha256_b64: str, size: int, kind: str, seconds: int) -> Signed:
        self._called("put_url")
        headers = {"content-type": kind, "x-amz-checksum-sha256": sha256_b64}
        return Signed(self._url("put", seconds, key=key, sha256=sha256_b64, size=size, kind=kind), headers)

    def get_url(self, key: str, version: str, seconds: int, download_name: str | None = None) -> str:
        self._called("get_url")
        return self._url("get", seconds, key=key, version=version, name=download_name)

    def part_url(self, key: str, upload: str, part: int, sha256_b64: str, seconds: int) -> Signed:
        self._called("part_url")
        url = self._url("part", seconds, key=key, upload=upload, part=part, sha256=sha256_b64)
        return Signed(url, {"x-amz-checksum-sha256": sha256_b64})

    def _url(self, does: str, seconds: int, **about: Any) -> str:
        ends = (self.now() + timedelta(seconds=seconds)).isoformat()
        return f"{self.origin}/?" + json.dumps({"does": does, "ends": ends, **about}, sort_keys=True)

    def browser(self, url: str, body: bytes = b"") -> bytes:
        """Do what a browser does with a signed URL. Raises Refused for what S3 would not take."""
        about = json.loads(url.partition("?")[2])
        if datetime.fromisoformat(about["ends"]) < self.now():
            raise Refused("AccessDenied")
        if about["does"] == "get":
            return self._find(about["key"], about["version"]).body
        if sha256_b64(body) != about["sha256"] or about.get("size", len(body)) != len(body):
            raise Refused("BadDigest")
        if about["does"] == "put":
            self._write(about["key"], body, about["kind"], about["sha256"])
        else:
            part = Part(about["part"], f'"{about["part"]}"', len(body), about["sha256"])
            self._upload(about["key"], about["upload"]).parts[part.part] = (part, body)
        return b""

    # --- uploads in parts ---

    def start_parts(self, key: str, kind: str) -> str:
        self._called("start_parts")
        upload = f"upload-{next(self._names)}"
        self.uploads[upload] = Upload(key, kind)
        return upload

    def parts(self, key: str, upload: str) -> list[Part]:
        self._called("parts")
        found = self._upload(key, upload).parts
        return [found[number][0] for number in sorted(found)]

    def finish_parts(self, key: str, upload: str, parts: Sequence[Part]) -> str:
        self._called("finish_parts")
        there = self._upload(key, upload)
        if not parts or any(there.parts.get(each.part, (None,))[0] != each for each in parts):
            raise Refused("InvalidPart")
        if [each.part for each in parts] != sorted({each.part for each in parts}):
            raise Refused("InvalidPartOrder")
        del self.uploads[upload]
        return self._write(key, b"".join(there.parts[each.part][1] for each in parts), there.kind, None)

    def abort_parts(self, key: str, upload: str) -> None:
        self._called("abort_parts")
        self.uploads.pop(upload, None)

    def _upload(self, key: str, upload: str) -> Upload:
        found = self.uploads.get(upload)
        if found is None or found.key != key:
            raise Missing("NoSuchUpload")
        return found

    # --- what the workers do ---

    def put(self, key: str, body: bytes | BinaryIO, kind: str) -> str:
        self._called("put")
        content = body if isinstance(body, bytes) else body.read()
        newest = self.versions.get(key, [])[-1:]
        if newest and newest[0].body == content:
            return newest[0].name
        return self._write(key, content, kind, sha256_b64(content))

    def _write(self, key: str, body: bytes, kind: str, sha256: str | None) -> str:
        name = f"version-{next(self._names)}"
        self.versions.setdefault(key, []).append(Version(name, body, kind, sha256, self.now() + self.default))
        return name

    def get(self, key: str, version: str | None = None) -> BinaryIO:
        self._called("get")
        return io.BytesIO(self._find(key, version).body)

    def head(self, key: str, version: str | None = None) -> Head:
        self._called("head")
        found = self._find(key, version)
        return Head(len(found.body), found.name, found.sha256)

    def list(self, prefix: str) -> Iterator[Listed]:
        self._called("list")
        for key in sorted(self.versions):
            if key.startswith(prefix):
                yield Listed(key, len(self.versions[key][-1].body))

    def hold(self, key: str, version: str, on: bool) -> None:
        self._called("hold")
        self._find(key, version).held = on

    def retain(self, key: str, version: str, until: datetime) -> None:
        self._called("retain")
        found = self._find(key, version)
        found.until = max(found.until, until)

    def _find(self, key: str, version: str | None) -> Version:
        found = [each for each in self.versions.get(key, []) if version in (None, each.name)]
        if not found:
            raise Missing("NoSuchKey")
        return found[-1]
