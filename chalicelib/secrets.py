"""Secrets by name: kept in Secrets Manager, and here for a few minutes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Kind = TypeVar("Kind")
#: A changed secret works after so long, without a deployment.
KEPT_SECONDS = 300.0
#: What is wrong is looked at again after so long, and not with every request; what did not answer, sooner.
AGAIN_SECONDS, SOON_SECONDS = 60.0, 5.0


class NotConfigured(Exception):
    """The secret is missing or malformed. The text says what to correct, and holds nothing of the secret."""


class SecretsDown(Exception):
    """Secrets Manager did not answer, and nothing is kept from before."""


class Secrets(Generic[Kind]):
    """`fetch` gives a secret's text by its name; `read` makes of it what it holds, or raises NotConfigured."""

    def __init__(
        self, fetch: Callable[[str], str], read: Callable[[str, str], Kind], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch, self._read, self._clock = fetch, read, clock
        self._kept: dict[str, Kind] = {}
        self._wrong: dict[str, NotConfigured] = {}
        self._next: dict[str, float] = {}

    def find(self, name: str) -> Kind:
        """Raises NotConfigured, SecretsDown. What was read before goes on working while Secrets Manager does not answer."""
        if self._clock() >= self._next.get(name, 0.0):
            self._load(name)
        if name in self._wrong:
            raise NotConfigured(str(self._wrong[name]))
        if name not in self._kept:
            raise SecretsDown(f"secret {name} could not be read just now")
        return self._kept[name]

    def _load(self, name: str) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._kept[name] = self._read(name, self._fetch(name))
            self._wrong.pop(name, None)
            wait = KEPT_SECONDS
        except NotConfigured as mistake:
            self._wrong[name], wait = mistake, AGAIN_SECONDS
        except ClientError as error:
            why = _FOR_GOOD.get(str(error.response.get("Error", {}).get("Code", "")))
            wait = AGAIN_SECONDS if why else SOON_SECONDS
            if why:
                self._wrong[name] = NotConfigured(f"secret {name} {why}")
        except BotoCoreError:
            wait = SOON_SECONDS
        self._next[name] = self._clock() + wait


#: What Secrets Manager says when waiting does not help.
_FOR_GOOD = {
    "ResourceNotFoundException": "does not exist",
    "AccessDeniedException": "may not be read: the function's role does not allow it",
    "DecryptionFailure": "cannot be decrypted: the function's role may not use its key",
    "DecryptionFailureException": "cannot be decrypted: the function's role may not use its key",
}
