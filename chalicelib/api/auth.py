"""The bearer token: signed by the force's identity provider, checked here. The force follows from the issuer and nothing else.

PyJWT is imported when the first token comes: health checks and the victim's page need none of it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from .. import settings
from ..settings import Identity
from . import jwks
from .problems import Refused
from .scopes import SCOPES, Principal

ALGORITHMS = ("RS256", "ES256")
LEEWAY_SECONDS = 10
REQUIRED = ("iss", "aud", "exp", "sub")  # not "nbf": many providers give none; one that is there is checked
_LARGEST = 8192
_SUBJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@:-]{0,63}\Z")
#: What the audit trail calls the victim and the system itself; no token may pass for them.
_RESERVED = frozenset({"victim", "system"})


@cache
def keys(url: str) -> jwks.Keys:
    return jwks.Keys(jwks.fetcher(url))


def principal(header: str | None) -> Principal:
    """Whom the Authorization header names. Raises Refused (401), Unavailable when there are no keys to check with."""
    token = _bearer(header)
    claims, kid, algorithm = _unverified(token)
    force, identity = _issuer(claims.get("iss"))
    key = keys(identity.jwks_url).find(kid)
    if key is None or key.algorithm_name != algorithm:
        raise _invalid("it was signed with a key that the identity provider does not have")
    return _principal(force, _verified(token, key, identity))


def _bearer(header: str | None) -> str:
    if not header:
        raise Refused("token_missing", "Send a token: 'Authorization: Bearer ...'.")
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token or len(token) > _LARGEST or not token.isascii():
        raise _invalid("it is not a bearer token")
    return token


def _unverified(token: str) -> tuple[dict[str, Any], str, str]:
    """What the token says of itself, only to find the key with which to check it."""
    from .pyjwt import jwt

    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise _invalid("it cannot be read") from None
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise _invalid(f"it has to be signed with {' or '.join(ALGORITHMS)}")
    if not isinstance(kid, str) or not kid:
        raise _invalid("it names no key")
    return claims, kid, algorithm


def _issuer(issuer: object) -> tuple[str, Identity]:
    for force, identity in settings.settings().identity.items():
        if identity.issuer == issuer:
            return force, identity
    raise _invalid("its issuer is not the identity provider of any force here")


def _verified(token: str, key: Any, identity: Identity) -> dict[str, Any]:
    from .pyjwt import jwt

    try:
        return jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            audience=identity.audience,
            issuer=identity.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": list(REQUIRED)},
        )
    except jwt.ExpiredSignatureError:
        raise _invalid("it has expired") from None
    except jwt.ImmatureSignatureError:
        raise _invalid("it is not valid yet") from None
    except jwt.InvalidAudienceError:
        raise _invalid("it is meant for another audience") from None
    except jwt.MissingRequiredClaimError as error:
        raise _invalid(f"its claim '{error.claim}' is missing") from None
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError):
        raise _invalid("its signature or its claims are wrong") from None


def _principal(force: str, claims: dict[str, Any]) -> Principal:
    subject = claims["sub"]
    if not isinstance(subject, str) or not _SUBJECT.match(subject) or subject.lower() in _RESERVED:
        raise _invalid("its subject is not the identifier of a person or a system here")
    given = claims.get("scope", claims.get("scp", ""))
    words = given.split() if isinstance(given, str) else given if isinstance(given, list) else ()
    return Principal(force, subject, frozenset(word for word in words if isinstance(word, str) and word in SCOPES))


def _invalid(why: str) -> Refused:
    return Refused("token_invalid", f"The token is not accepted: {why}.")
