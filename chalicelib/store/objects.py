"""The port to the evidence bucket: recordings, files, statements. Versioned and locked, so nothing here writes over anything.

`s3.py` is the bucket on AWS (and in the emulator); `tests/fakes_objects.py` is one in memory. Checksums are SHA-256 in base64, as
S3 has them. What is large never goes through a Lambda body: browsers send and fetch by presigned URLs that live minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO, NamedTuple, Protocol
from urllib.parse import quote


class Missing(Exception):
    """There is no such object, or not this version of it."""


class Refused(Exception):
    """The bucket refused for good: another checksum than announced, or parts that do not fit. `code` is S3's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Signed(NamedTuple):
    """Where a browser sends its bytes, and the headers that it must send with them: they are part of the signature."""

    url: str
    headers: Mapping[str, str]


class Part(NamedTuple):
    """One part of an upload under way. `part` counts from 1; all but the last have at least 5 MB."""

    part: int
    etag: str
    size: int
    sha256: str


class Head(NamedTuple):
    """What the bucket knows of one version. `sha256` is of the whole object; None when it came in parts that nobody summed up."""

    size: int
    version: str
    sha256: str | None


class Listed(NamedTuple):
    """One object of a listing, in its newest version."""

    key: str
    size: int


class Objects(Protocol):
    """The port. Raises `rows.Unavailable` when the bucket does not answer, Missing and Refused."""

    @property
    def origin(self) -> str:
        """Scheme and host that browsers send to and fetch from, for a page's connect-src and media-src."""
        ...

    def put_url(self, key: str, sha256_b64: str, size: int, kind: str, seconds: int) -> Signed:
        """Let a browser put exactly these bytes: checksum, length and content type are part of the signature."""
        ...

    def get_url(self, key: str, version: str, seconds: int, download_name: str | None = None) -> str:
        """Let a browser fetch one version; with a name it is kept as a file, without it is shown."""
        ...

    def start_parts(self, key: str, kind: str) -> str:
        """Begin an upload in parts; return its id. What is never finished goes after seven days."""
        ...

    def part_url(self, key: str, upload: str, part: int, sha256_b64: str, seconds: int) -> Signed:
        """Let a browser put one part: its checksum is part of the signature."""
        ...

    def parts(self, key: str, upload: str) -> list[Part]:
        """What has arrived, in order. Raises Missing for an upload that was finished or given up."""
        ...

    def finish_parts(self, key: str, upload: str, parts: Sequence[Part]) -> str:
        """Make one object of these parts; return its version. Raises Missing and Refused."""
        ...

    def abort_parts(self, key: str, upload: str) -> None:
        """Give an upload up. One that is not there any more is no error."""
        ...

    def put(self, key: str, body: bytes | BinaryIO, kind: str) -> str:
        """Write a new version (from the stream's position on) and return it; it is locked for the bucket's default time.

        What is there already as the newest version is not written again: its version is returned.
        """
        ...

    def get(self, key: str, version: str | None = None) -> BinaryIO:
        """Open a version, the newest when none is named; close it."""
        ...

    def head(self, key: str, version: str | None = None) -> Head: ...

    def list(self, prefix: str) -> Iterator[Listed]:
        """Everything below a prefix, by key."""
        ...

    def hold(self, key: str, version: str, on: bool) -> None:
        """Put a version under legal hold, or lift it. While held nothing can delete it, whatever its retention says."""
        ...

    def retain(self, key: str, version: str, until: datetime) -> None:
        """Keep a version until then at least; a later date that stands already is left alone, so this never shortens."""
        ...


def place(force: str, reference: str, *parts: str) -> str:
    """The key of an incident's object: a reference may hold a slash, which would part it."""
    return "/".join([force, quote(reference, safe=""), *parts])


def attachment(name: str) -> str:
    """A Content-Disposition that any file name survives (RFC 6266), without a line break or a quote in it."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_. ") else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
