"""One webhook: where it may go, how it is signed, and what a bad receiver can do to us."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from botocore.exceptions import ClientError
from standardwebhooks import Webhook

from chalicelib.outbound import webhook
from chalicelib.outbound.webhook import Address, Addresses, NotConfigured
from tests.outside import SECRET


@contextmanager
def receiver(answer: Any) -> Iterator[tuple[str, list[tuple[bytes, dict[str, str]]]]]:
    got: list[tuple[bytes, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.rfile.read(int(self.headers["content-length"])), dict(self.headers)))
            answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/cad", got
    finally:
        server.shutdown()
        server.server_close()


def says(status: int, **headers: str) -> Any:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def test_the_receiver_can_check_the_signature_with_the_standard_library() -> None:
    body = b'{"id":"upd-000000000001"}'
    with receiver(says(204)) as (url, got):
        address = Address(url, SECRET)
        status = webhook.post(url, body, webhook.headers(address, "upd-000000000001", datetime.now(UTC), body))

    assert status == 204
    ((received, headers),) = got
    assert Webhook(SECRET).verify(received, headers) == {"id": "upd-000000000001"}
    assert headers["webhook-id"] == "upd-000000000001"


def test_a_redirect_is_not_followed() -> None:
    with receiver(says(302, Location="http://127.0.0.1:1/elsewhere")) as (url, got):
        assert webhook.post(url, b"{}", {}) == 302
    assert len(got) == 1


def test_nobody_there_is_no_answer() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert webhook.post(f"http://127.0.0.1:{port}/", b"{}", {}) is None


def test_a_connection_cut_off_is_no_answer() -> None:
    with receiver(lambda handler: handler.connection.close()) as (url, _):
        assert webhook.post(url, b"{}", {}) is None


def test_silence_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "READ_SECONDS", 0.2)
    wait = threading.Event()
    with receiver(lambda handler: wait.wait(3)) as (url, _):
        assert webhook.post(url, b"{}", {}) is None
        wait.set()


def test_an_endless_answer_is_not_read() -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            pass

    with receiver(endless) as (url, _):
        assert webhook.post(url, b"{}", {}) == 200


@pytest.mark.parametrize(
    "url", ["https://cad.example.org/evr", "http://127.0.0.1:8800/cad", "http://localhost/cad", "http://[::1]:1/"]
)
def test_https_and_this_machine_are_allowed(url: str) -> None:
    assert webhook.allowed(Address(url, SECRET)).url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://cad.example.org/",
        "http://127.0.0.1.example.org/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "",
        "http://169.254.169.254/",
    ],
)
def test_no_other_address_is_allowed(url: str) -> None:
    with pytest.raises(NotConfigured):
        webhook.allowed(Address(url, SECRET))


@pytest.mark.parametrize(
    "held",
    ["", "not json", "{}", '{"url": 1}', '{"url":"https://x","secret":"whsec_"}', '{"url":"https://x","secret":"whsec_%%%"}'],
)
def test_a_malformed_secret_is_named_and_not_quoted(held: str) -> None:
    with pytest.raises(NotConfigured) as refused:
        Addresses(lambda name: held).find("evr/dorset/cad")
    assert "whsec_" not in str(refused.value).replace("whsec_ and base64", "")


def test_a_secret_that_cannot_be_read_is_named() -> None:
    def refuse(name: str) -> str:
        raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "GetSecretValue")

    with pytest.raises(NotConfigured, match="evr/dorset/cad"):
        Addresses(refuse).find("evr/dorset/cad")


def test_an_address_is_kept_for_five_minutes() -> None:
    now, asked = [0.0], []

    def fetch(name: str) -> str:
        asked.append(name)
        return f'{{"url":"https://cad.example.org/","secret":"{SECRET}"}}'

    addresses = Addresses(fetch, clock=lambda: now[0])
    for now[0] in (0.0, 100.0, 299.0, 301.0):
        addresses.find("evr/dorset/cad")

    assert len(asked) == 2
