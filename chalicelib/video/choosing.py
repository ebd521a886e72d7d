"""The provider that a force's policy names, with its secrets by name."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from ..domain.policy import Policy
from ..secrets import NotConfigured, Secrets, SecretsDown
from ..store.rows import Unavailable
from .port import NotSetUp, Provider


def chosen(policy: Policy) -> Provider:
    """Raises NotSetUp."""
    from .p2p import PeerToPeer

    video = policy.video
    return PeerToPeer(video, lambda: secret(video.turn_secret), lambda: datetime.now(UTC))


def secret(name: str) -> str:
    """A secret's text. Raises NotSetUp, Unavailable."""
    try:
        return _secrets().find(name)
    except NotConfigured as mistake:
        raise NotSetUp(str(mistake)) from mistake
    except SecretsDown as failure:
        raise Unavailable("secret") from failure


@cache
def _secrets() -> Secrets[str]:
    from ..wiring import client

    return Secrets(lambda name: str(client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]), _read)


def _read(name: str, text: str) -> str:
    """Raises NotConfigured for a secret that is none."""
    if not text.strip():
        raise NotConfigured(f"secret {name} is empty")
    return text.strip()
