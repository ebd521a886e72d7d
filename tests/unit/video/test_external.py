"""A platform of the force's own, against a real server on this machine: its calls, its answers, its moods."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.domain.policy.video import External as Section
from chalicelib.domain.policy.video import Request
from chalicelib.outbound.providers import http as provider_http
from chalicelib.store.rooms import Venue
from chalicelib.store.rows import Unavailable
from chalicelib.video import http
from chalicelib.video.external import External
from chalicelib.video.port import NotSetUp

from .servers import Platform, hangs_up, moves, says, waits

ROOM = "0123456789abcdef0123456789abcdef"
VENUE = Venue("external", ROOM)
TOKEN = "Test-token-of-the-platform"


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setattr(provider_http, "READ_SECONDS", 0.3)
    monkeypatch.setattr(provider_http, "CONNECT_SECONDS", 0.3)
    made = Platform()
    yield made
    made.stop()


def external(at: str = "http://127.0.0.1:1", **changes: Any) -> External:
    """The section as a policy has it, but for a server without TLS; the policy's own reading insists on https."""
    section = {
        "url": "https://meet.example.org/r/{room}?as={role}&key={key}",
        "victim": "guest",
        "create": Request(f"{at}/rooms", body='{"name": "{room}", "lobby": {"on": true}}'),
        "close": Request(f"{at}/rooms/{{id}}", method="DELETE"),
        "fills": {"key": "data.key", "id": "data.id"},
        "secret": "evr/dorset/video-platform",
    }
    return External(Section(**(section | changes)), lambda: TOKEN, http.ask)


def opened(**fills: str) -> Venue:
    return Venue("external", ROOM, {"fills": fills})


def test_a_template_alone_asks_nobody(platform: Platform):
    plain = external(platform.address, url="https://meet.example.org/{room}/{role}", create=Request(), close=Request(), fills={})
    assert plain.open(VENUE) == VENUE
    assert plain.join(VENUE, "victim", "p").url == f"https://meet.example.org/{ROOM}/guest"
    assert plain.join(VENUE, "police", "p").url == f"https://meet.example.org/{ROOM}/police"
    plain.end(VENUE)
    assert platform.got == []


def test_a_room_is_created_once_and_the_answer_fills_the_address(platform: Platform):
    platform.replies = [says(201, {"data": {"key": "a/b c", "id": 42}})]
    venue = external(platform.address).open(VENUE)
    assert venue == opened(key="a/b c", id="42")
    assert external(platform.address).open(venue) == venue
    (got,) = platform.got
    assert (got.method, got.path, got.body) == ("POST", "/rooms", {"name": ROOM, "lobby": {"on": True}})
    assert (got.headers["Authorization"], got.headers["Idempotency-Key"]) == (f"Bearer {TOKEN}", ROOM)
    assert external().join(venue, "victim", "p").url == f"https://meet.example.org/r/{ROOM}?as=guest&key=a%2Fb%20c"


def test_closing_names_what_the_platform_called_it(platform: Platform):
    external(platform.address).end(opened(key="k", id="4/2"))
    (got,) = platform.got
    assert (got.method, got.path, got.headers["Idempotency-Key"]) == ("DELETE", "/rooms/4%2F2", f"{ROOM}-close")


@pytest.mark.parametrize("status", [200, 204, 404, 410])
def test_closed_and_unknown_are_closed(platform: Platform, status: int):
    platform.replies = [says(status, b"")]
    external(platform.address).end(opened(key="k", id="42"))
    assert len(platform.got) == 1


def test_what_was_never_created_needs_no_closing(platform: Platform):
    external(platform.address).end(VENUE)
    assert platform.got == []


def test_without_a_secret_there_is_no_bearer(platform: Platform):
    platform.replies = [says(200, {"data": {"key": "k", "id": "i"}})]
    external(platform.address, secret="").open(VENUE)
    assert "Authorization" not in platform.got[0].headers


