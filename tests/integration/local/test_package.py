"""The package for AWS: the same bytes each time, byte-compiled, linted, and holding what it must and nothing else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from infra import package
from infra.package import Package


@pytest.fixture(scope="module")
def packaged(stub_source: Path) -> Package:
    return package.checked_for_aws(stub_source)


@pytest.fixture(scope="module")
def names(packaged: Package) -> list[str]:
    return zipfile.ZipFile(packaged.code).namelist()


def test_the_same_source_gives_the_same_bytes(packaged: Package, stub_source: Path) -> None:
    first = packaged.code.read_bytes()

    assert package.for_aws(stub_source).code.read_bytes() == first


def test_the_policies_travel_with_the_code(names: list[str]) -> None:
    assert "chalicelib/_policies/dorset.json" in names


def test_no_tooling_and_no_tests(names: list[str]) -> None:
    assert not [name for name in names if name.startswith(("chalice/cli/", "tests/", "pip/", "infra/"))]
    assert "chalice/app.py" in names


def test_libraries_are_those_of_the_target(names: list[str]) -> None:
    compiled = [name for name in names if name.endswith(".so")]

    assert compiled
    assert all("aarch64" in name or "abi3" in name for name in compiled), compiled


def test_byte_code_is_there_and_never_checked_against_dates(packaged: Package, names: list[str]) -> None:
    if package._python_of_the_runtime() is None:
        pytest.skip("no Python of the runtime on this machine")
    code = zipfile.ZipFile(packaged.code).read("__pycache__/app.cpython-313.pyc")

    assert "msgspec/__pycache__/__init__.cpython-313.pyc" in names
    assert code[4] == 0b01  # PEP 552: hash-based, unchecked


def test_it_is_small_enough_to_start_fast(packaged: Package) -> None:
    assert packaged.code.stat().st_size < 20_000_000  # Pillow, for the daily picture, is 7 MB of it; it is loaded only there
