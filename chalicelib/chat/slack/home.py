"""The home tab as a view. The neutral half pages its lists; whatever comes, no more than 100 blocks leave here."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Card, Home, Section
from . import limits
from .bodies import card_facts
from .elements import Block, actions, button, header, marked, named, overflow, sections, toned
from .paging import weight

#: For the blocks' ids, and the view around them.
_ROOM = limits.VIEW_SIZE - 2000


def home_view(home: Home) -> Block:
    """What `views.publish` takes."""
    frames = [_frame(each) for each in home.sections]
    used = [header(home.title), *(block for before, after in frames for block in (*before, *after))]
    spare = _Spare(limits.VIEW_BLOCKS - len(used) - len(frames), _ROOM - weight(used))
    blocks = [header(home.title)]
    for section, (before, after) in zip(home.sections, frames, strict=True):
        blocks += [*before, *_cards(section.cards, spare), *after]
    return {"type": "home", "callback_id": "home", "blocks": named(blocks[: limits.VIEW_BLOCKS], "home")}


class _Spare:
    """How much may still be shown, after everything that has to be."""

    def __init__(self, blocks: int, size: int) -> None:
        self.blocks, self.size = blocks, size

    def take(self, wanted: Sequence[Block]) -> bool:
        if len(wanted) > self.blocks or weight(wanted) > self.size:
            return False
        self.blocks, self.size = self.blocks - len(wanted), self.size - weight(wanted)
        return True


def _frame(section: Section) -> tuple[list[Block], list[Block]]:
    """What a section has beside its cards; its buttons turn the page, so they are always there."""
    lines = sections("\n".join(section.lines))[:1] if section.lines else []
    return [header(section.title), *lines], actions(map(button, section.buttons))


def _cards(cards: Sequence[Card], spare: _Spare) -> list[Block]:
    shown: list[Block] = []
    for number, card in enumerate(cards):
        blocks = _card(card)
        if not spare.take(blocks):
            said = f"{len(cards) - number} more, for which there is no room here."
            return [*shown, {"type": "context", "elements": [marked(said)]}]
        shown += blocks
    return shown


def _card(card: Card) -> list[Block]:
    """A card among others: its title is a line, and its buttons say which card is theirs."""
    head = sections("\n".join((f"*{limits.cut(toned(card.title, card.tone), limits.HEADER)}*", *card.lines)))
    elements = [*(button(each, card.title) for each in card.leading), *overflow(card.menu, card.title)]
    if len(elements) == 1 and not card.facts and len(head) == 1:
        return [{**head[0], "accessory": elements[0]}]
    return [*head, *card_facts(card.facts), *actions(elements)]
