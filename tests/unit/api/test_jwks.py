"""The keys of an identity provider: kept, fetched again with restraint, and only the good ones used."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from chalicelib.api import jwks
from chalicelib.store.rows import Unavailable
from tests.contract import tokens


class Provider:
    """An identity provider that counts how often it is asked."""

    def __init__(self, *names: str) -> None:
        self.names, self.asked, self.down, self.now = list(names), 0, False, 1000.0
        self.keys = jwks.Keys(self.fetch, lambda: self.now)

    def fetch(self) -> bytes:
        self.asked += 1
        if self.down:
            raise Unavailable("down")
        return tokens.jwks(*self.names)


def test_a_known_key_is_fetched_once():
    provider = Provider("a")
    assert all(provider.keys.find("a") for _ in range(5))
    assert provider.asked == 1


def test_a_new_key_is_found_when_it_is_first_used():
    provider = Provider("a")
    provider.keys.find("a")
    provider.names.append("b")
    provider.now += jwks.REFETCH_SECONDS
    assert provider.keys.find("b")


def test_unknown_keys_do_not_hammer_the_provider():
    provider = Provider("a")
    provider.keys.find("a")
    for n in range(100):
        assert provider.keys.find(f"guess-{n}") is None
        provider.now += 1
    assert provider.asked == 2


def test_a_withdrawn_key_is_believed_for_a_quarter_of_an_hour_at_most():
    provider = Provider("a", "b")
    assert provider.keys.find("a")
    provider.names.remove("a")
    provider.now += jwks.KEPT_SECONDS + 1
    assert provider.keys.find("a") is None


def test_while_the_provider_is_down_the_last_keys_go_on_working_for_some_hours():
    provider = Provider("a")
    provider.keys.find("a")
    provider.down = True
    provider.now += jwks.KEPT_SECONDS + 1
    assert provider.keys.find("a")
    provider.now += jwks.STALE_SECONDS
    with pytest.raises(Unavailable):
        provider.keys.find("a")


def test_without_any_keys_a_silent_provider_is_asked_again_at_once_when_it_is_back():
    provider = Provider("a")
    provider.down = True
    with pytest.raises(Unavailable):
        provider.keys.find("a")
    provider.down = False
    assert provider.keys.find("a")


def weak() -> dict:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()  # noqa: S505 - the point of it
    return json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key)) | {"kid": "weak"}


def another_curve() -> dict:
    return json.loads(jwt.algorithms.ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP384R1()).public_key())) | {"kid": "p384"}


@pytest.mark.parametrize(
    "key",
    [
        lambda: tokens.jwk("a", use="enc"),
        lambda: tokens.jwk("a", alg="RS512"),
        lambda: tokens.jwk("a", kid=None),
        lambda: tokens.jwk("a", kid=7),
        lambda: tokens.jwk("a", n="!"),
        lambda: {"kty": "oct", "kid": "a", "k": "c2VjcmV0"},
        lambda: {"kty": ["RSA"], "kid": "a"},
        lambda: {"kid": "a"},
        lambda: "a",
        weak,
        another_curve,
    ],
)
def test_a_key_that_is_not_fit_is_left_out(key):
    document = json.dumps({"keys": [key(), tokens.jwk("good")]}).encode()
    assert list(jwks.usable(document)) == ["good"]


@pytest.mark.parametrize("document", [b"", b"{", b"[]", b"7", b'{"key": []}', b'{"keys": [', b"\xff"])
def test_a_document_that_is_no_jwks_counts_as_no_answer(document: bytes):
    with pytest.raises(Unavailable):
        jwks.usable(document)


@pytest.mark.parametrize("document", [b'{"keys": []}', b'{"keys": {"a": 1}}', b'{"keys": null}'])
def test_a_document_without_keys_has_none(document: bytes):
    assert jwks.usable(document) == {}


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = {
                "/good": (200, tokens.jwks("a")),
                "/big": (200, b" " * 70_000),
                "/moved": (302, b""),
            }.get(self.path, (500, b""))
            self.send_response(status)
            self.send_header("Location", "/good")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    served = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield served
    served.shutdown()
    served.server_close()


def test_keys_are_fetched_over_http_from_this_machine_only(server: HTTPServer):
    assert "a" in jwks.usable(jwks.fetcher(f"http://127.0.0.1:{server.server_port}/good")())
    with pytest.raises(Unavailable):
        jwks.fetcher("http://id.dorset.example/jwks.json")()


@pytest.mark.parametrize("path", ["/big", "/moved", "/broken"])
def test_whatever_else_comes_is_no_answer(server: HTTPServer, path: str):
    with pytest.raises(Unavailable):
        jwks.fetcher(f"http://127.0.0.1:{server.server_port}{path}")()


def test_nobody_there_is_no_answer():
    with pytest.raises(Unavailable):
        jwks.fetcher("http://127.0.0.1:9/jwks.json")()
