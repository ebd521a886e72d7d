"""Signing in to the officer's page: the round trip, every way of being wrong, the end of a token, and signing out."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.officer.person import HOLDER, LOCAL, OTHER, TABLET, Officer, Station


def requests(here: Station, end: str) -> list[tuple[str, str, dict[str, str], bytes]]:
    return [each for each in here.here.requests if each[1].partition("?")[0].endswith(end)]


# --- the round trip -----------------------------------------------------------------------------------------------------------


def test_one_signs_in_and_comes_back_to_the_job(officer: Officer, here: Station):
    name = here.job()
    page = officer.open(name)
    officer.heading("Sign in to the video room")
    officer.looked_at("sign-in")
    officer.sign_in(name)
    officer.heading("Waiting room")
    assert page.url == officer.address(name)
    expect(page.locator("#who")).to_have_text(f"Signed in as {HOLDER}")
    expect(page.locator("#job")).to_have_text(f"Job {name}")


def test_what_the_provider_is_asked(officer: Officer, here: Station):
    officer.sign_in(here.job())
    officer.heading("Waiting room")
    asked = parse_qs(urlsplit(requests(here, "/authorize")[0][1]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid staff read"]
    assert asked["redirect_uri"] == [officer.address()]
    assert all(len(asked[each][0]) >= 32 for each in ("state", "nonce", "code_challenge"))
    exchanged = parse_qs(requests(here, "/token")[0][3].decode())
    assert "client_secret" not in exchanged
    assert exchanged["code_verifier"][0] not in requests(here, "/authorize")[0][1]


def test_the_tokens_are_in_memory_only(officer: Officer, here: Station):
    page = officer.sign_in(here.job())
    officer.heading("Waiting room")
    kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])")
    assert "ey" not in kept
    assert "verifier" not in kept
    sent = [each for each in here.here.requests if any("Bearer" in value for value in each[2].values())]
    assert sent
    assert all("/v1/" in each[1] for each in sent)


def test_a_reload_comes_back_by_itself(officer: Officer, here: Station):
    page = officer.sign_in(here.job())
    officer.heading("Waiting room")
    page.reload()
    officer.heading("Waiting room")


# --- what is not accepted -----------------------------------------------------------------------------------------------------


def wrong(officer: Officer) -> None:
    officer.heading("Sign in to the video room")
    expect(officer.page.get_by_role("alert")).to_contain_text("does not belong to this sign-in")


@pytest.mark.parametrize(("name", "value"), [("state", "another"), ("iss", "https://evil.example")])
def test_an_answer_that_was_changed_on_its_way_is_not_accepted(
    officer: Officer, here: Station, monkeypatch: pytest.MonkeyPatch, name: str, value: str
):
    right = here.provider._back
    changed = re.compile(rf"(?<=&{name}=)[^&]*")

    def spoilt(*given: Any) -> Any:
        answer = right(*given)
        headers = [(each, changed.sub(quote(value, safe=""), to)) for each, to in answer.headers]
        return type(answer)(answer.status, headers, answer.body)

    monkeypatch.setattr(here.provider, "_back", spoilt)
    officer.sign_in(here.job())
    wrong(officer)
    assert requests(here, "/token") == []


def test_an_answer_that_nobody_asked_for_is_not_accepted(officer: Officer, here: Station):
    officer.page.goto(f"{officer.address()}&code=planted&state=planted")
    wrong(officer)
    assert "planted" not in officer.page.url
    assert requests(here, "/token") == []


@pytest.mark.parametrize("name", ["iss", "aud", "nonce", "exp"])
def test_an_id_token_with_a_wrong_claim_is_not_accepted(
    officer: Officer, here: Station, monkeypatch: pytest.MonkeyPatch, name: str
):
    import jwt

    right = here.issuer.id_token
    values = {"iss": "https://evil.example", "aud": "another", "nonce": "another", "exp": 1}

    def spoilt(*given: Any) -> str:
        claims = jwt.decode(right(*given), options={"verify_signature": False}) | {name: values[name]}
        return jwt.encode(claims, here.issuer._key, "RS256", headers={"kid": here.issuer.jwks()["keys"][0]["kid"]})

    monkeypatch.setattr(here.issuer, "id_token", spoilt)
    officer.sign_in(here.job())
    wrong(officer)
    assert not [each for each in here.here.requests if "/v1/" in each[1]]


def test_an_id_token_signed_by_somebody_else_is_not_accepted(officer: Officer, here: Station, monkeypatch: pytest.MonkeyPatch):
    right = here.issuer.id_token
    monkeypatch.setattr(here.issuer, "id_token", lambda *given: right(*given)[:-20] + "A" * 20)
    officer.sign_in(here.job())
    wrong(officer)


def test_a_refusal_at_the_provider_is_said(officer: Officer, here: Station):
    officer.open(here.job())
    officer.press("Sign in")
    expect(officer.page.get_by_role("heading", name="Sign in to Dorset (training)")).to_be_visible()
    officer.page.evaluate("document.querySelector('button').value = 'nobody'")
    officer.page.locator("button").first.click()
    expect(officer.page.get_by_role("alert")).to_contain_text("the sign-in page said no")


def test_a_provider_that_does_not_answer_is_said(officer: Officer, here: Station):
    officer.page.route(re.compile("openid-configuration"), lambda route: route.abort())
    officer.open(here.job())
    officer.press("Sign in")
    expect(officer.page.get_by_role("alert")).to_contain_text("does not answer")


def test_a_token_that_the_service_does_not_accept_is_said(officer: Officer, here: Station, monkeypatch: pytest.MonkeyPatch):
    """As when the provider makes access tokens out to another audience, which is the usual mistake at a first set-up."""
    monkeypatch.setattr("infra.local.issuer.AUDIENCE", "another")
    officer.sign_in(here.job())
    expect(officer.page.get_by_role("alert")).to_contain_text("meant for another audience")
    officer.heading("Sign in to the video room")


# --- the end of a token -------------------------------------------------------------------------------------------------------


def soon_over(here: Station) -> None:
    here.provider._seconds = 20


def test_a_token_that_ends_is_renewed_in_a_small_window_while_the_page_stays(officer: Officer, here: Station):
    soon_over(here)
    page = officer.sign_in(here.job())
    officer.heading("Waiting room")
    expect(page.locator("#expiry")).to_contain_text("Your sign-in ends at")
    officer.looked_at("sign-in-ends")
    here.provider._seconds = 3600
    before = len(requests(here, "/token"))
    with page.expect_popup() as opened:
        officer.press("Sign in again")
    opened.value.wait_for_event("close") if not opened.value.is_closed() else None
    expect(page.locator("#expiry")).to_be_hidden()
    assert len(requests(here, "/token")) == before + 1
    officer.heading("Waiting room")


def test_another_persons_sign_in_does_not_slip_in(officer: Officer, here: Station, monkeypatch: pytest.MonkeyPatch):
    soon_over(here)
    page = officer.sign_in(here.job())
    expect(page.locator("#expiry")).to_contain_text("Your sign-in ends at")
    here.provider._signed_in = dict.fromkeys(here.provider._signed_in, OTHER)
    with page.expect_popup():
        officer.press("Sign in again")
    expect(page.locator("#expiry")).to_contain_text("another person's sign-in")


def test_where_the_provider_gives_the_means_it_is_renewed_without_a_word(
    officer: Officer, here: Station, monkeypatch: pytest.MonkeyPatch
):
    identity = here.issuer.identity()
    identity["dorset"]["scopes"] = "openid staff read offline_access"
    here.trust(monkeypatch, identity)
    soon_over(here)
    page = officer.sign_in(here.job())
    officer.heading("Waiting room")
    for _ in range(100):
        if any(b"refresh_token" in each[3] for each in requests(here, "/token")):
            break
        page.wait_for_timeout(200)
    assert any(b"refresh_token" in each[3] for each in requests(here, "/token"))
    expect(page.locator("#expiry")).to_be_hidden()


# --- out ----------------------------------------------------------------------------------------------------------------------


def test_signing_out_forgets_the_person_here_and_at_the_provider(officer: Officer, here: Station):
    page = officer.sign_in(here.job())
    officer.heading("Waiting room")
    officer.press("Sign out")
    page.wait_for_url(officer.address())
    officer.heading("Sign in to the video room")
    officer.press("Sign in")
    expect(page.get_by_role("button", name=re.compile(HOLDER))).to_be_visible()


def test_where_the_page_is_not_registered_it_says_so(browser: Browser, here: Station, monkeypatch: pytest.MonkeyPatch):
    identity = here.issuer.identity()
    del identity["dorset"]["client_id"]
    here.trust(monkeypatch, identity)
    officer = Officer(browser, here, TABLET)
    officer.open()
    expect(officer.page.get_by_text("not set up for this force yet")).to_be_visible()
    expect(officer.button("Sign in")).to_be_hidden()
    officer.looked_at("sign-in-not-set-up")
    officer.context.close()


def test_the_provider_of_the_tests_is_the_one_of_make_run(here: Station):
    assert here.issuer.identity()["dorset"]["issuer"].endswith(LOCAL)
