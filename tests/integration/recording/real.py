"""What the tests of recordings share: the emulator's S3, and what a browser and the media worker do with it."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from typing import Any

from tests import emulator
from tests.recorded import RecordedCall


def s3() -> Any:
    return emulator.client(
        "s3", signature_version="s3v4", request_checksum_calculation="when_required", s3={"addressing_style": "path"}
    )


def put(url: str, headers: dict[str, str], body: bytes) -> None:
    with urllib.request.urlopen(urllib.request.Request(url, body, dict(headers), method="PUT")) as answer:
        assert answer.status == 200


def until_later(call: RecordedCall, seconds: int = 6) -> None:
    call.wait(seconds)


def saved(call: RecordedCall, name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(call.read(name))
    return path


def joined(call: RecordedCall) -> Any:
    call.close()
    until_later(call)
    call.settle()
    return call.incident.recordings[0]
