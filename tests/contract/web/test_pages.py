"""The page over HTTP: for people, previews and scanners alike, and what every answer says to the browser."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.contract import seeds
from tests.contract.desk import Desk
from tests.contract.gateway import event, route_of

AGENTS = {
    "WhatsApp": "WhatsApp/2.23.20.0 A",
    "iMessage": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) "
    "Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Teams": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "Safe Links": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0 Safari/537.36",
    "Google": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl": "curl/8.5.0",
    "nobody": "",
}
#: Where files are sent, in parts.
BUCKET = "https://evr-evidence-test.s3.eu-west-2.amazonaws.com"
DORSET = {"Host": "evr.dorset.example"}


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


def get(desk: Desk, path: str = "/v", method: str = "GET", **headers: str) -> Got:
    address = urlsplit(path)
    found = route_of(desk.app, method, address.path)
    assert found
    answer: Any = desk.app(event(method, found, headers, parse_qs(address.query), None), None)
    return Got(answer["statusCode"], {name.lower(): value for name, value in answer["headers"].items()}, answer["body"])


# --- who looks, and how often -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("agent", AGENTS.values(), ids=AGENTS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_previewing_and_scanning_change_nothing(desk: Desk, agent: str, method: str):
    # Given a victim with a link
    name = seeds.an_incident_at(desk, "link_sent")
    rows, calls = dict(desk.table.rows), list(desk.table.calls)
    # When something fetches the page, also with the token where no browser would put it
    for path in ("/v", f"/v?{desk.link(name)}", "/v/page.js"):
        assert get(desk, path, method, **DORSET, **{"User-Agent": agent}).status == 200
    # Then nothing was written, nothing even read, and the link works as before
    assert (desk.table.rows, desk.table.calls) == (rows, calls)
    assert desk.call("POST", "/v1/links/join", {"token": desk.link(name)}).status == 200


def test_a_preview_shows_no_more_than_the_force(desk: Desk):
    html = get(desk, **DORSET).text
    assert re.findall(r"<title>(.*?)</title>", html) == ["Video appointment: Dorset Police (sample policy)"]
    assert not re.search(r'property="og:|name="description"|name="twitter:', html)
    assert get(desk, **DORSET).headers["x-robots-tag"] == "noindex, nofollow"


# --- whose page, in which language --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "host", "force"),
    [
        ("/v", "evr.dorset.example", "dorset"),
        ("/v", "EVR.Dorset.Example:443", "dorset"),
        ("/v?force=wessexshire", "evr.dorset.example", "dorset"),
        ("/v", "video.wessexshire.example", "wessexshire"),
        ("/v", "127.0.0.1:8800", ""),
        ("/v?force=wessexshire", "127.0.0.1:8800", "wessexshire"),
        ("/v?force=nowhere", "127.0.0.1:8800", ""),
        ("/v", "evil.example", ""),
    ],
)
def test_the_host_says_whose_page_it_is(desk: Desk, path: str, host: str, force: str):
    assert f'data-force="{force}"' in get(desk, path, Host=host).text


@pytest.mark.parametrize(
    ("query", "accepts", "language"),
    [
        ("", "", "en"),
        ("?lang=cy", "", "cy"),
        ("?lang=cy", "en-GB", "cy"),
        ("?lang=xx", "", "en"),
        ("", "cy-GB,cy;q=0.9,en;q=0.8", "cy"),
        ("", "en-GB,en;q=0.9,cy;q=0.8", "en"),
        ("", "fr,pl;q=0.5", "en"),
        ("", "cy;q=1.2.3,,;;q=", "cy"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browsers_else_the_first(desk: Desk, query: str, accepts: str, language: str):
    html = get(desk, f"/v{query}", **DORSET, **{"Accept-Language": accepts}).text
    assert f'<html lang="{language}"' in html


def test_each_language_leads_to_the_others(desk: Desk):
    assert 'href="?lang=cy" lang="cy"' in get(desk, **DORSET).text
    assert 'href="?lang=en" lang="en"' in get(desk, "/v?lang=cy", **DORSET).text
    assert "data-lang-link" not in get(desk, Host="video.wessexshire.example").text


# --- what the browser is told -------------------------------------------------------------------------------------------------


def routes(desk: Desk) -> list[tuple[str, str]]:
    return [(method, path) for path, methods in desk.app.routes.items() for method in methods]


def test_every_route_says_what_no_browser_may_do(desk: Desk):
    asked = routes(desk)
    assert ("GET", "/v") in asked
    for method, path in asked:
        status, headers, _ = get(desk, re.sub(r"\{\w+\}", "x", path), method)
        assert headers["cache-control"] == "no-store", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert headers["x-content-type-options"] == "nosniff", path
        assert "max-age=63072000" in headers["strict-transport-security"], path
        csp, permissions = headers["content-security-policy"], headers["permissions-policy"]
        assert csp.startswith("default-src 'none';"), path
        assert "frame-ancestors 'none'" in csp
        assert "unsafe" not in csp, path
        assert "*" not in csp, path
        assert "http" not in csp.replace(BUCKET, ""), path
        a_page = path.split("/")[1] in ("v", "officer") and status == 200
        assert ("camera=(self)" if a_page else "camera=()") in permissions, path


def test_the_pages_own_policy_lets_in_its_script_and_its_one_style_sheet(desk: Desk):
    csp = dict(part.strip().split(" ", 1) for part in get(desk, **DORSET).headers["content-security-policy"].split(";"))
    assert csp["script-src"] == "'self'"  # workers, too
    assert csp["connect-src"] == f"'self' {BUCKET}"
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", csp["style-src"])
    assert csp["form-action"] == csp["base-uri"] == "'none'"


def test_the_types_are_what_they_are(desk: Desk):
    assert get(desk).headers["content-type"] == "text/html; charset=utf-8"
    assert get(desk, "/v/page.js").headers["content-type"] == "text/javascript; charset=utf-8"


# --- the token ----------------------------------------------------------------------------------------------------------------


def test_the_token_is_in_no_log_no_row_and_no_error(
    desk: Desk, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    name = seeds.an_incident_at(desk, "link_sent")
    token = desk.link(name)
    errors = []
    for command in ("state", "join", "needs", "pause", "resume", "times", "ask", "escalate", "change_mind"):
        for body in ({"token": token}, {"token": token, "x": 1}, {"token": [token]}):
            errors.append(str(desk.call("POST", f"/v1/links/{command}", body)))
    desk.table.get = None  # whatever fails inside
    errors.append(str(desk.call("POST", "/v1/links/state", {"token": token})))
    assert errors[-1].startswith("Answer(status=500")
    rows = json.dumps([str(row) for row in desk.table.rows.values()])
    for where in (*errors, rows, *capsys.readouterr(), caplog.text, *(str(vars(record)) for record in caplog.records)):
        assert token not in where
