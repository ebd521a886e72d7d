"""One HTTP call to Slack, against a real socket: bounded in time whatever the other side does, and never sent twice."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from chalicelib.chat.slack.post import IDLE_SECONDS, Budget, Http
from chalicelib.chat.wall import Unanswered

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-OAuth-Scopes: chat:write\r\n\r\nok"


class Server:
    """Accepts connections and hands each to `does` with what was read; counts requests."""

    def __init__(self) -> None:
        self.does: Callable[[socket.socket], None] = lambda peer: peer.sendall(OK)
        self.connections = self.requests = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/api/chat.postMessage"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer: socket.socket) -> None:
        with peer, suppress(OSError):
            while _request(peer):
                self.requests += 1
                self.does(peer)

    def close(self) -> None:
        self._listener.close()


def _request(peer: socket.socket) -> bytes:
    """One request with its body, which may come in a piece of its own."""
    found = b""
    while not found.endswith(b"text=x") and (piece := peer.recv(65536)):
        found += piece
    return found


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def post(server: Server, seconds: float = 0.3, http: Http | None = None):
    return (http or Http()).post(server.url, b"text=x", {}, Budget(seconds))


def test_an_answer_with_its_headers_in_lower_case(server: Server):
    answer = post(server)
    assert (answer.status, answer.body, answer.headers["x-oauth-scopes"]) == (200, b"ok", "chat:write")


def test_the_connection_is_kept(server: Server):
    http = Http()
    for _ in range(3):
        post(server, http=http)
    assert (server.connections, server.requests) == (1, 3)


def test_after_a_long_sleep_there_is_a_new_connection(server: Server):
    now = [1000.0]
    http = Http(lambda: now[0])
    post(server, http=http)
    now[0] += IDLE_SECONDS + 1
    post(server, http=http)
    assert server.connections == 2


def _never(peer: socket.socket) -> None:
    time.sleep(2)


def _trickle(peer: socket.socket) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(40):
        time.sleep(0.05)
        peer.sendall(b".")


def _break_off(peer: socket.socket) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
    peer.shutdown(socket.SHUT_RDWR)


def _hang_up(peer: socket.socket) -> None:
    peer.shutdown(socket.SHUT_RDWR)


def _rubbish(peer: socket.socket) -> None:
    peer.sendall(b"this is not HTTP\r\n\r\n")


@pytest.mark.parametrize("does", [_never, _trickle, _break_off, _hang_up, _rubbish])
def test_no_whole_answer_in_time_is_none_and_nothing_is_sent_again(server: Server, does: Callable[[socket.socket], None]):
    server.does = does
    began = time.monotonic()
    with pytest.raises(Unanswered) as raised:
        post(server)
    assert time.monotonic() - began < 1.5
    assert server.requests == 1
    assert "127.0.0.1" not in repr(raised.value)
    assert raised.value.__cause__ is None


def test_nobody_listens(server: Server):
    server.close()
    with pytest.raises(Unanswered):
        Http().post("http://127.0.0.1:9/api/", b"", {}, Budget(0.3))


def test_a_redirect_is_not_followed(server: Server):
    server.does = lambda peer: peer.sendall(f"HTTP/1.1 302 Found\r\nLocation: {server.url}\r\nContent-Length: 0\r\n\r\n".encode())
    assert post(server).status == 302
    assert server.requests == 1


def test_calls_share_what_they_may_take(server: Server):
    clock = [0.0]
    budget = Budget(2.0, clock=lambda: clock[0])

    def slow(peer: socket.socket) -> None:
        clock[0] += 0.7
        peer.sendall(OK)

    server.does = slow
    http = Http()
    for _ in range(2):
        http.post(server.url, b"text=x", {}, budget)
    clock[0] += 100  # between the calls the time is the table's
    assert round(budget.left(), 3) == 0.6
    with pytest.raises(Unanswered, match="too long"):
        http.post(server.url, b"text=x", {}, budget)
    with pytest.raises(Unanswered, match="no time"):
        http.post(server.url, b"text=x", {}, budget)
    assert server.requests == 3


def test_a_worker_has_the_same_time_for_each_call():
    clock = [0.0]
    budget = Budget(float("inf"), each=8.0, clock=lambda: clock[0])
    for _ in range(3):
        with budget:
            clock[0] += 5
            assert budget.left() == 3.0
    assert budget.left() == 8.0
