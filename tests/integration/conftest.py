"""Fixtures for tests that need AWS: one emulator a run, a fresh table a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.emulator import Emulator
from tests import emulator as running
from tests.emulated import EmulatedForce
from tests.force import STAFF


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """One ministack for the whole run, ended with its workers afterwards."""
    yield running.start()
    running.stop()


@pytest.fixture
def aws(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """Point this process at the emulator: boto3 and botocore read these variables by themselves."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in running.env().items():
        monkeypatch.setenv(name, value)
    return emulator


@pytest.fixture
def table(aws: Emulator, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty table of the deployed shape; EVR_TABLE, EVR_KEY and EVR_STAGE name it, a fresh KMS key and the stage."""
    name = running.fresh_table()
    monkeypatch.setenv("EVR_TABLE", name)
    monkeypatch.setenv("EVR_KEY", running.fresh_key())
    monkeypatch.setenv("EVR_STAGE", "test")
    return name


@pytest.fixture
def force(aws: Emulator) -> EmulatedForce:
    """A force in real time on a table of its own; one of its staff is officer and sergeant."""
    return EmulatedForce(real_time=True, pool=20, staff=STAFF | {"PS9": ("officer", "sergeant")})