def test_a_platform_that_fails_once_is_asked_again_under_the_same_key(platform: Platform):
    platform.replies = [says(503, {}), says(200, {"data": {"key": "k", "id": "i"}})]
    assert external(platform.address).open(VENUE) == opened(key="k", id="i")
    assert len({got.headers["Idempotency-Key"] for got in platform.got}) == 1
    assert len(platform.got) == 2


@pytest.mark.parametrize("reply", [waits, hangs_up, says(500, {}), says(429, {}), says(408, b"")])
def test_a_platform_that_is_slow_or_down_may_come_back(platform: Platform, reply: Any):
    platform.replies = [reply]
    with pytest.raises(Unavailable) as failure:
        external(platform.address).open(VENUE)
    assert ROOM not in str(failure.value)
    assert TOKEN not in str(failure.value)
    with pytest.raises(Unavailable):
        external(platform.address).end(opened(key="k", id="i"))


def test_nobody_is_there(platform: Platform):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    with pytest.raises(Unavailable):
        external(address).open(VENUE)


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html>", b"null", b"[]", b'{"data": "x"}', b'{"data": {"key": "", "id": "i"}}', b'{"data": {"key": ["k"], "id": "i"}}',
     b'{"data": {"key": true, "id": "i"}}', b'{"data": {"key": "a\\nb", "id": "i"}}', b"\xff\xfe",
     b'{"data": {"key": "' + b"k" * 501 + b'", "id": "i"}}'],
)  # fmt: skip
def test_rubbish_is_not_taken_for_an_answer(platform: Platform, answer: bytes):
    platform.replies = [says(200, answer)]
    with pytest.raises(NotSetUp, match=r"video\.external\.fills"):
        external(platform.address).open(VENUE)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
def test_a_no_has_to_be_mended(platform: Platform, status: int):
    platform.replies = [says(status, {"message": "Marker-of-the-platform"})]
    with pytest.raises(NotSetUp, match=str(status)) as refusal:
        external(platform.address).open(VENUE)
    assert "Marker" not in str(refusal.value)
    assert len(platform.got) == 1


def test_nobody_is_sent_elsewhere_with_the_secret(platform: Platform):
    other = Platform()
    platform.replies = [moves(f"{other.address}/stolen")]
    with pytest.raises(NotSetUp):
        external(platform.address).open(VENUE)
    assert other.got == []
    other.stop()


def test_a_whole_address_of_the_platform_is_taken_as_it_is():
    whole = external(url="https://meet.example.org/{join}", fills={"join": "url"})
    link = "https://meet.example.org/j/1?t=a%20b"
    assert whole.join(opened(join=link), "victim", "p").url == link


@pytest.mark.parametrize(
    "link",
    ["https://elsewhere.example.org/j/1", "https://meet.example.org.evil.example/x", "https://meet.example.org@evil.example/", 'https://meet.example.org/"><script>',
     "https://meet.example.org/\\evil"],
)  # fmt: skip
def test_an_address_of_another_host_is_not(link: str):
    whole = external(url="https://meet.example.org/{join}", fills={"join": "url"})
    with pytest.raises(NotSetUp, match="another host"):
        whole.join(opened(join=link), "victim", "p")


def test_what_is_no_address_stays_within_its_gap():
    whole = external(url="https://meet.example.org/{join}", fills={"join": "url"})
    for value in ("javascript:alert(1)", "//evil.example/x", "../../x", "http://evil.example"):
        url = whole.join(opened(join=value), "victim", "p").url or ""
        assert url.startswith("https://meet.example.org/")
        assert "/" not in url.removeprefix("https://meet.example.org/")


def test_an_address_with_a_gap_that_nothing_fills_is_none():
    with pytest.raises(NotSetUp, match="key"):
        external().join(VENUE, "victim", "p")


def test_any_device_may_open_it_and_the_platform_keeps_what_it_records():
    assert (external().three, external().recording(VENUE)) == (True, None)
