"""The provider by its name, as a force's policy has set it up, with its secrets by name. Each is imported when it is used."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from ..domain.policy import Policy
from ..secrets import NotConfigured, Secrets, SecretsDown
from ..store.rows import Unavailable
from .port import NotSetUp, Provider


def named(name: str, policy: Policy) -> Provider:
    """`name`: the policy's provider, or the one that a room was opened with before the policy changed."""
    if name == "chime":
        return _chime(policy)
    if name == "external":
        return _external(policy)
    from .p2p import PeerToPeer

    return PeerToPeer(policy.video, lambda: secret(policy.video.turn_secret), lambda: datetime.now(UTC))


def _external(policy: Policy) -> Provider:
    from .external import External
    from .http import ask

    section = policy.video.external
    return External(section, lambda: secret(section.secret), ask)


def _chime(policy: Policy) -> Provider:
    from ..settings import settings
    from ..wiring import client
    from .chime import Chime
    from .chime_calls import Chimes

    chimes = Chimes(client("chime-sdk-meetings"), client("chime-sdk-media-pipelines"), settings().evidence_bucket)
    return Chime(policy.video.chime, chimes, policy.force)


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
