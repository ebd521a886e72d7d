"""An identity provider for tests: keys, a JWKS, and tokens that are as right or as wrong as a test wants."""

from __future__ import annotations

import json
import time
import uuid
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from chalicelib.api.pyjwt import jwt

AUDIENCE = "evr"
#: The officer's page, as it is registered at the provider.
CLIENT = "evr-officer"


@cache
def private_key(name: str) -> Any:
    """One key a name; names beginning with `ec` are on P-256."""
    if name.startswith("ec"):
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(name: str, **changes: Any) -> dict[str, Any]:
    key = private_key(name).public_key()
    algorithm = jwt.algorithms.ECAlgorithm if name.startswith("ec") else jwt.algorithms.RSAAlgorithm
    return json.loads(algorithm.to_jwk(key)) | {"kid": name, "use": "sig"} | changes


def jwks(*names: str) -> bytes:
    return json.dumps({"keys": [jwk(name) for name in names]}).encode()


def issuer(force: str) -> str:
    return f"https://id.{force}.example"


def identity(*forces: str) -> str:
    """EVR_IDENTITY of forces, each with an issuer of its own."""
    common = {"audience": AUDIENCE, "client_id": CLIENT}
    return json.dumps({force: {"issuer": issuer(force), "jwks_url": f"{issuer(force)}/jwks.json"} | common for force in forces})


def claims(subject: str, scopes: str, force: str = "dorset", **changes: Any) -> dict[str, Any]:
    """What a token says; a change to None leaves the claim out."""
    now = int(time.time())
    usual = {
        "iss": issuer(force),
        "aud": AUDIENCE,
        "sub": subject,
        "scope": scopes,
        "iat": now,
        "nbf": now - 5,
        "exp": now + 600,
        "jti": uuid.uuid4().hex,
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def token(subject: str, scopes: str, force: str = "dorset", key: str | None = None, **changes: Any) -> str:
    """A token as the force's own provider signs it, unless told otherwise."""
    signer = key or f"{force}-1"
    algorithm = "ES256" if signer.startswith("ec") else "RS256"
    return jwt.encode(claims(subject, scopes, force, **changes), private_key(signer), algorithm, headers={"kid": signer})
