"""The officer's page over HTTP: whose it is, what it says to the browser, and that looking at it tells nothing."""

from __future__ import annotations

import json
import re

import pytest

from chalicelib import settings
from tests.contract import seeds, tokens
from tests.contract.conftest import ENVIRONMENT
from tests.contract.desk import Desk
from tests.contract.web.test_pages import AGENTS, DORSET, get

#: Where browsers reach the evidence bucket on AWS.
BUCKET = f"https://{ENVIRONMENT['EVR_EVIDENCE_BUCKET']}.s3.eu-west-2.amazonaws.com"


def policy_of(desk: Desk, path: str = "/officer", **headers: str) -> dict[str, str]:
    csp = get(desk, path, **(headers or DORSET)).headers["content-security-policy"]
    return dict(part.strip().split(" ", 1) for part in csp.split(";"))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch):
    """Dorset's provider has its token endpoint at another origin; the other force has not registered the page."""
    known = json.loads(tokens.identity("dorset", "wessexshire"))
    known["dorset"] |= {"issuer": "https://login.example/tenant/v2.0", "origins": ["https://token.example:8443"]}
    del known["wessexshire"]["client_id"]
    monkeypatch.setenv("EVR_IDENTITY", json.dumps(known))
    settings.settings.cache_clear()


def test_it_may_ask_this_service_and_the_forces_identity_provider_and_nobody_else(desk: Desk):
    csp = policy_of(desk)
    assert csp["connect-src"].split(" ") == ["'self'", "https://id.dorset.example", BUCKET]
    assert csp["script-src"] == "'self'"
    assert csp["default-src"] == csp["form-action"] == csp["base-uri"] == csp["frame-ancestors"] == "'none'"
    assert csp["require-trusted-types-for"] == "'script'"
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", csp["style-src"])


def test_an_origin_is_an_origin_whatever_path_the_issuer_has(desk: Desk, elsewhere: None):
    assert policy_of(desk)["connect-src"].split(" ")[1:] == ["https://login.example", "https://token.example:8443", BUCKET]


def test_the_bucket_is_where_the_deployment_says_that_browsers_reach_it(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EVR_EVIDENCE_ADDRESS", "http://127.0.0.1:8800/local/evidence")
    settings.settings.cache_clear()
    assert policy_of(desk)["connect-src"].split(" ")[-1] == "http://127.0.0.1:8800"


def test_where_the_page_is_not_registered_it_asks_no_provider_and_says_why(desk: Desk, elsewhere: None):
    host = {"Host": "video.wessexshire.example"}
    assert "id.wessexshire" not in policy_of(desk, **host)["connect-src"]
    html = get(desk, "/officer", **host).text
    assert 'data-client=""' in html
    assert "not set up for this force yet" in html


def test_it_knows_its_force_by_the_host_and_where_to_sign_in(desk: Desk):
    html = get(desk, "/officer", **DORSET).text
    for name, value in (("force", "dorset"), ("issuer", "https://id.dorset.example"), ("client", tokens.CLIENT)):
        assert f'data-{name}="{value}"' in html
    assert 'data-scopes="openid staff read"' in html


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8800"])
def test_at_no_forces_address_there_is_no_way_in(desk: Desk, host: str):
    html = get(desk, "/officer", Host=host).text
    assert 'data-client=""' in html
    assert "no force&#x27;s own" in html


@pytest.mark.parametrize("path", ["/officer", "/officer/page.js", "/officer/timer.js"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("agent", [AGENTS["Slack"], AGENTS["Teams"], AGENTS["curl"]])
def test_looking_previewing_and_scanning_read_nothing(desk: Desk, path: str, method: str, agent: str):
    seeds.an_incident_at(desk, "link_sent")
    calls = list(desk.table.calls)
    got = get(desk, path, method, **DORSET, **{"User-Agent": agent})
    assert (got.status, got.headers["x-robots-tag"], got.headers["cache-control"]) == (200, "noindex, nofollow", "no-store")
    assert got.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=(self), microphone=(self), display-capture=(self)" in got.headers["permissions-policy"]
    assert desk.table.calls == calls


def test_the_types_are_what_they_are(desk: Desk):
    assert get(desk, "/officer").headers["content-type"] == "text/html; charset=utf-8"
    assert get(desk, "/officer/page.js").headers["content-type"] == "text/javascript; charset=utf-8"


def test_a_path_below_it_that_is_not_there_is_no_page(desk: Desk):
    assert not [path for path in desk.app.routes if path.startswith("/officer/") and "{" in path]


def test_the_settings_of_these_tests_are_the_usual_ones():
    assert json.loads(ENVIRONMENT["EVR_IDENTITY"])["dorset"]["client_id"] == tokens.CLIENT
