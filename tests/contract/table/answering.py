"""Stands where DynamoDB should be, and gives one answer to everything."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Answering:
    """An address that gives one answer to everything: an error (status, body), or the first bytes of an answer, or None."""

    def __init__(self, answer: tuple[int, dict[str, Any]] | bytes | None) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                if answer is None:
                    self.close_connection = True
                    return
                status, body = (200, answer) if isinstance(answer, bytes) else (answer[0], json.dumps(answer[1]).encode())
                self.send_response(status)
                self.send_header("Content-Length", str(len(body) + 100 * isinstance(answer, bytes)))
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = True

            def log_message(self, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Answering:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def error(status: int, code: str, **more: Any) -> tuple[int, dict[str, Any]]:
    return status, {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "no"} | more


def cancelled(*codes: str) -> tuple[int, dict[str, Any]]:
    return error(400, "TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes])
