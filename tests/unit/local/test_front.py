"""The one address: loopback only, clear about what is wrong, and no door for a page from elsewhere."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator

import pytest

from infra.local.emulator import free_port
from infra.local.front import Front, PortTaken, as_json
from infra.local.proxy import Answer, Gateway


def desk(method: str, parts: list[str], body: bytes, headers: dict[str, str], query: str) -> Answer | None:
    return as_json({"method": method, "parts": parts, "query": query}) if parts[0] == "known" else None


@pytest.fixture
def front() -> Iterator[Front]:
    server = Front(free_port(), Gateway(), desk)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(front: Front, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", front.server_address[1], timeout=5)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content) if content.startswith(b"{") else {}


def test_it_listens_on_loopback_only(front: Front) -> None:
    assert front.server_address[0] == "127.0.0.1"


def test_a_taken_port_is_said_with_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(PortTaken, match=r"Port \d+ is taken by another program. .*EVR_PORT="):
            Front(taken.getsockname()[1], Gateway(), desk)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8800", "127.0.0.1"])
def test_another_name_for_this_machine_is_refused(front: Front, host: str) -> None:
    status, problem = ask(front, "GET", "/local/known", Host=host)

    assert (status, problem["code"]) == (403, "wrong_address")


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_page_from_elsewhere_is_refused(front: Front, origin: str) -> None:
    assert ask(front, "POST", "/local/token", "{}", Origin=origin)[0] == 403


def test_its_own_page_is_not_refused(front: Front) -> None:
    port = front.server_address[1]

    assert ask(front, "GET", "/local/known/x%20y?of=a%20b", Origin=f"http://127.0.0.1:{port}") == (
        200,
        {"method": "GET", "parts": ["known", "x y"], "query": "of=a%20b"},
    )


@pytest.mark.parametrize(
    "path", ["/page/../front.py", "/page/%2e%2e/front.py", "/page//etc/passwd", "/page/nothing.js", "/local/nothing"]
)
def test_nothing_but_the_page_is_served_from_disk(front: Front, path: str) -> None:
    assert ask(front, "GET", path)[0] == 404


def test_an_enormous_body_is_refused_before_it_is_read(front: Front) -> None:
    status, problem = ask(front, "POST", "/local/known", Content_Length="10000001")

    assert (status, problem["code"]) == (413, "too_large")


def test_without_a_deployed_api_it_says_so(front: Front) -> None:
    status, problem = ask(front, "GET", "/v1/queue")

    assert (status, problem["code"]) == (503, "unavailable")
