"""One HTTP request: made once, on a connection of its own, within its time. Against a server that does what servers do."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from chalicelib.outbound.providers import NotSent, Unknown, http
from chalicelib.outbound.providers.http import Answer, ask


class Server:
    """Takes connections one after the other and gives each to `serve`; keeps what was sent."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/v2/notifications"
        self.got: list[bytes] = []
        self.serve: Callable[[socket.socket], None] = lambda connection: None
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                self.got.append(_request(connection))
                self.serve(connection)


def _request(connection: socket.socket) -> bytes:
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += connection.recv(65536)
    head, _, body = raw.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.listener.close()


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_SECONDS", 0.3)
    monkeypatch.setattr(http, "CONNECT_SECONDS", 0.3)


def says(answer: bytes) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(answer)


def ok(body: bytes, status: str = "201 Created", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


def test_the_answer_is_its_status_and_its_json(server: Server):
    server.serve = says(ok(b'{"id": "x"}'))
    assert ask("POST", server.url, {"X-Test": "1"}, b'{"a": 1}') == Answer(201, {"id": "x"})
    [sent] = server.got
    assert sent.startswith(b"POST /v2/notifications HTTP/1.1\r\n")
    assert sent.endswith(b'\r\n\r\n{"a": 1}')
    assert b"\r\nConnection: close\r\n" in sent, "a kept connection may be gone at the next call"
    assert b"\r\nX-Test: 1\r\n" in sent


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"{"])
def test_an_answer_without_json_is_one_all_the_same(server: Server, body: bytes):
    server.serve = says(ok(body, "502 Bad Gateway"))
    assert ask("GET", server.url, {}, None) == Answer(502, None)


def test_a_redirect_is_not_followed(server: Server):
    server.serve = says(ok(b"", "302 Found", "Location: http://127.0.0.1:1/\r\n"))
    assert ask("POST", server.url, {}, b"{}").status == 302
    assert len(server.got) == 1


def test_where_nobody_listens_nothing_was_sent():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(NotSent) as refused:
        ask("POST", f"http://127.0.0.1:{port}/", {}, b"{}")
    assert refused.value.passing


def test_a_name_that_does_not_exist_was_sent_nothing():
    with pytest.raises(NotSent):
        ask("POST", "http://no-such-host.invalid/", {}, b"{}")


def test_an_answer_that_does_not_come_in_time_leaves_it_open(server: Server):
    server.serve = lambda connection: time.sleep(0.6)
    with pytest.raises(Unknown):
        ask("POST", server.url, {}, b"{}")
    assert len(server.got) == 1, "never a second time"


@pytest.mark.parametrize("half", [b"", b"HTTP/1.1 20", ok(b'{"id": "x"}')[:-3]])
def test_a_connection_that_breaks_leaves_it_open(server: Server, half: bytes):
    server.serve = says(half)
    with pytest.raises(Unknown):
        ask("POST", server.url, {}, b"{}")
    assert len(server.got) == 1


def test_an_answer_that_comes_letter_by_letter_does_not_hold_a_worker_for_ever(server: Server):
    def slowly(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n")
        try:
            for _ in range(100):
                connection.sendall(b" ")
                time.sleep(0.05)
        except OSError:
            return

    server.serve = slowly
    began = time.monotonic()
    with pytest.raises(Unknown) as lost:
        ask("POST", server.url, {}, b"{}")
    assert lost.value.code == "SlowAnswer"
    assert time.monotonic() - began < 2


def test_nor_does_one_that_never_ends(server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(http, "LONGEST", 1000)
    server.serve = says(ok(b" " * 5000))
    with pytest.raises(Unknown):
        ask("POST", server.url, {}, b"{}")
