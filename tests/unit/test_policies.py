"""The forces' files are found, read once, and every mistake in every file is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib import policies
from chalicelib.domain.policy import PolicyError
from chalicelib.policies import load_policies, policies_folder

from .domain.policy_files import FOLDER, changed

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")

    return put


def test_the_repositorys_forces_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVR_POLICIES", raising=False)

    assert policies_folder() == FOLDER
    found = load_policies()
    assert {"dorset", "wessexshire"} <= found.keys()
    assert all(policy.force == force for force, policy in found.items())


def test_the_copy_in_the_zip_goes_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVR_POLICIES", raising=False)
    monkeypatch.setattr(policies, "_PACKAGE", tmp_path)
    (tmp_path / "_policies").mkdir()

    assert policies_folder() == tmp_path / "_policies"


def test_the_environment_goes_before_both(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("dorset.toml", changed("dorset", {"name": "Elsewhere"}))
    monkeypatch.setenv("EVR_POLICIES", str(tmp_path))

    assert load_policies()["dorset"].name == "Elsewhere"


def test_files_are_read_once_and_the_answer_is_the_callers_own(tmp_path: Path, write: Write) -> None:
    """Given a caller who takes a force out of the answer, then the next caller still has it, and the very same object."""
    write("dorset.toml", changed("dorset", {}))
    first = load_policies(tmp_path)
    policy = first.pop("dorset")

    assert load_policies(tmp_path)["dorset"] is policy


def test_a_byte_order_mark_does_no_harm(tmp_path: Path, write: Write) -> None:
    write("dorset.toml", "\ufeff" + changed("dorset", {}))

    assert list(load_policies(tmp_path)) == ["dorset"]


def test_every_mistake_in_every_file_is_named(tmp_path: Path, write: Write) -> None:
    write("dorset.toml", changed("dorset", {"version": "1", "hours.opens": "8"}))
    write("kent.toml", changed("dorset", {}))
    write("wessexshire.toml", "force = wessexshire")
    (tmp_path / "latin.toml").write_bytes(b'force = "\xe9"')

    with pytest.raises(PolicyError) as raised:
        load_policies(tmp_path)

    assert [mistake.split(", got")[0].split(" (at")[0] for mistake in raised.value.mistakes] == [
        'dorset.toml: version: expected a version such as "2026-11-22.1"',
        'dorset.toml: hours.opens: expected a local time such as "08:00"',
        'kent.toml: force: expected "kent", as the file is named',
        "latin.toml: not UTF-8: invalid continuation byte at byte 9",
        "wessexshire.toml: not TOML: Invalid value",
    ]


def test_a_folder_without_policies_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"no policy here; expected <force>\.toml, or set EVR_POLICIES to their folder"):
        load_policies(tmp_path)
