"""A link to a job in somebody's message: the job's card is shown below it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from ...domain.refusals import Refusal
from ...store.rows import Unavailable
from ..answering import looking
from ..cards import job_card
from ..model import Card
from . import messages, received
from .sending import Way
from .turn import Turn

#: Cards below one message.
AT_MOST = 5
#: Where somebody is still writing. The card comes when the message is sent.
_COMPOSER = "COMPOSER"
_PATH = "/job/"


def unfurl(turn: Turn, shared: received.LinksShared) -> None:
    """Only what those on the roster post is looked up. The card names nobody."""
    if shared.channel == _COMPOSER:
        return
    try:
        if turn.asker(shared.user) is None:
            return
        cards = {url: messages.unfurled(card) for url, card in _cards(turn, shared.urls)}
    except Unavailable:
        return  # a link without its card is still a link
    if cards:
        turn.sender(Way(user=shared.user)).unfurl(shared.channel, shared.message, cards)


def _cards(turn: Turn, urls: tuple[str, ...]) -> Iterator[tuple[str, Card]]:
    ours = _ours(turn)
    for url in list(dict.fromkeys(urls))[:AT_MOST]:
        reference = reference_in(url, ours)
        incident = looking.job(turn.deps, turn.force, reference) if reference else None
        if incident and not isinstance(incident, Refusal):
            yield url, job_card(incident, turn.policy, turn.deps.now())


def _ours(turn: Turn) -> tuple[str, str]:
    """Scheme and host of the force's links."""
    parts = urlsplit(turn.ports.link_base.replace("{domain}", turn.policy.link.domain))
    return parts.scheme, parts.netloc


def reference_in(url: str, ours: tuple[str, str]) -> str | None:
    """The job that `https://<link domain>/job/<reference>` is about."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if (parts.scheme, parts.netloc) != ours or not parts.path.startswith(_PATH):
        return None
    return unquote(parts.path.removeprefix(_PATH)).strip("/") or None
