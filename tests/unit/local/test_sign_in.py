"""The local identity provider: what a real one would check it checks, and each way of being wrong is refused."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest

from infra.local.issuer import CLIENT, Issuer
from infra.local.place import Place
from infra.local.proxy import Answer
from infra.local.sign_in import CODE_SECONDS, COOKIE, SignIn

HOME = "http://127.0.0.1:8800/officer?force=dorset"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "client_id": CLIENT,
    "redirect_uri": HOME,
    "response_type": "code",
    "scope": "openid staff read",
    "state": "st",
    "nonce": "no",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


class Browser:
    """Somebody at the provider's pages."""

    def __init__(self, place: Place) -> None:
        self.now = 1_000.0
        self.issuer = Issuer(place)
        self.provider = SignIn(self.issuer, seconds=600, clock=lambda: self.now)

    def get(self, what: str, query: dict[str, str] | None = None, cookie: str = "", force: str = "dorset") -> Answer:
        headers = {"cookie": cookie} if cookie else {}
        answer = self.provider.answer("GET", force, what.split("/"), b"", headers, urlencode(query or {}))
        assert answer
        return answer

    def pick(self, subject: str = "PC2211", **changes: str) -> Answer:
        asked = {name: value for name, value in (ASKED | changes).items() if value}
        answer = self.provider.answer("POST", "dorset", ["authorize"], urlencode({"sub": subject}).encode(), {}, urlencode(asked))
        assert answer
        return answer

    def token(self, force: str = "dorset", **fields: str) -> tuple[int, dict[str, Any]]:
        answer = self.provider.answer("POST", force, ["token"], urlencode(fields).encode(), {}, "")
        assert answer
        return answer.status, json.loads(answer.body)

    def exchange(self, code: str, **changes: str) -> tuple[int, dict[str, Any]]:
        usual = {"grant_type": "authorization_code", "client_id": CLIENT, "redirect_uri": HOME, "code_verifier": VERIFIER}
        force = changes.pop("force", "dorset")
        return self.token(force, **(usual | {"code": code} | changes))


def told(answer: Answer) -> dict[str, str]:
    """What the answer's address tells the page."""
    assert answer.status == 303, answer.body
    to = dict(answer.headers)["Location"]
    assert to.startswith(f"{HOME}&")
    return {name: values[0] for name, values in parse_qs(urlsplit(to).query).items()}


def cookie(answer: Answer) -> str:
    return dict(answer.headers)["Set-Cookie"].partition(";")[0]


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(Place(8800, tmp_path))


def test_the_discovery_names_its_own_endpoints(browser: Browser):
    found = json.loads(browser.get(".well-known/openid-configuration").body)
    own = "http://127.0.0.1:8800/local/issuer/dorset"
    assert found["issuer"] == own
    assert {found[name] for name in ("authorization_endpoint", "token_endpoint")} == {f"{own}/authorize", f"{own}/token"}
    assert found["code_challenge_methods_supported"] == ["S256"]


def test_one_picks_an_officer_or_a_sergeant_of_the_force_and_nobody_else(browser: Browser):
    page = browser.get("authorize", ASKED)
    html = page.body.decode()
    assert "PC2211" in html
    assert "PS1102" in html
    assert "records-system" not in html
    assert "PC9201" not in html
    assert "default-src 'none'" in dict(page.headers)["Content-Security-Policy"]
    assert told(browser.pick("records-system"))["error"] == "access_denied"


def test_the_whole_way(browser: Browser):
    back = told(browser.pick())
    assert (back["state"], back["iss"]) == ("st", "http://127.0.0.1:8800/local/issuer/dorset")
    status, given = browser.exchange(back["code"])
    assert (status, given["token_type"], given["expires_in"], given["scope"]) == (200, "Bearer", 600, "staff read")
    key = jwt.PyJWK(browser.issuer.jwks()["keys"][0])
    access = jwt.decode(given["access_token"], key, algorithms=["RS256"], audience="evr")
    who = jwt.decode(given["id_token"], key, algorithms=["RS256"], audience=CLIENT)
    assert (access["sub"], access["scope"], who["sub"], who["nonce"]) == ("PC2211", "staff read", "PC2211", "no")
    with pytest.raises(jwt.InvalidAudienceError):
        jwt.decode(given["id_token"], key, algorithms=["RS256"], audience="evr")


NOT_REGISTERED = {"client_id": "another", "redirect_uri": "https://evil.example/officer"}


