"""The policy's section [video]: what is wrong with it is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.policy import parse
from chalicelib.domain.policy.templates import filled, gaps, host
from chalicelib.domain.policy.video import Video

from .policy_files import changed, mistakes_in, raw_of

WHOLE = {
    "provider": "external",
    "stun": ["stun:stun.example.org:3478"],
    "turn": ["turn:turn.example.org:3478?transport=udp", "turns:turn.example.org:443?transport=tcp"],
    "turn_secret": "evr/dorset/video-turn",
    "turn_lifetime": "2h",
    "external": {
        "url": "https://meet.example.org/{join}",
        "victim": "guest",
        "police": "host",
        "create": {"url": "https://api.example.org/rooms", "body": '{"name": "{room}"}'},
        "close": {"url": "https://api.example.org/rooms/{id}", "method": "DELETE"},
        "fills": {"join": "data.link", "id": "data.id"},
        "secret": "evr/dorset/video-platform",
    },
    "chime": {"record": True},
}


def said(video: dict) -> tuple[str, ...]:
    """The mistakes that a file with this section has, and the file as it is has not."""
    return tuple(sorted(set(mistakes_in(changed("dorset", {"video": video}))) - set(mistakes_in(changed("dorset", {})))))


def test_without_the_section_it_is_browser_to_browser():
    assert "video" not in raw_of("wessexshire")
    assert parse(changed("wessexshire", {})).video == Video()
    assert Video().provider == "p2p"


def test_a_whole_section_is_read():
    video = parse(changed("dorset", {"video": WHOLE})).video
    assert (video.provider, video.turn_lifetime, video.external.police, video.chime.record) == (
        "external",
        timedelta(hours=2),
        "host",
        True,
    )
    assert video.external.close.method == "DELETE"


def external(**changes: object) -> dict:
    return WHOLE | {"external": WHOLE["external"] | changes}


@pytest.mark.parametrize(
    ("video", "path"),
    [
        ({"provider": "zoom"}, "video.provider"),
        ({"stun": ["https://stun.example.org"]}, "video.stun[0]"),
        ({"turn": ["turn:turn.example.org?transport=sctp"], "turn_secret": "evr/dorset/video-turn"}, "video.turn[0]"),
        ({"turn": ["turn:turn.example.org"]}, "video.turn_secret"),
        ({"turn_secret": "evr/dorset/slack"}, "video.turn_secret"),
        ({"provider": "external"}, "video.external.url"),
        (external(url="http://meet.example.org/{room}"), "video.external.url"),
        (external(url="https://{room}.example.org/x"), "video.external.url"),
        (external(url="https://meet.example.org/{nobody}"), "video.external.url"),
        (external(create={"url": "https://api.example.org/{id}"}), "video.external.create.url"),
        (external(create={"url": "https://api.example.org/", "body": "{role}"}), "video.external.create.body"),
        (external(close={"url": "https://elsewhere.example.org/{id}"}), "video.external.close.url"),
        (external(close={"url": "https://api.example.org/{id}", "method": "GET"}), "video.external.close.method"),
        (external(fills={"join": "data.link", "id": "data id"}), "video.external.fills.id"),
        (external(fills={"join": "a", "id": "b", "room": "c"}), "video.external.fills.room"),
        (external(create={}), "video.external.fills"),
        (external(secret="evr/dorset/cad"), "video.external.secret"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(video: dict, path: str):
    assert [mistake.partition(": ")[0] for mistake in said(video)] == [path]


def test_braces_of_json_are_no_gaps():
    template = '{"name": "{room}", "options": {"locked": {}}}'
    assert gaps(template) == {"room"}
    assert filled(template, {"room": "x"}, str.upper) == '{"name": "X", "options": {"locked": {}}}'


@pytest.mark.parametrize(
    ("url", "expected"), [("https://A.example.org:8443/x", "a.example.org:8443"), ("https://a.org/", "a.org"), ("", "")]
)
def test_a_host(url: str, expected: str):
    assert host(url) == expected
