"""What the workers are given: the service's ports, queues, providers, and the way to command and control. Tests pass fakes."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

from msgspec import Struct

from ..chat.wall import Wall
from ..domain.policy import Policy
from ..papers.seal_secret import Seal, name_of
from ..secrets import NotConfigured, Secrets
from ..service.deps import Deps
from .providers import Provider
from .queues import Queues
from .webhook import Address, Post


def _never() -> bool:
    return False


def _no_wall(force: str) -> None:
    return None


def _no_seal(force: str) -> Seal:
    raise NotConfigured(f"{name_of(force)} is not there")


class Ports(Struct, frozen=True, kw_only=True):
    """`provider` by its name in a policy; `link_base` with `{domain}` where the force's host goes; `address` by a secret's name.

    `time_is_up` ends bounded work early: the clock and the pusher ask it between two steps. `wall`: a force's, if it has one.
    `seal`: what a force seals its papers with; raises NotConfigured and SecretsDown. `ffmpeg`: where the
    program is, for the media worker alone.
    """

    deps: Deps
    queues: Queues
    provider: Callable[[str, Policy], Provider]
    link_base: str
    address: Callable[[str], Address]
    post: Post
    wall: Callable[[str], Wall | None] = _no_wall
    time_is_up: Callable[[], bool] = _never
    seal: Callable[[str], Seal] = _no_seal
    ffmpeg: str | None = None


class Within:
    """A time budget that starts now. Called, it says whether the time is up."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._end = clock, clock() + seconds

    def __call__(self) -> bool:
        return self.left() <= 0

    def left(self) -> float:
        """Seconds that are left, 0 at least."""
        return max(0.0, self._end - self._clock())


@cache
def ports() -> Ports:
    """The ports on AWS, once a process."""
    from ..settings import settings
    from ..wiring import client, deps
    from . import providers, webhook

    wired = settings()
    urls = {
        "texts": wired.queue_texts,
        "cad": wired.queue_cad,
        "facts": wired.queue_facts,
        "allocations": wired.queue_allocations,
        "chat": wired.queue_chat,
        "receipts": wired.queue_receipts,
        "media": wired.queue_media,
    }
    return Ports(
        deps=deps(),
        queues=Queues(client("sqs"), urls),  # type: ignore[arg-type]  # the keys are the names
        provider=providers.named,
        link_base=wired.link_base,
        address=webhook.Addresses(lambda name: client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]).find,
        post=webhook.post,
        wall=_wall,
        ffmpeg=wired.ffmpeg,
        seal=_seals(wired.endpoint is not None),
    )


def _wall(force: str) -> Wall | None:
    """Slack's libraries are loaded by the chat worker alone, when it hangs something up."""
    from ..chat.slack import walls

    return walls.wall(force)


def _seals(local: bool) -> Callable[[str], Seal]:
    """Seals by force; an emulator's address in the settings makes this a developer's machine."""
    from ..papers import seal_secret
    from ..wiring import client

    secrets = Secrets(
        lambda name: client("secretsmanager").get_secret_value(SecretId=name)["SecretString"],
        lambda name, text: seal_secret.read(name, text, local),
    )
    return lambda force: secrets.find(name_of(force))
