"""Hand a request to the API Gateway stage in the emulator and its answer back, on connections that are kept."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterable
from dataclasses import dataclass

_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "content-length",
}
# More Lambda workers than this at once only cost memory on a small machine; further requests wait their turn.
_AT_ONCE = 12


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Unreachable(Exception):
    """The emulator did not answer."""


class Gateway:
    """The deployed API, as its own domain would serve it: the stage is not part of the path."""

    def __init__(self) -> None:
        self._port = 0
        self._prefix = ""
        self._turn = threading.BoundedSemaphore(_AT_ONCE)
        self._local = threading.local()

    def point(self, port: int, api: str, stage: str = "api") -> None:
        """Say where the API is deployed."""
        self._port, self._prefix = port, f"/restapis/{api}/{stage}/_user_request_"

    @property
    def port(self) -> int:
        """The emulator's, 0 before there is one."""
        return self._port

    def ask(self, method: str, path: str, headers: Iterable[tuple[str, str]], body: bytes) -> Answer:
        with self._turn:
            return self._ask(method, _as_sent(path), [(name, value) for name, value in headers if name.lower() not in _HOP], body)

    def _ask(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> Answer:
        # A kept connection may have been closed meanwhile. Only then, and only before an answer, is it tried once more.
        for fresh in (False, True):
            connection = self._connection(fresh)
            try:
                self._send(connection, method, path, headers, body)
                reply = connection.getresponse()
                return Answer(
                    reply.status,
                    [(name, value) for name, value in reply.getheaders() if name.lower() not in _HOP],
                    reply.read(),
                )
            except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError) as error:
                connection.close()
                self._local.connection = None
                if fresh:
                    raise Unreachable(str(error)) from error
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                self._local.connection = None
                raise Unreachable(str(error)) from error
        raise AssertionError("not reached")

    def _send(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        headers: list[tuple[str, str]],
        body: bytes,
    ) -> None:
        named = any(name.lower() == "host" for name, _ in headers)
        connection.putrequest(method, self._prefix + path, skip_host=named, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)

    def _connection(self, fresh: bool) -> http.client.HTTPConnection:
        kept: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if kept is None or fresh or kept.port != self._port:
            kept = http.client.HTTPConnection("127.0.0.1", self._port, timeout=35)
            self._local.connection = kept
        return kept


def _as_sent(path: str) -> str:
    """AWS finds the resource by the path as it was sent; the emulator decodes it first, and a reference's slash would part it."""
    front, mark, query = path.partition("?")
    return front.replace("%2F", "%252F").replace("%2f", "%252F") + mark + query
