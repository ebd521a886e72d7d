"""Signing in at the local identity provider: OpenID Connect's authorization code flow, for the officer's page and no other client.

One picks an invented officer or sergeant instead of typing a password; everything else is checked as a real provider checks it.
A code works once, for a minute, with its own verifier (PKCE, S256), for the address and the client that it was given to.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode

from msgspec import Struct

from infra.local import people, sign_in_page
from infra.local.front import as_json
from infra.local.issuer import CLIENT, Issuer
from infra.local.proxy import Answer

CODE_SECONDS = 60
TOKEN_SECONDS = 3600
COOKIE = "evr_local_sign_in"
#: Whoever may be picked: those who work in the room, or may look into it.
_GROUPS = frozenset({"officer", "sergeant"})
Fields = dict[str, str]


class Code(Struct, frozen=True):
    """What a code was given for, and until when."""

    force: str
    subject: str
    redirect_uri: str
    challenge: str
    nonce: str | None
    scopes: tuple[str, ...]
    until: float


class SignIn:
    """The endpoints below /local/issuer/<force>/. `seconds` is how long a token lives, `clock` the time; both are for tests."""

    def __init__(self, issuer: Issuer, seconds: int = TOKEN_SECONDS, clock: Callable[[], float] = time.time) -> None:
        self._issuer, self._seconds, self._clock = issuer, seconds, clock
        self._codes: dict[str, Code] = {}
        self._refreshing: dict[str, Code] = {}
        self._signed_in: dict[str, str] = {}
        self._lock = threading.Lock()

    def answer(self, method: str, force: str, rest: list[str], body: bytes, headers: dict[str, str], query: str) -> Answer | None:
        match method, rest:
            case "GET", ["jwks.json"]:
                return as_json(self._issuer.jwks())
            case "GET", [".well-known", "openid-configuration"]:
                return as_json(self._discovery(force))
            case "GET", ["authorize"]:
                return self._authorize(force, _fields(query), self._remembered(force, headers))
            case "POST", ["authorize"]:
                return self._picked(force, _fields(query), _fields(body.decode("utf-8", "replace")).get("sub", ""))
            case "POST", ["token"]:
                return self._token(force, _fields(body.decode("utf-8", "replace")))
            case "GET", ["end_session"]:
                return self._ended(force, _fields(query), headers)
        return None

    def _discovery(self, force: str) -> dict[str, object]:
        own = self._issuer.address(force)
        return {
            "issuer": own,
            "authorization_endpoint": f"{own}/authorize",
            "token_endpoint": f"{own}/token",
            "end_session_endpoint": f"{own}/end_session",
            "jwks_uri": f"{own}/jwks.json",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "authorization_response_iss_parameter_supported": True,
        }

    def _authorize(self, force: str, asked: Fields, remembered: str | None) -> Answer:
        """Show who may be picked; whoever is remembered is not asked again."""
        return self._wrong(force, asked) or (
            self._code(force, asked, remembered)
            if remembered and asked.get("prompt") != "login"
            else sign_in_page.page(force, [each for each in people.everybody() if _works_here(each, force)])
        )

    def _picked(self, force: str, asked: Fields, subject: str) -> Answer:
        wrong = self._wrong(force, asked)
        if wrong:
            return wrong
        if subject not in {each.id for each in people.everybody() if _works_here(each, force)}:
            return self._back(force, asked, {"error": "access_denied"})
        remembered = secrets.token_urlsafe(24)
        with self._lock:
            self._signed_in[f"{force}/{remembered}"] = subject
        answer = self._code(force, asked, subject)
        answer.headers.append(("Set-Cookie", f"{COOKIE}={remembered}; Path=/local/issuer/{force}; HttpOnly; SameSite=Lax"))
        return answer

    def _wrong(self, force: str, asked: Fields) -> Answer | None:
        """Whoever asks for another client or address is told so here, and is led nowhere."""
        if asked.get("client_id") != CLIENT or asked.get("redirect_uri") != self._issuer.redirect_uri(force):
            return sign_in_page.refused("This client, or the address it wants to be called back at, is not registered here.")
        if asked.get("response_type") != "code":
            return self._back(force, asked, {"error": "unsupported_response_type"})
        if asked.get("code_challenge_method") != "S256" or len(asked.get("code_challenge", "")) != 43:
            return self._back(force, asked, {"error": "invalid_request", "error_description": "PKCE with S256 is required"})
        if "openid" not in asked.get("scope", "").split():
            return self._back(force, asked, {"error": "invalid_scope"})
        return None

    def _code(self, force: str, asked: Fields, subject: str) -> Answer:
        code = secrets.token_urlsafe(32)
        scopes = tuple(asked["scope"].split())
        given = Code(
            force, subject, asked["redirect_uri"], asked["code_challenge"], asked.get("nonce"), scopes, self._clock() + CODE_SECONDS
        )
        with self._lock:
            self._codes[code] = given
        return self._back(force, asked, {"code": code})

    def _back(self, force: str, asked: Fields, told: Fields) -> Answer:
        state = {"state": asked["state"]} if "state" in asked else {}
        query = urlencode({**told, **state, "iss": self._issuer.address(force)})
        return Answer(303, [("Location", f"{self._issuer.redirect_uri(force)}&{query}"), ("Cache-Control", "no-store")], b"")

    def _token(self, force: str, asked: Fields) -> Answer:
        if asked.get("client_id") != CLIENT:
            return as_json({"error": "invalid_client"}, 401)
        match asked.get("grant_type"):
            case "authorization_code":
                return self._exchanged(force, asked)
            case "refresh_token":
                with self._lock:
                    given = self._refreshing.pop(asked.get("refresh_token", ""), None)
                return self._given(given, with_nonce=False) if given and given.force == force else _invalid_grant()
        return as_json({"error": "unsupported_grant_type"}, 400)

    def _exchanged(self, force: str, asked: Fields) -> Answer:
        with self._lock:
            given = self._codes.pop(asked.get("code", ""), None)
        if given is None or given.force != force or self._clock() > given.until:
            return _invalid_grant()
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not secrets.compare_digest(challenge, given.challenge) or asked.get("redirect_uri") != given.redirect_uri:
            return _invalid_grant()
        return self._given(given, with_nonce=True)

    def _given(self, given: Code, *, with_nonce: bool) -> Answer:
        person = next(each for each in people.everybody() if (each.force, each.id) == (given.force, given.subject))
        scopes = [each for each in given.scopes if each in person.scopes]
        told: dict[str, object] = {
            "access_token": self._issuer.token(given.force, given.subject, scopes, self._seconds),
            "token_type": "Bearer",
            "expires_in": self._seconds,
            "scope": " ".join(scopes),
            "id_token": self._issuer.id_token(given.force, given.subject, given.nonce if with_nonce else None, self._seconds),
        }
        if "offline_access" in given.scopes:
            again = secrets.token_urlsafe(32)
            with self._lock:
                self._refreshing[again] = given
            told["refresh_token"] = again
        return as_json(told)

    def _remembered(self, force: str, headers: dict[str, str]) -> str | None:
        try:
            kept = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return None
        return self._signed_in.get(f"{force}/{kept.value}") if kept else None

    def _ended(self, force: str, asked: Fields, headers: dict[str, str]) -> Answer:
        """Forget who signed in, and go back to the page if that is where the sign-out came from."""
        kept = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        if kept:
            with self._lock:
                self._signed_in.pop(f"{force}/{kept.value}", None)
        home = self._issuer.redirect_uri(force)
        if asked.get("post_logout_redirect_uri") != home:
            return sign_in_page.refused("You are signed out.", 200)
        return Answer(303, [("Location", home), ("Cache-Control", "no-store")], b"")


def _works_here(person: people.Person, force: str) -> bool:
    return person.force == force and bool(_GROUPS & set(person.roles))


def _invalid_grant() -> Answer:
    return as_json({"error": "invalid_grant"}, 400)


def _fields(encoded: str) -> Fields:
    """The last of each: what is given twice is a mistake of the client, and nothing here depends on which one counts."""
    return {name: values[-1] for name, values in parse_qs(encoded, keep_blank_values=True).items()}
