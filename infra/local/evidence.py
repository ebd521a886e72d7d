"""The evidence bucket at the one address: what a browser has a signed URL for goes to the emulator's S3 and back, as a stream.

Path and Host stay as they were signed, so the emulator checks signature, age and checksum as S3 does. On AWS browsers reach S3
itself, from another origin; here nothing needs CORS.
"""

from __future__ import annotations

import http.client
import shutil
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler
from io import BufferedIOBase

#: As the template names the bucket.
PREFIX = "/evr-evidence-"
_HOP = {"connection", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade"}
_PIECE = 1 << 16
#: A part of an upload is 5 GB at most on S3.
LARGEST = 5 << 30
SECONDS = 120


def meant(path: str) -> bool:
    """Say whether a path is below the evidence bucket."""
    return path.startswith(PREFIX)


class Unreachable(Exception):
    """The emulator did not answer, and nothing was sent to the browser yet."""


class _Rest:
    """What is left of a request's body: never reads beyond it, for the connection may carry another request."""

    def __init__(self, source: BufferedIOBase, size: int) -> None:
        self._source, self._left = source, size

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(min(self._left, size if size >= 0 else self._left))
        self._left -= len(piece)
        return piece


def hand_on(browser: BaseHTTPRequestHandler, port: int) -> None:
    """Send the request on and stream the answer back. Raises Unreachable."""
    emulator = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS, blocksize=_PIECE)
    try:
        size = int(browser.headers.get("Content-Length") or 0)
        try:
            body = _Rest(browser.rfile, size) if size else None
            emulator.request(browser.command, browser.path, body, dict(_kept(browser.headers.items())))
            answer = emulator.getresponse()
        except (OSError, http.client.HTTPException) as error:
            # What was not read of the body would be taken for the next request.
            browser.close_connection = True
            raise Unreachable(type(error).__name__) from error
        _answer(browser, answer)
    finally:
        emulator.close()


def _kept(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in _HOP]


def _answer(browser: BaseHTTPRequestHandler, answer: http.client.HTTPResponse) -> None:
    browser.send_response(answer.status)
    for name, value in _kept(answer.getheaders()):
        if name.lower() not in ("date", "server") and not name.lower().startswith("access-control-"):
            browser.send_header(name, value)
    if answer.length is None:
        browser.close_connection = True
    if browser.close_connection:
        browser.send_header("Connection", "close")
    browser.end_headers()
    shutil.copyfileobj(answer, browser.wfile, _PIECE)
    browser.wfile.flush()
