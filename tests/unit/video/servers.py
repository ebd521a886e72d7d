"""A video platform on this machine that does what platforms do: answers, refuses, is slow, hangs up, talks rubbish."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Got(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: Any


Reply = Callable[["Platform", BaseHTTPRequestHandler], None]


class Platform:
    """`replies` are given one after the other; the last one goes on."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.replies: list[Reply] = [says(200, {})]
        self.over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:
                pass

            def _answer(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                platform.got.append(Got(self.command, self.path, dict(self.headers), json.loads(raw) if raw else None))
                reply = platform.replies.pop(0) if len(platform.replies) > 1 else platform.replies[0]
                reply(platform, self)

            do_POST = do_PUT = do_DELETE = _answer

        return Handler


def says(status: int, body: Any) -> Reply:
    """Answer with this status; `body` as JSON, or as it is when it is bytes."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    def reply(platform: Platform, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    return reply


def moves(to: str) -> Reply:
    """Send whoever asks elsewhere."""

    def reply(platform: Platform, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return reply


def waits(platform: Platform, handler: BaseHTTPRequestHandler) -> None:
    """Answer nothing until it is all over."""
    platform.over.wait(20)


def hangs_up(platform: Platform, handler: BaseHTTPRequestHandler) -> None:
    """Break off within the answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"data": ')
    handler.close_connection = True
