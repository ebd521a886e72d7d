"""Amazon Chime's script in the package: there if a policy of it uses Chime, and else neither there nor made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chalicelib.api.chime import SCRIPT
from infra import chime, package

#: Of the package, where the app looks for it.
PLACE = SCRIPT.relative_to(Path(package.__file__).resolve().parents[1])


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository's, and a place to change them."""
    folder = tmp_path / "policies"
    shutil.copytree(package.POLICIES, folder)
    monkeypatch.setattr(package, "POLICIES", folder)
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """An app without anything in it."""
    (tmp_path / "source" / "chalicelib").mkdir(parents=True)
    (tmp_path / "source" / "app.py").touch()
    return tmp_path / "source"


def use_chime(policies: Path) -> None:
    own = policies / "wessexshire.toml"
    own.write_text(f'{own.read_text()}\n[video]\nprovider = "chime"\n')


def never() -> Path:
    raise AssertionError("made, though no policy uses it")


def test_without_such_a_policy_nothing_is_fetched_and_nothing_packed(
    source: Path, policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(chime, "bundle", never)
    package._stage(source, tmp_path / "app")
    assert (tmp_path / "app" / "chalicelib" / "_policies").is_dir()
    assert not (tmp_path / "app" / PLACE).exists()


def test_with_one_the_script_is_where_the_app_looks_for_it(
    source: Path, policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    use_chime(policies)
    made = tmp_path / "made.mjs"
    made.write_text("export const made = 1;")
    monkeypatch.setattr(chime, "bundle", lambda: made)
    package._stage(source, tmp_path / "app")
    assert (tmp_path / "app" / PLACE).read_text() == "export const made = 1;"


def test_a_script_that_cannot_be_made_stops_the_packaging_with_its_reason(
    source: Path, policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fails() -> Path:
        raise chime.NoBundle("npm ci: Test: no such package")

    use_chime(policies)
    monkeypatch.setattr(chime, "bundle", fails)
    with pytest.raises(package.PackagingFailed, match="Test: no such package"):
        package._stage(source, tmp_path / "app")
