"""What the service is given (tests pass fakes), who calls it, and what it answers."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from msgspec import Struct

from ..domain.policy import Policy
from ..domain.words import Role
from ..store.objects import Objects
from ..store.personal import Keyring
from ..store.rows import Table, Unavailable
from ..video.port import Provider


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return uuid.uuid4().hex


def _video(name: str, policy: Policy) -> Provider:
    from ..video.choosing import named  # most requests are about no call

    return named(name, policy)


class _NoBucket:
    """Where nobody has wired one (most tests): using it is a mistake, and is loud."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("No evidence bucket is wired here.")


NO_BUCKET = cast(Objects, _NoBucket())


class Deps(Struct, frozen=True, kw_only=True):
    """The ports. `rest(seconds)` waits between attempts; `chance()` gives 0..1 for the jitter. `video`: a provider by its
    name.
    """

    table: Table
    keyring: Keyring
    policies: Mapping[str, Policy]
    objects: Objects = NO_BUCKET
    now: Callable[[], datetime] = _now
    new_id: Callable[[], str] = _new_id
    rest: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    video: Callable[[str, Policy], Provider] = _video


class Caller(Struct, frozen=True, kw_only=True):
    """Who asks: the token's subject, a person in chat, the victim behind a link, or the system itself.

    `roles` are what the interface vouches for (scopes, a link); a member of staff has their officer record's roles on top.
    `link` is the hash of the token a victim came with.
    """

    force: str
    id: str
    roles: frozenset[str] = frozenset()
    staff: bool = False
    link: str | None = None
    command_id: str | None = None

    def __post_init__(self) -> None:
        if Role.VICTIM in self.roles and self.link is None:
            raise ValueError("a victim comes with a link")


class Done(Struct, frozen=True, omit_defaults=True):
    """What a command did; the answer of the API and what a receipt keeps.

    `reported_at` comes with a claim: whoever gets a job sees how long the victim has waited. `file`: the number of an added one.
    """

    reference: str
    status: str
    version: int
    events: tuple[str, ...]
    officer: str | None = None
    room: str | None = None
    reasons: tuple[str, ...] = ()
    reported_at: datetime | None = None
    file: int | None = None


class Busy(Unavailable):
    """Every attempt lost to somebody else's change. Nothing was written; trying again is safe."""
