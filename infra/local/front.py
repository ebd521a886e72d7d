"""The one address of the local system: the API, the start page, and what only a local system has (below /local/).

Bound to 127.0.0.1. Host and Origin must name this address too: a page elsewhere that points its own name at 127.0.0.1 (DNS
rebinding) would otherwise be handed tokens.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from infra.local import evidence
from infra.local.proxy import Answer, Gateway, Unreachable

PAGE = Path(__file__).with_name("page")
_LARGEST = 10_000_000  # as API Gateway
_PAGE_HEADERS = [
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
]

#: Method, path parts, body, headers in lower case, query.
Local = Callable[[str, list[str], bytes, dict[str, str], str], "Answer | None"]


class PortTaken(RuntimeError):
    """Another program listens on the port; the message says what to do."""


class Front(ThreadingHTTPServer):
    """Serves until `shutdown`. `local` answers what is below /local/, the gateway everything that is not the page."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, gateway: Gateway, local: Local) -> None:
        self.gateway, self.local = gateway, local
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        try:
            super().__init__(("127.0.0.1", port), Handler)
        except OSError as error:
            raise PortTaken(
                f"Port {port} is taken by another program. Stop it, or choose another: make run EVR_PORT={port + 100}"
            ) from error

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away is no error of ours."""


class Handler(BaseHTTPRequestHandler):
    """One connection of a browser or a program."""

    server: Front
    protocol_version = "HTTP/1.1"
    server_version = "evr"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 120

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (TimeoutError, ConnectionError):
            self.close_connection = True

    def _any(self) -> None:
        answer = self._refused() or (self._evidence() if evidence.meant(self.path) else self._routed())
        if answer is not None:
            self._send(answer)

    def _evidence(self) -> Answer | None:
        """None when the bucket has answered: what may be large is never held here."""
        try:
            evidence.hand_on(self, self.server.gateway.port)
        except evidence.Unreachable:
            return _starting()
        return None

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _any

    def _refused(self) -> Answer | None:
        origin = self.headers.get("Origin")
        if self.headers.get("Host") not in self.server.hosts or (
            origin not in (None, *(f"http://{host}" for host in self.server.hosts))
        ):
            self.close_connection = True
            return problem(403, "wrong_address", "This system answers only to its own address on this machine.")
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdigit():
            self.close_connection = True
            return problem(411, "length_required", "Send the body with a Content-Length.")
        if int(length) > (evidence.LARGEST if evidence.meant(self.path) else _LARGEST):
            self.close_connection = True
            return problem(413, "too_large", "The body is larger than 10 MB.")
        return None

    def _routed(self) -> Answer:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        path, query = urlsplit(self.path)[2:4]
        if path.startswith("/local/"):
            parts = [unquote(part) for part in path.split("/")[2:]]
            headers = {name.lower(): value for name, value in self.headers.items()}
            return self.server.local(self.command, parts, body, headers, query) or problem(
                404, "not_found", "There is nothing at this address."
            )
        if path == "/" or path.startswith("/page/"):
            return _static("index.html" if path == "/" else path.removeprefix("/page/"))
        try:
            return self.server.gateway.ask(self.command, self.path, self.headers.items(), body)
        except Unreachable:
            return _starting()

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            if name.lower() not in ("date", "server"):
                self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and answer.status != 204:
            self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a path may hold what no log should."""


def as_json(content: object, status: int = 200) -> Answer:
    return Answer(status, [("Content-Type", "application/json"), ("Cache-Control", "no-store")], json.dumps(content).encode())


def from_json(body: bytes) -> dict[str, Any]:
    """What the page sent; whatever is no object is an empty one, whose parts are then missed by name."""
    try:
        content = json.loads(body or b"{}")
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def problem(status: int, code: str, detail: str) -> Answer:
    """Return an error in the shape of all others (RFC 9457)."""
    body = {
        "type": "about:blank",
        "title": code.replace("_", " ").capitalize(),
        "status": status,
        "code": code,
        "detail": detail,
    }
    return Answer(status, [("Content-Type", "application/problem+json")], json.dumps(body).encode())


def _starting() -> Answer:
    return problem(503, "unavailable", "The emulator is starting or has stopped. Try again in a few seconds.")


def _static(name: str) -> Answer:
    path = (PAGE / name).resolve()
    if not path.is_file() or PAGE.resolve() not in path.parents:
        return problem(404, "not_found", "There is no such page.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind.endswith("javascript"):
        kind += "; charset=utf-8"
    return Answer(200, [("Content-Type", kind), *_PAGE_HEADERS], path.read_bytes())
