"""What opens a force's service at GOV.UK Notify, and what its callbacks prove themselves with: the secret `evr/<force>/notify`."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from ...secrets import NotConfigured, Secrets

LIVE = "https://api.notifications.service.gov.uk"
_KEY = re.compile(
    r".*(?P<service>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(?P<secret>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
#: Notify takes ten letters; a token that can be guessed lets anybody say that a text has arrived.
SHORTEST_TOKEN = 20


class NotifyKey(Struct, frozen=True):
    """The secret's JSON. `api_key` as Notify shows it once; `callback_token` one, or two while the one replaces the other.

    `url` is for a stand-in on this machine; without one it is Notify's own.
    """

    api_key: str
    callback_token: str | list[str]
    url: str = LIVE

    @property
    def tokens(self) -> tuple[str, ...]:
        given = [self.callback_token] if isinstance(self.callback_token, str) else self.callback_token
        return tuple(given)

    @property
    def service_and_secret(self) -> tuple[str, str]:
        """The two identifiers that end the key: the service's, and the one that signs."""
        found = _KEY.fullmatch(self.api_key.strip())
        if found is None:
            raise NotConfigured("the API key has to end in two identifiers, as Notify shows it")
        return found["service"], found["secret"]


_read = msgspec.json.Decoder(NotifyKey).decode


def read(name: str, text: str) -> NotifyKey:
    """A secret's text. Raises NotConfigured, which never quotes it."""
    try:
        key = _read(text)
    except msgspec.MsgspecError:
        raise NotConfigured(f'secret {name} has to be JSON: {{"api_key": "...", "callback_token": "..."}}') from None
    parts = urlsplit(key.url)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise NotConfigured(f"secret {name}: the url has to begin with https://")
    if not key.tokens or any(len(token) < SHORTEST_TOKEN for token in key.tokens):
        raise NotConfigured(f"secret {name}: a callback token has {SHORTEST_TOKEN} letters at least")
    try:
        key.service_and_secret  # noqa: B018 - looked at, so that a wrong key is found when it is read
    except NotConfigured as mistake:
        raise NotConfigured(f"secret {name}: {mistake}") from None
    return key


def name_of(force: str) -> str:
    return f"evr/{force}/notify"


@cache
def keys() -> Secrets[NotifyKey]:
    """The keys of all forces, once a process."""
    from ...wiring import client

    return Secrets(lambda name: str(client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]), read)
