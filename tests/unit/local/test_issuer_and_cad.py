"""Tokens verify against the published keys; CAD takes what is signed and only that."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import jwt
import pytest
from standardwebhooks.webhooks import Webhook

from infra.local.cad import CommandAndControl
from infra.local.issuer import Issuer
from infra.local.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(8800, tmp_path)


def test_a_token_verifies_with_the_published_key(place: Place) -> None:
    issuer = Issuer(place)
    token = issuer.token("dorset", "officer-1", ["queue:read", "incidents:read"])
    key = jwt.PyJWK(issuer.jwks()["keys"][0])

    claims = jwt.decode(token, key, algorithms=["RS256"], audience="evr", issuer="http://127.0.0.1:8800/local/issuer/dorset")

    assert (claims["sub"], claims["scope"]) == ("officer-1", "queue:read incidents:read")
    assert jwt.get_unverified_header(token)["kid"] == issuer.jwks()["keys"][0]["kid"]


def test_the_key_is_made_once_and_readable_by_its_owner_only(place: Place) -> None:
    first, second = Issuer(place), Issuer(place)

    assert first.jwks() == second.jwks()
    assert (place.keys / "issuer.pem").stat().st_mode & 0o077 == 0


def test_every_force_has_an_issuer_of_its_own(place: Place) -> None:
    identity = Issuer(place).identity()

    assert "dorset" in identity
    assert len({item["issuer"] for item in identity.values()}) == len(identity)


def signed(cad: CommandAndControl, body: str, number: str = "msg_1") -> dict[str, str]:
    at = datetime.now(UTC)
    signature = Webhook(cad.secret("dorset")["secret"]).sign(number, at, body)
    return {"webhook-id": number, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}


def test_a_signed_update_is_taken_and_kept(place: Place) -> None:
    cad = CommandAndControl(place)
    body = json.dumps({"type": "incident.claimed"})

    assert cad.receive("dorset", body.encode(), signed(cad, body)) == 204

    assert [line["update"] for line in CommandAndControl(place).log("dorset")] == [{"type": "incident.claimed"}]


def test_a_wrong_signature_is_refused_and_leaves_nothing(place: Place) -> None:
    cad = CommandAndControl(place)
    headers = {**signed(cad, "{}"), "webhook-signature": "v1," + base64.b64encode(b"0" * 32).decode()}

    assert cad.receive("dorset", b"{}", headers) == 401
    assert cad.receive("dorset", b"{}", {}) == 401
    assert cad.log("dorset") == []


def test_switched_off_it_takes_nothing(place: Place) -> None:
    cad = CommandAndControl(place)
    cad.switch("dorset", up=False)

    assert cad.receive("dorset", b"{}", signed(cad, "{}")) == 503

    cad.switch("dorset", up=True)
    assert cad.receive("dorset", b"{}", signed(cad, "{}")) == 204
