"""Amazon Chime's script and hosts over HTTP: only where a force's policy has its calls carried by it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from chalicelib.api import chime
from chalicelib.policies import policies_folder
from tests.contract.desk import Desk
from tests.contract.web.test_pages import DORSET, get

WESSEXSHIRE = {"Host": "video.wessexshire.example"}
CHIME = {"https://*.chime.aws", "wss://*.chime.aws"}
SCRIPT = "/v/chime.js"
#: What Lambda may answer, in bytes of JSON.
MOST = 6_291_556


@pytest.fixture
def dorset_has_chime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the two forces."""
    folder = tmp_path / "policies"
    shutil.copytree(policies_folder(), folder)
    own = folder / "dorset.toml"
    own.write_text(f'{own.read_text()}\n[video]\nprovider = "chime"\n')
    monkeypatch.setenv("EVR_POLICIES", str(folder))


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The script, where packaging puts it."""
    text = 'export const sample = "Dŵr";\n'
    (tmp_path / "_chime.mjs").write_text(text, encoding="utf-8")
    monkeypatch.setattr(chime, "SCRIPT", tmp_path / "_chime.mjs")
    return text


def asked_by(desk: Desk, path: str, host: dict[str, str]) -> set[str]:
    """What a page may ask, by its Content-Security-Policy."""
    policy = get(desk, path, **host).headers["content-security-policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["script-src"] == "'self'"
    assert parts["require-trusted-types-for"] == "'script'"
    return set(parts["connect-src"].split(" "))


@pytest.mark.parametrize("host", [DORSET, WESSEXSHIRE, {"Host": "127.0.0.1:8800"}], ids=["dorset", "wessexshire", "nobody"])
def test_where_a_force_uses_it_everybody_can_have_the_script(
    desk: Desk, dorset_has_chime: None, packaged: str, host: dict[str, str]
):
    got = get(desk, SCRIPT, **host)
    assert (got.status, got.text) == (200, packaged)
    assert got.headers["content-type"] == "text/javascript; charset=utf-8"
    assert got.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert got.headers["cross-origin-resource-policy"] == "same-origin"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert get(desk, SCRIPT, "HEAD", **host).status == 200


def test_a_further_attempt_at_an_address_of_its_own_gets_it_too(desk: Desk, dorset_has_chime: None, packaged: str):
    assert get(desk, f"{SCRIPT}?2", **DORSET).text == packaged


def test_where_no_force_uses_it_there_is_none(desk: Desk, packaged: str):
    got = get(desk, SCRIPT, **DORSET)
    assert (got.status, json.loads(got.text)["code"]) == (404, "not_found")


def test_where_packaging_did_not_bring_it_there_is_none(
    desk: Desk, dorset_has_chime: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(chime, "SCRIPT", tmp_path / "nowhere.mjs")
    assert get(desk, SCRIPT, **DORSET).status == 404


@pytest.mark.parametrize("path", ["/v", "/officer"])
def test_only_that_forces_pages_may_ask_amazon(desk: Desk, dorset_has_chime: None, path: str):
    before = asked_by(desk, path, WESSEXSHIRE)
    assert not [each for each in before if "chime" in each]
    assert asked_by(desk, path, DORSET) > CHIME
    assert "'self'" in asked_by(desk, path, DORSET)


@pytest.mark.parametrize("path", ["/v", "/officer"])
def test_where_nobody_uses_it_no_page_may_ask_amazon(desk: Desk, path: str):
    assert not asked_by(desk, path, DORSET) & CHIME


def test_at_no_forces_address_the_page_may_not_ask_amazon(desk: Desk, dorset_has_chime: None):
    assert not asked_by(desk, "/v", {"Host": "127.0.0.1:8800"}) & CHIME
    assert asked_by(desk, "/v?force=dorset", {"Host": "127.0.0.1:8800"}) > CHIME


def test_the_real_script_fits_into_lambdas_answer(desk: Desk, dorset_has_chime: None, monkeypatch: pytest.MonkeyPatch):
    from infra import chime as made

    monkeypatch.setattr(chime, "SCRIPT", made.bundle())
    got = get(desk, SCRIPT, **DORSET)
    assert 1_000_000 < len(json.dumps({"body": got.text, "headers": got.headers})) < MOST / 3
