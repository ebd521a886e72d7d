"""In how many parts a text message travels (3GPP TS 23.038): 160 letters of the phones' own alphabet, or 70 of any other.

Of several parts each holds 153 or 67, for they are numbered. One letter outside of the alphabet (ŵ, ŷ, â; a curly quote) costs more
than half of the room.
"""

from __future__ import annotations

from collections.abc import Iterable

_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: In the alphabet's second table: each takes the room of two.
_DOUBLED = frozenset("\f^{}\\[~]|€")


def parts(text: str) -> int:
    """How many parts a text takes; an empty one takes one."""
    if not outside(text):
        return _packed((2 if letter in _DOUBLED else 1 for letter in text), 160, 153)
    # UTF-16: an emoji is a pair.
    return _packed((2 if ord(letter) > 0xFFFF else 1 for letter in text), 70, 67)


def outside(text: str) -> str:
    """The letters that are not in the alphabet, each once, in their order."""
    return "".join(dict.fromkeys(letter for letter in text if letter not in _ALPHABET and letter not in _DOUBLED))


def _packed(sizes: Iterable[int], single: int, several: int) -> int:
    """What takes the room of two is never split between two parts."""
    each = list(sizes)
    if sum(each) <= single:
        return 1
    count, room = 0, 0
    for size in each:
        if size > room:
            count, room = count + 1, several
        room -= size
    return count
