"""The page's sign-in against a provider that is not ours: oidc-provider-mock (PyPI), built on Authlib.

What it proves: discovery, the question, the exchange, and the checks of an ID token that somebody else's code signed. What it
cannot: it looks at no PKCE challenge (so the test does), it takes public clients only since the fixture lets them in, and its
access tokens are opaque, so the API, which wants signed ones, refuses them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from werkzeug.serving import make_server

from tests.browser.officer.person import Officer, Station


class Provider:
    """The provider at an address of its own. `changed` may rewrite what its discovery says."""

    def __init__(self) -> None:
        import oidc_provider_mock

        self.app = oidc_provider_mock.app(require_nonce=True)
        self.app.before_request(self._heard)
        self.app.after_request(self._answered)
        self.exchanged: list[dict[str, str]] = []
        self.discovery: dict[str, Any] = {}

    def _heard(self) -> None:
        from flask import request

        if request.path == "/oauth2/token" and request.method == "POST":
            self.exchanged.append(dict(request.form))

    def _answered(self, response: Any) -> Any:
        """Real providers let a registered page's origin read their answers; this one leaves that to whoever runs it."""
        from flask import request

        response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "null")
        if request.path.endswith("openid-configuration"):
            response.set_data(json.dumps(response.get_json() | self.discovery))
        return response


@pytest.fixture
def provider(here: Station, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    import oidc_provider_mock._app as provider_app

    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setattr(provider_app.AuthorizationCodeGrant, "TOKEN_ENDPOINT_AUTH_METHODS", ["none"])
    made = Provider()
    server = make_server("127.0.0.1", 0, made.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    issuer = f"http://127.0.0.1:{server.server_port}"
    client = {"client_id": "test-page", "scopes": "openid email"}
    here.trust(monkeypatch, {"dorset": {"issuer": issuer, "jwks_url": f"{issuer}/jwks", "audience": "evr"} | client})
    yield made
    server.shutdown()
    server.server_close()


def sign_in(officer: Officer, changes: str = "", value: str = "") -> Page:
    """By the provider's own form. `changes`: a part of the question that is another by the time the provider gets it."""
    page = officer.page
    asked: list[str] = []

    def on_its_way(route: Route) -> None:
        url = route.request.url
        asked.append(url)
        route.continue_(url=re.sub(rf"(?<=[?&]{changes}=)[^&]*", value, url) if changes else url)

    page.route(re.compile(r"/oauth2/authorize"), on_its_way)
    officer.open("2026/anything")
    officer.press("Sign in")
    page.locator('input[name="sub"]').first.fill("PC2211")
    page.locator('form button[type="submit"], form input[type="submit"]').first.click()
    page.wait_for_url(re.compile(r"/officer\?"))
    officer.asked = parse_qs(urlsplit(asked[0]).query)
    return page


def wrong(officer: Officer, why: str) -> None:
    """Refused, and by this check: the page says in the console which it was."""
    officer.heading("Sign in to the video room")
    expect(officer.page.get_by_role("alert")).to_contain_text("does not belong to this sign-in")
    assert [line for line in officer.console if line.startswith("sign-in wrong") and why in line], officer.console


def test_the_round_trip_up_to_the_opaque_access_token(officer: Officer, here: Station, provider: Provider):
    page = sign_in(officer)
    # signed in: the ID token was found good; and the API, asked with the opaque token, says that it cannot be read
    expect(page.get_by_role("alert")).to_contain_text("it cannot be read")
    exchanged, *renewed = provider.exchanged
    assert {each["grant_type"] for each in renewed} <= {"refresh_token"}  # what the API refuses is tried with a fresh one
    challenge = base64.urlsafe_b64encode(hashlib.sha256(exchanged["code_verifier"].encode()).digest()).rstrip(b"=").decode()
    assert officer.asked["code_challenge"] == [challenge]
    assert (exchanged["client_id"], "client_secret" in exchanged) == ("test-page", False)
    assert exchanged["redirect_uri"] == officer.address()


def test_another_nonce_in_a_well_signed_id_token_is_refused(officer: Officer, provider: Provider):
    sign_in(officer, "nonce", "another")
    wrong(officer, '"nonce" claim value')
    assert len(provider.exchanged) == 1


def test_another_state_is_refused_before_the_code_is_used(officer: Officer, provider: Provider):
    sign_in(officer, "state", "another")
    wrong(officer, '"state" response parameter')
    assert provider.exchanged == []


def test_a_code_that_was_given_to_another_client_is_worth_nothing(officer: Officer, provider: Provider):
    sign_in(officer, "client_id", "another")
    wrong(officer, "OAUTH_RESPONSE_BODY_ERROR")


def test_a_provider_that_says_it_is_somebody_else_is_refused_before_anybody_is_sent_there(officer: Officer, provider: Provider):
    provider.discovery = {"issuer": "https://evil.example"}
    officer.open("2026/anything")
    officer.press("Sign in")
    wrong(officer, '"issuer"')
    assert provider.exchanged == []
