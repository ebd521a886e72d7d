"""What signs and opens a force's Slack app: kept in Secrets Manager, and here for a few minutes."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec
from msgspec import Struct

#: A new token works after so long, without a deployment.
KEPT_SECONDS = 300.0
#: A signature that does not fit may mean that the secret was changed: so it is looked at again, but not more often than this.
RELOAD_SECONDS = 60.0


class NotConfigured(Exception):
    """The secret is missing or malformed. The text says what to correct, and holds nothing of the secret."""


class SecretsDown(Exception):
    """Secrets Manager did not answer, and nothing is kept from before."""


class Secret(Struct, frozen=True):
    """Of one force's app. Two signing secrets, while the one is being changed for the other: both are good."""

    signing_secret: str | list[str]
    bot_token: str
    app_id: str

    @property
    def signing(self) -> tuple[str, ...]:
        given = [self.signing_secret] if isinstance(self.signing_secret, str) else self.signing_secret
        return tuple(each.strip() for each in given if each.strip())


_secret = msgspec.json.Decoder(Secret).decode


class Secrets:
    """Secrets by name. `fetch` gives a secret's text; `clock` counts seconds."""

    def __init__(self, fetch: Callable[[str], str], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._kept: dict[str, Secret | NotConfigured] = {}
        self._asked: dict[str, float] = {}

    def find(self, name: str) -> Secret:
        """Raises NotConfigured, SecretsDown."""
        return self._given(name, KEPT_SECONDS)

    def again(self, name: str) -> Secret:
        """The secret as it is now, or as it was a minute ago at most. Raises NotConfigured, SecretsDown."""
        return self._given(name, RELOAD_SECONDS)

    def _given(self, name: str, longest: float) -> Secret:
        kept = self._kept.get(name)
        longest = RELOAD_SECONDS if isinstance(kept, NotConfigured) else longest
        if kept is None or self._clock() - self._asked[name] >= longest:
            kept = self._load(name, kept)
        if isinstance(kept, NotConfigured):
            raise kept.with_traceback(None)
        return kept

    def _load(self, name: str, before: Secret | NotConfigured | None) -> Secret | NotConfigured:
        """What was kept goes on working while Secrets Manager does not answer: chat does not stop for that."""
        loaded = _read(name, self._fetch)
        self._asked[name] = self._clock()
        found = loaded or before
        if found is None:
            raise SecretsDown(f"secret {name} could not be read just now")
        self._kept[name] = found
        return found


#: What Secrets Manager says when waiting will not help.
_FOR_GOOD = {
    "ResourceNotFoundException": "does not exist",
    "AccessDeniedException": "may not be read: the function's role does not allow it",
    "DecryptionFailure": "cannot be decrypted: the function's role may not use its key",
}


def _read(name: str, fetch: Callable[[str], str]) -> Secret | NotConfigured | None:
    """The secret, what is wrong with it, or None when nobody answered."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return read(name, fetch(name))
    except NotConfigured as mistake:
        return mistake
    except ClientError as error:
        why = _FOR_GOOD.get(error.response.get("Error", {}).get("Code", ""))
        return NotConfigured(f"secret {name} {why}") if why else None
    except BotoCoreError:
        return None


def read(name: str, text: str) -> Secret:
    """A secret's text. Raises NotConfigured, which never quotes it."""
    shape = '{"signing_secret": "...", "bot_token": "xoxb-...", "app_id": "A..."}'
    try:
        secret = _secret(text)
    except msgspec.MsgspecError:
        raise NotConfigured(f"secret {name} has to be JSON: {shape}") from None
    if not secret.signing or not secret.bot_token.startswith("xoxb-"):
        raise NotConfigured(f"secret {name} needs a signing secret and a bot token (xoxb-...): {shape}")
    return secret
