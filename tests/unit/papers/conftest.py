"""A seal of a made-up force, made once: keys take their time."""

import json
from typing import Any

import pytest

from chalicelib.papers import seal_secret
from infra.local import seal as local_seal


@pytest.fixture(scope="session")
def raw_seal() -> dict[str, Any]:
    return local_seal.seal("testshire")


@pytest.fixture(scope="session")
def seal(raw_seal: dict[str, Any]) -> seal_secret.Seal:
    return seal_secret.read("evr/testshire/seal", json.dumps(raw_seal), local=True)
