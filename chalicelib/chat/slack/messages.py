"""Messages: a card in a channel, a private reply, lines in a thread, the preview of a link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..actions import ACTIONS
from ..model import Card, Hide, Notice, Private
from . import limits
from .bodies import card_body, notice_body
from .elements import EVERYTHING, Block, actions, button, named, overflow, sections, toned
from .paging import over_messages, within

#: The type of the metadata that every card of ours carries, unseen; its payload is `{"key": ...}`.
METADATA = "evr_card"
_HIDE = "details.hide"


class Message(Struct, frozen=True, omit_defaults=True):
    """What `chat.postMessage`, `chat.update`, `chat.postEphemeral` and a response_url have in common."""

    text: str
    blocks: list[Block]
    metadata: dict[str, Any] | None = None

    def fields(self) -> dict[str, Any]:
        """As they stand in the request."""
        said: dict[str, Any] = {"text": self.text, "blocks": self.blocks}
        return said | ({"metadata": self.metadata} if self.metadata else {})


def card_message(card: Card, key: str) -> Message:
    """A card as one message, which is edited in place. `key` is found again in the metadata (`wall.Wall.find`)."""
    return Message(_text(toned(card.summary, card.tone)), named(card_blocks(card), card.id), _metadata(key))


def card_blocks(card: Card) -> list[Block]:
    """As many as one message takes; the buttons are always there."""
    pressed = actions([*map(button, card.leading), *overflow(card.menu)])
    return within(card_body(card), pressed, limits.MESSAGE_BLOCKS, limits.MESSAGE_SIZE)


def private(reply: Notice | Private) -> list[Message]:
    """A private reply. Mostly one message; several when it says more than one takes, each with its own way to hide it."""
    return _card_reply(reply.card) if isinstance(reply, Private) else _notice(reply)


def said(lines: Iterable[str], key: str) -> list[Message]:
    """Lines for a thread. The last message has the key: until it stands there, not everything was said."""
    pages = over_messages(sections("\n".join(lines)))
    *earlier, last = [Message(page[0]["text"]["text"], named(page, f"{key}:{n}")) for n, page in enumerate(pages)]
    return [*earlier, replace(last, metadata=_metadata(key))]


def hiding(hide: Hide) -> dict[str, Any]:
    """For the response_url of the message that was pressed."""
    if hide.instead is None:
        return {"delete_original": True}
    return {"replace_original": True, **private(hide.instead)[0].fields()}


def unfurled(card: Card) -> dict[str, Any]:
    """A card below a link that somebody posted, as `chat.unfurl` takes it."""
    return {"fallback": _text(toned(card.summary, card.tone)), "blocks": named(card_blocks(card), f"unfurl:{card.id}")}


def _card_reply(card: Card) -> list[Message]:
    """Everything the asker may do stands there as a button, so nothing is left to be asked for."""
    pressed = actions(button(each) for each in (*card.leading, *card.menu) if each.action != EVERYTHING)
    pages = over_messages([*card_body(card), *pressed])
    return [Message(_text(toned(card.summary, card.tone)), named(page, f"{card.id}:{n}")) for n, page in enumerate(pages)]


def _notice(notice: Notice) -> list[Message]:
    hide = [each for each in notice.buttons if each.action == _HIDE]
    if notice.hide and not hide:
        hide = [ACTIONS[_HIDE].button()]
    body, others = notice_body(notice)
    own = actions(button(each) for each in others if each.action != _HIDE)
    pages = over_messages([*body, *own], actions(map(button, hide)))
    text = _text(toned(notice.text, notice.tone))
    return [Message(text, named(page, f"reply:{n}")) for n, page in enumerate(pages)]


def _text(words: str) -> str:
    return limits.cut(words, limits.MESSAGE_TEXT, limits.marked)


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": METADATA, "event_payload": {"key": limits.exact(key, limits.IDENTIFIER)}}
