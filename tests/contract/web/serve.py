"""The app in process behind a plain web server, with incidents in memory: what the browser tests of the victim's pages look at.

Hours go by within a test by moving the desk's clock; the API and the pages are the real ones.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.contract.desk import Desk
from tests.contract.gateway import event, route_of


class Served:
    """The desk at an address; `requests` are method, path and headers of all that came."""

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk, self.address = desk, f"http://127.0.0.1:{port}"
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.down = False
        #: Answers what is no route of the app: method, path and query, headers, body -> status, headers, content; or nothing.
        self.aside: Callable[[str, str, dict[str, str], bytes], tuple[int, dict[str, str], bytes] | None] = lambda *asked: None
        #: Whether to cut the connection in the middle of this request's body: method, path.
        self.cuts: Callable[[str, str], bool] = lambda *asked: False
        self.lock = threading.Lock()


@contextmanager
def served(desk: Desk) -> Iterator[Served]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.served = Served(desk, server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.served
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        here: Served = self.server.served
        length = int(self.headers.get("Content-Length") or 0)
        if here.cuts(self.command, self.path):
            self.rfile.read(length // 2)
            self.close_connection = True
            return
        body = self.rfile.read(length)
        headers = dict(self.headers.items())
        here.requests.append((self.command, self.path, headers, body))
        if here.down:
            self.close_connection = True
            return
        beside = here.aside(self.command, self.path, headers, body)
        if beside is not None:
            self._send(*beside)
            return
        address = urlsplit(self.path)
        found = route_of(here.desk.app, self.command, address.path)
        if found is None:
            self._send(404, {"Content-Type": "application/json"}, b"{}")
            return
        with here.lock:
            made = event(self.command, found, headers, parse_qs(address.query), body or None)
            answer: Any = here.desk.app(made, None)
        self._send(answer["statusCode"], answer["headers"], answer["body"].encode())

    do_GET = do_HEAD = do_POST = do_PUT = _any

    def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        """Compressed, as API Gateway does it (MinimumCompressionSize in the template)."""
        packed = gzip.compress(content) if len(content) > 1000 else content
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if packed is not content:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(packed)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""