@pytest.mark.parametrize(("name", "value"), NOT_REGISTERED.items())
def test_another_client_or_address_is_led_nowhere(browser: Browser, name: str, value: str):
    for answer in (browser.get("authorize", ASKED | {name: value}), browser.pick(**{name: value})):
        assert answer.status == 400
        assert "Location" not in dict(answer.headers)


REFUSED = [
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"code_challenge": ""}, "invalid_request"),
    ({"code_challenge_method": "plain"}, "invalid_request"),
    ({"scope": "staff read"}, "invalid_scope"),
]


@pytest.mark.parametrize(("changes", "error"), REFUSED)
def test_a_wrong_question_goes_back_with_its_error_and_without_a_code(browser: Browser, changes: dict[str, str], error: str):
    back = told(browser.pick(**changes))
    assert (back["error"], back["state"]) == (error, "st")
    assert "code" not in back


def code(browser: Browser) -> str:
    return told(browser.pick())["code"]


SPOILT: dict[str, dict[str, str]] = {
    "another verifier": {"code_verifier": "w" * 43},
    "no verifier": {"code_verifier": ""},
    "another address": {"redirect_uri": "http://127.0.0.1:8800/officer"},
    "another force's endpoint": {"force": "wessexshire"},
}


@pytest.mark.parametrize("changes", SPOILT.values(), ids=SPOILT)
def test_a_code_with_anything_else_is_refused_and_is_over(browser: Browser, changes: dict[str, str]):
    given = code(browser)
    assert browser.exchange(given, **changes) == (400, {"error": "invalid_grant"})
    assert browser.exchange(given)[0] == 400
    assert browser.exchange("guessed") == (400, {"error": "invalid_grant"})


def test_a_code_works_once(browser: Browser):
    given = code(browser)
    assert [browser.exchange(given)[0] for _ in range(2)] == [200, 400]


def test_a_code_lives_a_minute(browser: Browser):
    first, second = code(browser), code(browser)
    browser.now += CODE_SECONDS
    assert browser.exchange(first)[0] == 200
    browser.now += 1
    assert browser.exchange(second)[0] == 400


def test_another_client_gets_no_token(browser: Browser):
    assert browser.exchange(code(browser), client_id="another") == (401, {"error": "invalid_client"})
    assert browser.token(grant_type="password", client_id=CLIENT) == (400, {"error": "unsupported_grant_type"})


def test_a_refresh_token_is_given_when_asked_for_and_works_once(browser: Browser):
    assert "refresh_token" not in browser.exchange(code(browser))[1]
    _, given = browser.exchange(told(browser.pick(scope="openid staff offline_access"))["code"])
    asked = {"grant_type": "refresh_token", "client_id": CLIENT, "refresh_token": given["refresh_token"]}
    status, again = browser.token(**asked)
    assert (status, again["refresh_token"] == given["refresh_token"]) == (200, False)
    assert browser.token(**asked)[0] == 400


def test_whoever_signed_in_is_not_asked_again_until_they_sign_out(browser: Browser):
    kept = cookie(browser.pick("PC2212"))
    assert kept.startswith(f"{COOKIE}=")
    assert "code" in told(browser.get("authorize", ASKED, kept))
    assert browser.get("authorize", ASKED | {"prompt": "login"}, kept).status == 200
    ended = browser.get("end_session", {"post_logout_redirect_uri": HOME}, kept)
    assert (ended.status, dict(ended.headers)["Location"]) == (303, HOME)
    assert browser.get("authorize", ASKED, kept).status == 200


@pytest.mark.parametrize("strange", [f"{COOKIE}=guessed", "rubbish", f"{COOKIE}=", "a=b; c"])
def test_a_strange_cookie_signs_nobody_in(browser: Browser, strange: str):
    browser.pick()
    assert browser.get("authorize", ASKED, strange).status == 200


def test_a_sign_out_leads_nowhere_else(browser: Browser):
    ended = browser.get("end_session", {"post_logout_redirect_uri": "https://evil.example/"})
    assert (ended.status, "Location" in dict(ended.headers)) == (200, False)


@pytest.mark.parametrize(("method", "what"), [("PUT", "authorize"), ("GET", "token"), ("POST", "jwks.json"), ("GET", "nothing")])
def test_there_is_nothing_else(browser: Browser, method: str, what: str):
    found: Callable[..., Answer | None] = browser.provider.answer
    assert found(method, "dorset", [what], b"", {}, "") is None
