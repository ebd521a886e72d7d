"""What a card and a notice say, in blocks: everything but their buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model import Button, Card, Fact, Notice
from . import limits
from .elements import Block, bold, button, exactly, header, marked, plain, sections, toned
from .paging import weight

#: A card's fact says no more, so that all of them fit into one message.
_ON_A_CARD = 500
_SECTION_SIZE = limits.MESSAGE_SIZE // 2
#: A longer value stands below its label, a shorter one beside it.
_BESIDE = 150


def card_body(card: Card) -> list[Block]:
    lines = sections("\n".join(card.lines)) if card.lines else []
    return [header(toned(card.title, card.tone)), *card_facts(card.facts), *lines]


def card_facts(facts: Sequence[Fact]) -> list[Block]:
    """In two columns, label over value. Values may mention a colleague."""
    rows: list[list[Block]] = [[]]
    for field in map(_field, facts):
        if len(rows[-1]) == limits.FIELDS or weight([*rows[-1], field]) > _SECTION_SIZE:
            rows.append([])
        rows[-1].append(field)
    return [{"type": "section", "fields": row} for row in rows if row]


def notice_body(notice: Notice) -> tuple[list[Block], list[Button]]:
    """Its words, and the buttons that do not stand among them: one that is labelled like a fact stands beside it."""
    named = {each.label: each for each in notice.buttons}
    labels = {each.label for each in notice.facts}
    others = [each for each in notice.buttons if each.label not in labels or named[each.label] != each]
    return [*sections(toned(notice.text, notice.tone)), *_table(notice.facts, named)], others


def _field(fact: Fact) -> Block:
    return marked(f"{bold(fact.label)['text']}\n{limits.cut(fact.value, _ON_A_CARD, limits.marked)}")


def _table(facts: Sequence[Fact], buttons: Mapping[str, Button]) -> Iterator[Block]:
    """A victim's details, letter by letter and without an end to their length: labels on the left, values on the right."""
    row: list[Block] = []
    for fact in facts:
        alone = fact.label in buttons or _is_long(fact)
        if row and (alone or len(row) == limits.FIELDS):
            yield {"type": "section", "fields": row}
            row = []
        if alone:
            yield from _alone(fact, buttons.get(fact.label))
        else:
            row = [*row, bold(fact.label), plain(fact.value, limits.FIELD)]
    if row:
        yield {"type": "section", "fields": row}


def _is_long(fact: Fact) -> bool:
    return len(fact.value) > _BESIDE or "\n" in fact.value


def _alone(fact: Fact, pressed: Button | None) -> Iterator[Block]:
    label: Block = {"type": "section", "text": bold(fact.label)}
    beside = {} if pressed is None else {"accessory": button(pressed)}
    if _is_long(fact):
        yield label | beside
        yield from exactly(fact.value)
    else:
        yield label | {"fields": [plain(fact.value, limits.FIELD)]} | beside
