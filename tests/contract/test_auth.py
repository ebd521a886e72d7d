"""Tokens: what is accepted, and every way of being wrong. A refusal never says more than what is wrong with the token."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

import jwt
import pytest

from chalicelib.api import auth, jwks
from chalicelib.store.rows import Unavailable
from tests.contract import tokens
from tests.contract.desk import Answer, Desk

NOW = int(time.time())


def read(desk: Desk, token: str | None, **headers: str) -> Answer:
    return desk.call("GET", "/v1/queue", token=token, headers=headers)


def b64(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def handmade(header: dict, claims: dict | None = None, signature: str = "c2ln") -> str:
    return f"{b64(header)}.{b64(claims or tokens.claims('cad', 'read'))}.{signature}"


@pytest.mark.parametrize("key", ["dorset-1", "ec-dorset"])
def test_a_token_of_the_forces_provider_is_accepted(desk: Desk, key: str):
    assert read(desk, tokens.token("cad", "read", key=key)).status == 200


@pytest.mark.parametrize(
    "scopes", [{"scope": "feed read"}, {"scope": None, "scp": "read"}, {"scope": None, "scp": ["feed", "read"]}]
)
def test_scopes_come_as_scope_or_as_scp(desk: Desk, scopes: dict):
    assert read(desk, tokens.token("cad", "", **scopes)).status == 200


def test_the_issuer_decides_the_force(desk: Desk):
    # Given an incident of Dorset
    from tests.contract import seeds

    name = seeds.an_incident_at(desk, "queued")
    # Then Dorset sees it, and the other force has no such incident
    assert len(desk.call("GET", "/v1/queue", scopes="read").body["items"]) == 1
    assert desk.call("GET", "/v1/queue", scopes="read", force="wessexshire").body["items"] == []
    address = f"/v1/incidents/{name.replace('/', '%2F')}"
    assert desk.call("GET", address, scopes="read", force="wessexshire").code == "unknown_incident"


WRONG = {
    "expired": {"exp": NOW - 60},
    "not yet valid": {"nbf": NOW + 300},
    "no expiry": {"exp": None},
    "no audience": {"aud": None},
    "another audience": {"aud": "somebody-else"},
    "no issuer": {"iss": None},
    "an issuer that nobody knows": {"iss": "https://id.nowhere.example"},
    "an issuer that is a list": {"iss": ["https://id.dorset.example"]},
    "the issuer with a slash more": {"iss": "https://id.dorset.example/"},
    "no subject": {"sub": None},
    "a subject that is no identifier": {"sub": "PC 2214#"},
    "a subject of another kind": {"sub": 7},
    "an endless subject": {"sub": "x" * 65},
    "the victim's name in the audit": {"sub": "victim"},
    "the system's name in the audit": {"sub": "System"},
    "an expiry that is no number": {"exp": "tomorrow"},
    "an expiry beyond all numbers": {"exp": float("inf")},
}


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG.keys())
def test_a_token_with_wrong_claims_is_not_accepted(desk: Desk, changes: dict):
    signed = {**tokens.claims("cad", "read"), **changes}
    claims = {name: value for name, value in signed.items() if value is not None}
    token = _signed(claims, "dorset-1")
    answer = read(desk, token)
    assert (answer.status, answer.code) == (401, "token_invalid")
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert token not in json.dumps(answer.body)


def _signed(claims: dict, kid: str) -> str:
    """Signed rightly, without PyJWT looking at the claims first."""
    front = f"{b64({'alg': 'RS256', 'kid': kid, 'typ': 'JWT'})}.{b64(claims)}"
    signature = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).sign(front.encode(), tokens.private_key(kid))
    return f"{front}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def test_the_handmade_token_of_the_test_before_is_a_good_one_otherwise(desk: Desk):
    assert read(desk, _signed(tokens.claims("cad", "read"), "dorset-1")).status == 200


def _with_the_public_key_as_secret() -> str:
    """The old trick: HS256, with the public key as the shared secret."""
    front = f"{b64({'alg': 'HS256', 'kid': 'dorset-1'})}.{b64(tokens.claims('cad', 'read'))}"
    secret = json.dumps(tokens.jwk("dorset-1")).encode()
    signature = base64.urlsafe_b64encode(hmac.digest(secret, front.encode(), hashlib.sha256)).rstrip(b"=").decode()
    return f"{front}.{signature}"


GOOD = tokens.token("cad", "read")
HEAD, CLAIMS, SIGNATURE = GOOD.split(".")
FORGED = {
    "no signature at all": lambda: handmade({"alg": "none", "kid": "dorset-1"}, signature=""),
    "alg none, oddly written": lambda: handmade({"alg": "nOnE", "kid": "dorset-1"}),
    "a shared secret": _with_the_public_key_as_secret,
    "a stronger hash that is not allowed": lambda: jwt.encode(
        tokens.claims("cad", "read"), tokens.private_key("dorset-1"), "RS512", headers={"kid": "dorset-1"}
    ),
    "RS256 said, an elliptic key named": lambda: jwt.encode(
        tokens.claims("cad", "read"), tokens.private_key("dorset-1"), "RS256", headers={"kid": "ec-dorset"}
    ),
    "a key that nobody knows": lambda: tokens.token("cad", "read", key="stranger"),
    "somebody else's key under our name": lambda: jwt.encode(
        tokens.claims("cad", "read"), tokens.private_key("stranger"), "RS256", headers={"kid": "dorset-1"}
    ),
    "another force's key": lambda: tokens.token("cad", "read", key="wessexshire-1"),
    "the key sent along": lambda: jwt.encode(
        tokens.claims("cad", "read"),
        tokens.private_key("stranger"),
        "RS256",
        headers={"kid": "stranger", "jwk": tokens.jwk("stranger"), "jku": "https://evil.example/jwks.json"},
    ),
    "no key named": lambda: jwt.encode(tokens.claims("cad", "read"), tokens.private_key("dorset-1"), "RS256"),
    "a key that is a list": lambda: handmade({"alg": "RS256", "kid": ["dorset-1"]}),
    "claims changed": lambda: f"{HEAD}.{b64(tokens.claims('cad', 'read roster'))}.{SIGNATURE}",
    "signature changed": lambda: f"{HEAD}.{CLAIMS}.{SIGNATURE[:-6]}AAAAAA",
    "signature cut off": lambda: f"{HEAD}.{CLAIMS}.",
    "an extension that we do not know": lambda: jwt.encode(
        tokens.claims("cad", "read"), tokens.private_key("dorset-1"), "RS256", headers={"kid": "dorset-1", "crit": ["x"], "x": 1}
    ),
    "two parts": lambda: f"{HEAD}.{CLAIMS}",
    "rubbish": lambda: "rubbish",
    "dots": lambda: "..",
    "claims that are a list": lambda: handmade({"alg": "RS256", "kid": "dorset-1"}, ["cad"]),
    "claims too deep": lambda: f"{HEAD}.{base64.urlsafe_b64encode(b'[' * 5000).decode()}.{SIGNATURE}",
    "far too long": lambda: "x" * 9000,
    "not ASCII": lambda: "ÿ.ÿ.ÿ",
}


@pytest.mark.parametrize("make", FORGED.values(), ids=FORGED.keys())
def test_a_forged_token_is_not_accepted(desk: Desk, make):
    answer = read(desk, make())
    assert (answer.status, answer.code) == (401, "token_invalid")


@pytest.mark.parametrize("header", ["Basic Y2FkOmNhZA==", "Bearer", "Bearer ", f"Token {GOOD}", GOOD])
def test_another_kind_of_authorization_is_not_accepted(desk: Desk, header: str):
    assert read(desk, None, Authorization=header).code == "token_invalid"


def test_no_token_is_asked_for_one(desk: Desk):
    answer = read(desk, None)
    assert (answer.status, answer.code, answer.headers["WWW-Authenticate"]) == (401, "token_missing", "Bearer")


def test_a_few_seconds_of_clock_difference_are_forgiven(desk: Desk):
    assert read(desk, tokens.token("cad", "read", exp=int(time.time()) - 3)).status == 200
    assert read(desk, tokens.token("cad", "read", nbf=int(time.time()) + 3)).status == 200


def test_a_provider_that_gives_no_start_is_believed(desk):
    """Amazon Cognito gives none."""
    assert read(desk, tokens.token("cad", "read", nbf=None)).status == 200


def test_an_unknown_scope_gives_nothing(desk: Desk):
    answer = desk.call("GET", "/v1/queue", scopes="READ admin *")
    assert (answer.status, answer.code) == (403, "missing_scope")


def test_a_provider_that_does_not_answer_is_a_reason_to_come_back(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    def silent() -> bytes:
        raise Unavailable("no answer")

    monkeypatch.setattr(auth, "keys", lambda url: jwks.Keys(silent))
    answer = read(desk, GOOD)
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, "unavailable", "2")
