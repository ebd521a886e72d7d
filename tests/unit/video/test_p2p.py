"""Browser to browser: the servers of the policy, and TURN credentials as coturn makes them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta

import pytest

from chalicelib.domain.policy.video import Video
from chalicelib.store.rooms import Venue
from chalicelib.video.p2p import PeerToPeer
from chalicelib.video.port import NotSetUp
from tests.builders import NOW

SECRET = "Test-secret-of-the-turn-server"
TURN = ("turns:turn.example.org:443?transport=tcp",)
VENUE = Venue("p2p", "f" * 32)
PAGE = "a" * 22


def provider(**video: object) -> PeerToPeer:
    return PeerToPeer(Video(**video), lambda: SECRET, lambda: NOW)


def test_without_servers_two_browsers_in_one_network_find_each_other():
    given = provider().join(VENUE, "victim", PAGE)
    assert (given.provider, given.ice) == ("p2p", ())


def test_a_stun_server_needs_no_credentials():
    (server,) = provider(stun=("stun:stun.example.org",)).join(VENUE, "victim", PAGE).ice
    assert (server.urls, server.username, server.credential) == (("stun:stun.example.org",), None, None)


def test_turn_credentials_are_those_that_coturn_reckons():
    """coturn: username = <unix time>:<any>, password = base64(HMAC-SHA1(secret, username)) (`use-auth-secret`)."""
    (server,) = provider(turn=TURN, turn_secret="x", turn_lifetime=timedelta(hours=2)).join(VENUE, "police", PAGE).ice
    assert server.urls == TURN
    assert server.username == f"{int(NOW.timestamp()) + 7200}:{PAGE}"
    password = hmac.new(SECRET.encode(), server.username.encode(), hashlib.sha1).digest()
    assert server.credential == base64.b64encode(password).decode()


def test_the_secret_itself_is_in_no_answer():
    assert SECRET not in repr(provider(turn=TURN, turn_secret="x").join(VENUE, "victim", PAGE))


def test_the_secret_is_asked_for_only_where_it_is_needed():
    def unasked() -> str:
        raise NotSetUp("there is none")

    assert PeerToPeer(Video(), unasked, lambda: NOW).join(VENUE, "victim", PAGE).ice == ()
    with pytest.raises(NotSetUp):
        PeerToPeer(Video(turn=TURN), unasked, lambda: NOW).join(VENUE, "victim", PAGE)


def test_there_is_nothing_to_open_to_end_or_to_record():
    p2p = provider()
    assert (p2p.open(VENUE), p2p.end(VENUE), p2p.recording(VENUE), p2p.three) == (VENUE, None, None, False)
