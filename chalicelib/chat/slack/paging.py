"""Blocks over as many messages as they need, or as many of them as one message or view takes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from . import limits
from .elements import Block, marked

#: A block's id comes later; commas and brackets count too.
_MARGIN = 160


def weight(blocks: Sequence[Block]) -> int:
    """Bytes of the blocks as JSON, never fewer than its characters."""
    return sum(len(msgspec.json.encode(block)) + _MARGIN for block in blocks)


def over_messages(body: Sequence[Block], each: Sequence[Block] = ()) -> list[list[Block]]:
    """Every block, in order, in one message or several; each of them ends with `each`."""
    messages: list[list[Block]] = [[]]
    for block in body:
        message = messages[-1]
        if message and not _room(message, [block, *each], limits.MESSAGE_BLOCKS, limits.MESSAGE_SIZE):
            messages.append(message := [])
        message.append(block)
    return [[*message, *each] for message in messages]


def within(top: Sequence[Block], bottom: Sequence[Block], blocks: int, size: int) -> list[Block]:
    """As much of `top` as leaves room for all of `bottom`; what is missing is said."""
    said: Block = {"type": "context", "elements": [marked("There is more than fits here.")]}
    shown: list[Block] = []
    for number, block in enumerate(top):
        behind = [*bottom] if number == len(top) - 1 else [said, *bottom]
        if not _room(shown, [block, *behind], blocks, size):
            return [*shown, said, *bottom]
        shown.append(block)
    return [*shown, *bottom]


def _room(have: Sequence[Block], more: Sequence[Block], blocks: int, size: int) -> bool:
    return len(have) + len(more) <= blocks and weight(have) + weight(more) <= size
