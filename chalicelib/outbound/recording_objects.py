"""The announced objects of a recording, fetched and held against their hashes, and joined byte by byte into the originals."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

from ..store import recordings
from ..store.objects import Missing, Objects
from ..store.recordings import Announced

#: Fetched at once: each is 8 MB at most.
AT_ONCE = 8
JOINED, MISSING, DIFFERS = "joined", "missing", "hash_differs"


class Looked(NamedTuple):
    """An object as it was found. `sha256` in hexadecimal, of what was announced; `found` of what is there, if that differs."""

    announced: Announced
    state: str
    sha256: str
    version: str | None = None
    found: str | None = None


class Original(NamedTuple):
    """A take, joined in `path`; `size` 0 when nothing of it arrived."""

    take: str
    objects: tuple[Looked, ...]
    path: Path
    sha256: str
    size: int


def newest(announced: Sequence[Announced]) -> datetime:
    return max(each.row.at for each in announced)


def all_there(objects: Objects, force: str, reference: str, announced: Sequence[Announced]) -> bool:
    """Whether every announced object has arrived, whatever it holds."""
    there = {each.key for take in {one.take for one in announced} for each in objects.list(_folder(force, reference, take))}
    return all(recordings.where(force, reference, each.take, each.n) in there for each in announced)


def _folder(force: str, reference: str, take: str) -> str:
    return recordings.where(force, reference, take, 0).rpartition("/")[0] + "/"


def join(objects: Objects, force: str, reference: str, announced: Sequence[Announced], scratch: Path) -> list[Original]:
    """Fetch, check and join each take, in the order in which they began. Raises Unavailable."""
    by_take = groupby(sorted(announced, key=lambda each: (each.take, each.n)), key=lambda each: each.take)
    originals = [_take(objects, force, reference, take, list(each), scratch) for take, each in by_take]
    return sorted(originals, key=lambda each: (each.objects[0].announced.row.began, each.take))


def _take(objects: Objects, force: str, reference: str, take: str, announced: list[Announced], scratch: Path) -> Original:
    path, digest, size = scratch / f"original-{take}.webm", hashlib.sha256(), 0
    looked: list[Looked] = []
    with path.open("wb") as joined:
        for each, body in _fetched(objects, force, reference, announced):
            looked.append(each)
            if each.state == JOINED:
                joined.write(body)
                digest.update(body)
                size += len(body)
    return Original(take, tuple(looked), path, digest.hexdigest(), size)


def _fetched(objects: Objects, force: str, reference: str, announced: list[Announced]) -> Iterator[tuple[Looked, bytes]]:
    """In order; a few at a time, so that neither waiting nor memory adds up."""
    rest = iter(announced)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while some := list(islice(rest, AT_ONCE)):
            yield from pool.map(lambda each: _look(objects, force, reference, each), some)


def _look(objects: Objects, force: str, reference: str, each: Announced) -> tuple[Looked, bytes]:
    key, wanted = recordings.where(force, reference, each.take, each.n), base64.b64decode(each.row.sha256)
    try:
        version = objects.head(key).version
        with closing(objects.get(key, version)) as stream:
            body = stream.read()
    except Missing:
        return Looked(each, MISSING, wanted.hex()), b""
    found = hashlib.sha256(body).digest()
    if found != wanted:
        return Looked(each, DIFFERS, wanted.hex(), version, found.hex()), b""
    return Looked(each, JOINED, wanted.hex(), version), body
