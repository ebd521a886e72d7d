"""The local identity provider: one issuer a force, one key for this machine, tokens for whoever asks on this machine."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.local.place import Place, forces

AUDIENCE = "evr"
#: The officer's page, as it is registered here.
CLIENT = "evr-officer"
LIFETIME = 12 * 3600


class Issuer:
    """Signs tokens as the identity provider of a force would."""

    def __init__(self, place: Place) -> None:
        self._base = place.base_url
        self._key = _key(place.keys / "issuer.pem")
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        self._kid = base64.urlsafe_b64encode(hashlib.sha256(public["n"].encode()).digest()[:12]).decode()
        self._jwk = {"kty": "RSA", "n": public["n"], "e": public["e"], "use": "sig", "alg": "RS256", "kid": self._kid}

    def address(self, force: str) -> str:
        return f"{self._base}/local/issuer/{force}"

    def jwks(self) -> dict[str, Any]:
        return {"keys": [self._jwk]}

    def identity(self) -> dict[str, dict[str, str]]:
        """Return EVR_IDENTITY: which issuer, keys, audience and client each force trusts."""
        common = {"audience": AUDIENCE, "client_id": CLIENT}
        return {
            force: {"issuer": self.address(force), "jwks_url": f"{self.address(force)}/jwks.json", **common} for force in forces()
        }

    def redirect_uri(self, force: str) -> str:
        """Return the one address that a sign-in may lead back to: the officer's page, which no host name tells its force here."""
        return f"{self._base}/officer?force={force}"

    def id_token(self, force: str, subject: str, nonce: str | None, lifetime: int) -> str:
        """Return who signed in, made out to the officer's page: no access token, for its audience is another."""
        now = int(time.time())
        claims = {"iss": self.address(force), "aud": CLIENT, "sub": subject, "iat": now, "exp": now + lifetime, "auth_time": now}
        return jwt.encode(claims | ({"nonce": nonce} if nonce else {}), self._key, algorithm="RS256", headers={"kid": self._kid})

    def token(self, force: str, subject: str, scopes: Iterable[str], lifetime: int = LIFETIME) -> str:
        """Return a signed token for `subject` with `scopes`."""
        now = int(time.time())
        claims = {
            "iss": self.address(force),
            "aud": AUDIENCE,
            "sub": subject,
            "scope": " ".join(scopes),
            "iat": now,
            "nbf": now - 5,
            "exp": now + lifetime,
            "jti": uuid.uuid4().hex,
        }
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._kid})


def _key(path: Path) -> rsa.RSAPrivateKey:
    if not path.exists():
        _write_private(path, _new_key())
    return cast(rsa.RSAPrivateKey, serialization.load_pem_private_key(path.read_bytes(), None))


def _new_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _write_private(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
