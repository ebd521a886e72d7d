"""The local door in front of the emulator: what it sends on is what AWS would have found the resource by."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from infra.local.proxy import Gateway, Unreachable, _as_sent


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/v1/incidents/2026%2F7", "/v1/incidents/2026%252F7"),
        ("/v1/incidents/a%2fb%2Fc/offer", "/v1/incidents/a%252Fb%252Fc/offer"),
        ("/v1/queue?cursor=a%2Fb", "/v1/queue?cursor=a%2Fb"),
        ("/v1/incidents/a%2Fb?why=c%2Fd", "/v1/incidents/a%252Fb?why=c%2Fd"),
        ("/v1/incidents/a%23b%20c", "/v1/incidents/a%23b%20c"),
        ("/v1/incidents/a%252Fb", "/v1/incidents/a%252Fb"),
        ("/", "/"),
    ],
)
def test_a_slash_within_a_reference_stays_within_it(path: str, sent: str) -> None:
    """The emulator decodes a path once before it looks for the resource; a query is handed on as it came."""
    assert _as_sent(path) == sent


class Echo(BaseHTTPRequestHandler):
    """Answers with the line and the headers that arrived."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = f"{self.path} {self.headers.get('Host')} {self.headers.get('Te')}|".encode() + body
        self.send_response(201)
        self.send_header("Content-Length", str(len(answer)))
        self.send_header("X-Kept", "yes")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made = Gateway()
    made.point(server.server_address[1], "abc", "api")
    yield made
    server.shutdown()
    server.server_close()


def test_a_request_goes_to_the_stage_with_its_headers_but_for_those_of_the_connection(gateway: Gateway) -> None:
    answer = gateway.ask("POST", "/v1/incidents/2026%2F7?x=1%2F2", [("Host", "evr.example"), ("TE", "trailers")], b"body")
    assert answer.body == b"/restapis/abc/api/_user_request_/v1/incidents/2026%252F7?x=1%2F2 evr.example None|body"
    assert (answer.status, ("X-Kept", "yes") in answer.headers) == (201, True)
    assert not [name for name, _ in answer.headers if name.lower() == "content-length"]


def test_where_nobody_listens_it_says_so(gateway: Gateway) -> None:
    gateway.point(1, "abc")
    with pytest.raises(Unreachable):
        gateway.ask("POST", "/", [], b"")
