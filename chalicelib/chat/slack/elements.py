"""Slack's small parts: texts, buttons, the overflow menu, and the blocks that hold them. Plain dicts, as they are sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..model import Button, Tone
from . import limits

#: A block or an element of one.
Block = dict[str, Any]

#: The overflow menu's own action id; what was chosen stands in the option's value (`reading.Pressed`).
MENU = "menu"
#: The action that answers with everything the asker may do: it must never fall off the end of the menu.
EVERYTHING = "job.more"
#: So many buttons stand beside each other before they wrap.
_ROW = 5
_SIGNS: dict[Tone, str] = {"plain": "", "good": "✓ ", "warning": "⚠ Attention: ", "danger": "‼ Urgent: "}
_STYLES: dict[Tone, str] = {"good": "primary", "danger": "danger"}


def toned(text: str, tone: Tone) -> str:
    """The tone in a sign and a word, for those who see no colour and those who see nothing. An emergency says so itself."""
    return f"‼ {text}" if tone == "danger" and text.startswith("EMERGENCY") else _SIGNS[tone] + text


def plain(text: str, limit: int) -> Block:
    # Without emoji a reference such as A:fire:1 stays what it is.
    return {"type": "plain_text", "text": limits.cut(text, limit), "emoji": False}


def marked(sent: str) -> Block:
    """`sent` is escaped already. Verbatim: an `@here` or an address within a force's words stays plain words."""
    return {"type": "mrkdwn", "text": sent, "verbatim": True}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, limits.HEADER)}


def sections(text: str) -> list[Block]:
    """Our own sentences and a force's words, over as many sections as they need."""
    return [{"type": "section", "text": marked(part)} for part in limits.pieces(text, limits.SECTION, limits.marked)]


def exactly(text: str) -> list[Block]:
    """A person's words, each character as it was written."""
    return [{"type": "section", "text": plain(part, limits.SECTION)} for part in limits.pieces(text, limits.SECTION)]


def bold(label: str) -> Block:
    return marked(f"*{limits.cut(label, limits.BUTTON, limits.marked)}*")


def button(shown: Button, about: str = "") -> Block:
    """`about` is read out after the label, where several buttons on a page have the same label."""
    element: Block = {
        "type": "button",
        "action_id": limits.exact(shown.action, limits.IDENTIFIER),
        "text": plain(shown.label, limits.BUTTON),
    }
    if shown.value:  # Slack refuses an empty one
        element["value"] = limits.exact(shown.value, limits.BUTTON_VALUE)
    if shown.url:
        element["url"] = limits.exact(shown.url, limits.ADDRESS)
    if shown.tone in _STYLES:
        element["style"] = _STYLES[shown.tone]
    if shown.confirm is not None:
        element["confirm"] = _confirm(shown, shown.confirm)
    if about:
        element["accessibility_label"] = limits.cut(f"{shown.label}, {about}", limits.BUTTON)
    return element


def _confirm(shown: Button, question: str) -> Block:
    asked: Block = {
        "title": plain(shown.label, limits.CONFIRM_TITLE),
        "text": plain(question, limits.CONFIRM_TEXT),
        "confirm": plain(shown.label, limits.CONFIRM_BUTTON),
        "deny": plain("Cancel", limits.CONFIRM_BUTTON),
    }
    return asked | ({"style": _STYLES[shown.tone]} if shown.tone in _STYLES else {})


def overflow(shown: Sequence[Button], about: str = "") -> list[Block]:
    """The menu with as many as it takes; none that has to be confirmed, for the menu cannot ask. One alone is a button."""
    unasked = {_value(each): each for each in shown if each.confirm is None}
    fitting = [each for value, each in unasked.items() if limits.size(value) <= limits.OPTION_VALUE]
    if len(fitting) > limits.OVERFLOW:
        last = [each for each in fitting if each.action == EVERYTHING][:1]
        others = [each for each in fitting if each.action != EVERYTHING]
        fitting = others[: limits.OVERFLOW - len(last)] + last
    if len(fitting) == 1:
        return [button(fitting[0], about)]
    options = [{"text": plain(each.label, limits.OPTION), "value": _value(each)} for each in fitting]
    return [{"type": "overflow", "action_id": MENU, "options": options}] if options else []


def _value(of: Button) -> str:
    return f"{of.action} {of.value}" if of.value else of.action


def actions(elements: Iterable[Block]) -> list[Block]:
    """Elements in rows. Slack wants an action id once in a block, so the same one again begins another."""
    rows: list[list[Block]] = [[]]
    for element in elements:
        if len(rows[-1]) == _ROW or any(each["action_id"] == element["action_id"] for each in rows[-1]):
            rows.append([])
        rows[-1].append(element)
    return [{"type": "actions", "elements": _one_primary(row)} for row in rows if row]


def _one_primary(row: list[Block]) -> list[Block]:
    """Slack's advice: of several good things to do, the first is shown as such."""
    first = next((each for each in row if each.get("style") == "primary"), None)
    return [{k: v for k, v in each.items() if k != "style" or v != "primary" or each is first} for each in row]


def named(blocks: Iterable[Block], prefix: str) -> list[Block]:
    """With a block id each, which is unique as long as the prefix is; inputs have theirs already."""
    stem = limits.identifier(prefix)
    return [{"block_id": f"{stem}#{number}", **block} for number, block in enumerate(blocks)]
