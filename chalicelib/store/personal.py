"""Personal data, kept apart: every name, number, address and free text is sealed under one data key an incident.

The key is wrapped by the force's KMS key and stored on the incident's row; destroying the wrapped key is the disposal of the texts.
Events, lists, logs and metrics hold only references such as `00000007.note`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Any, NamedTuple, Protocol

from msgspec import structs

from ..domain.commands import Command

#: 22 letters of 58 carry 128 bits. Letters that look alike (0 O I l) are left out, for links are read out and typed.
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
TOKEN_LENGTH = 22


class DataKey(NamedTuple):
    """A data key in clear, and as it is stored."""

    plain: bytes
    wrapped: bytes


class Keyring(Protocol):
    """The port to the key service. `context` binds a key to its incident. Raises Unavailable."""

    def new(self, context: dict[str, str]) -> DataKey: ...

    def unwrap(self, wrapped: bytes, context: dict[str, str]) -> bytes: ...


def context(force: str, reference: str) -> dict[str, str]:
    return {"force": force, "reference": reference}


def seal(key: bytes, where: str, plain: bytes) -> bytes:
    """AES-256-GCM with a random nonce in front; `where` (the item's key) is authenticated, so a text cannot be moved."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, where.encode())


def unseal(key: bytes, where: str, sealed: bytes) -> bytes:
    """Raises cryptography's InvalidTag when the text was changed, moved, or sealed under another key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).decrypt(sealed[:12], sealed[12:], where.encode())


def set_apart(command: Command, version: int) -> tuple[Command, dict[str, str]]:
    """The command with references in place of a person's words, and the words by reference.

    References carry the version that the command will write, so they are unique within the incident.
    """
    texts: dict[str, str] = {}
    changes: dict[str, Any] = {}
    for field in command.personal:
        value = getattr(command, field)
        if isinstance(value, str):
            changes[field] = _keep(texts, f"{version:08d}.{field}", value)
        elif value:
            changes[field] = tuple(_keep(texts, f"{version:08d}.{field}.{n}", each) for n, each in enumerate(value))
    return (structs.replace(command, **changes), texts) if changes else (command, texts)


def _keep(texts: dict[str, str], ref: str, text: str) -> str:
    texts[ref] = text
    return ref


def link_token(key: bytes, number: int) -> str:
    """The token of an incident's n-th link, derived from the data key: it is stored nowhere, and goes when the key goes."""
    digest = int.from_bytes(hmac.digest(key, f"evr link {number}".encode(), "sha256"), "big")
    letters = []
    for _ in range(TOKEN_LENGTH):
        digest, index = divmod(digest, len(ALPHABET))
        letters.append(ALPHABET[index])
    return "".join(letters)


def room_name(key: bytes) -> str:
    """What a video provider calls an incident's room: it says nothing, and whoever opens the room first or again names it so."""
    return hmac.digest(key, b"evr room", "sha256").hex()[:32]


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def spoken_code(key: bytes, number: int) -> str:
    """An incident's n-th code of six digits, derived like a link's token: it is stored nowhere."""
    digest = int.from_bytes(hmac.digest(key, f"evr code {number}".encode(), "sha256"), "big")
    return f"{digest % 1_000_000:06d}"


def code_hash(force: str, code: str) -> str:
    """A million codes are soon tried, so the hash is a slow one: 40 ms each, hours for all of them. A code lives 15 minutes."""
    return hashlib.scrypt(code.encode(), salt=f"evr code {force}".encode(), n=2**14, r=8, p=1, dklen=32).hex()
