"""The evidence bucket at the one address: streamed both ways, as it was signed, with no limit of API Gateway's."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from infra.local.emulator import free_port
from infra.local.front import Front
from infra.local.proxy import Gateway

BUCKET = "/evr-evidence-000000000000-eu-west-2"


class Bucket(BaseHTTPRequestHandler):
    """Notes what it is asked, and answers as S3 would."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, str, dict[str, str], int]]

    def _any(self) -> None:
        size, left = int(self.headers.get("Content-Length", 0)), 0
        while left < size:
            left += len(self.rfile.read(min(1 << 20, size - left)))
        self.asked.append((self.command, self.path, dict(self.headers.items()), left))
        self.send_response(403 if "refused" in self.path else 206 if self.headers.get("Range") else 200)
        self.send_header("x-amz-version-id", "v1")
        self.send_header("Access-Control-Allow-Origin", "*")
        body = b"x" * (12_000_000 if "large" in self.path else 5)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_PUT = do_HEAD = _any

    def log_message(self, *about: Any) -> None:
        """Nothing."""


@pytest.fixture
def bucket() -> Iterator[ThreadingHTTPServer]:
    Bucket.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def front(bucket: ThreadingHTTPServer) -> Iterator[Front]:
    gateway = Gateway()
    gateway.point(bucket.server_address[1], "api")
    server = Front(free_port(), gateway, lambda *about: None)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(front: Front, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", front.server_address[1], timeout=20)
    connection.request(method, BUCKET + path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def test_path_query_host_and_headers_are_as_they_were_signed(front: Front) -> None:
    path = "/dorset/A%252F1/x%20y.webm?X-Amz-Signature=a&versionId=b%2Bc"

    ask(front, "PUT", path, b"hello", content_type="video/webm", x_amz_checksum_sha256="abc=")

    ((method, asked, headers, size),) = Bucket.asked
    assert (method, asked, size) == ("PUT", BUCKET + path, 5)
    assert headers["Host"] == f"127.0.0.1:{front.server_address[1]}"
    assert {name.lower(): value for name, value in headers.items()}["x-amz-checksum-sha256"] == "abc="


def test_what_is_larger_than_api_gateway_takes_passes_both_ways(front: Front) -> None:
    assert ask(front, "PUT", "/k", b"z" * 11_000_000)[0] == 200
    assert Bucket.asked[0][3] == 11_000_000
    assert len(ask(front, "GET", "/large")[2]) == 12_000_000


def test_the_buckets_answer_is_handed_back_but_no_other_page_is_let_in(front: Front) -> None:
    status, headers, body = ask(front, "GET", "/refused")

    assert (status, body, headers["x-amz-version-id"]) == (403, b"xxxxx", "v1")
    assert not [name for name in headers if name.startswith("access-control-")]
    assert ask(front, "GET", "/k", Origin="https://evil.example")[0] == 403
    assert len(Bucket.asked) == 1


def test_a_part_of_it_and_its_head_can_be_asked_for(front: Front) -> None:
    assert ask(front, "GET", "/k", Range="bytes=0-4")[0] == 206
    status, headers, body = ask(front, "HEAD", "/k")
    assert (status, headers["content-length"], body) == (200, "5", b"")


def test_several_requests_go_over_one_connection(front: Front) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", front.server_address[1], timeout=20)
    for _ in range(3):
        connection.request("PUT", BUCKET + "/k", b"hello")
        assert connection.getresponse().read() == b"xxxxx"
    connection.close()
    assert [each[3] for each in Bucket.asked] == [5, 5, 5]


def test_without_an_emulator_it_says_so(front: Front, bucket: ThreadingHTTPServer) -> None:
    front.gateway.point(free_port(), "api")

    status, _, body = ask(front, "PUT", "/k", b"hello")

    assert status == 503
    assert b"unavailable" in body
