"""The API in process: see desk.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import settings, wiring
from chalicelib.api import auth, jwks
from tests.contract import tokens
from tests.contract.desk import Desk

FORCES = ("dorset", "wessexshire")
QUEUES = ("TEXTS", "CAD", "FACTS", "ALLOCATIONS", "CHAT", "RECEIPTS", "MEDIA")
ENVIRONMENT = {
    "EVR_STAGE": "test",
    "AWS_REGION": "eu-west-2",
    "EVR_TABLE": "evr",
    "EVR_KEY": "key",
    "EVR_EVIDENCE_BUCKET": "evr-evidence-test",
    "EVR_IDENTITY": tokens.identity(*FORCES),
    "EVR_LINK_BASE": "https://evr.example/v",
    **{f"EVR_QUEUE_{name}": f"https://sqs.example/{name.lower()}" for name in QUEUES},
}


@pytest.fixture(scope="session")
def app() -> Any:
    from app import app

    return app


@pytest.fixture
def identity(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two forces, each with an identity provider of its own that answers at once."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    provided = {f"{tokens.issuer(force)}/jwks.json": jwks.Keys(_fetch(force)) for force in FORCES}
    monkeypatch.setattr(auth, "keys", provided.__getitem__)
    settings.settings.cache_clear()
    yield
    settings.settings.cache_clear()


def _fetch(force: str) -> Any:
    return lambda: tokens.jwks(f"{force}-1", f"ec-{force}")


@pytest.fixture
def desk(app: Any, identity: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(app)
    monkeypatch.setattr(wiring, "deps", lambda: made.deps)
    return made
