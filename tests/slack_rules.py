"""Our own rules for what Slack is sent: lengths, numbers, surfaces, and nobody's words that become a link or a mention."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

Json = dict[str, Any]
#: Longest text of each kind; the key is where it stands.
_TEXTS = {
    "header.text": 150,
    "section.text": 3000,
    "section.fields": 2000,
    "context.elements": 3000,
    "button.text": 75,
    "option.text": 75,
    "group.label": 75,
    "confirm.title": 100,
    "confirm.text": 300,
    "confirm.confirm": 30,
    "confirm.deny": 30,
    "input.label": 2000,
    "input.hint": 2000,
    "modal.title": 24,
    "modal.submit": 24,
    "modal.close": 24,
}
_STRINGS = {
    "action_id": 255,
    "block_id": 255,
    "callback_id": 255,
    "private_metadata": 3000,
    "accessibility_label": 75,
    "initial_value": 3000,
}
_LISTS = {"fields": (1, 10), "options": (1, 100), "option_groups": (1, 100), "initial_options": (1, 100)}
_VALUES = {"button": 2000, "option": 150}
_SURFACES = {
    "message": (50, {"actions", "context", "divider", "header", "section"}),
    "modal": (100, {"actions", "context", "divider", "header", "section", "input"}),
    "home": (100, {"actions", "context", "divider", "header", "section"}),
}
_ALLOWED_MARKUP = re.compile(r"<@[UW][A-Z0-9]+>|&amp;|&lt;|&gt;")


def of_message(message: Json) -> Iterator[str]:
    if not message["text"].strip():
        yield "the text is blank"
    if len(message["text"]) > 4000:
        yield "the text is too long"
    yield from _of_mrkdwn(message["text"])
    yield from of_blocks(message["blocks"], "message")
    # https://github.com/slackapi/bolt-js/issues/2509: refused from 13,172 characters on
    if _size(json.dumps(message["blocks"], ensure_ascii=False)) > 13_000:
        yield "all blocks together are too long"
    if "metadata" in message and len(json.dumps(message["metadata"])) > 1000:
        yield "the metadata is too long"


def of_view(view: Json) -> Iterator[str]:
    yield from of_blocks(view["blocks"], view["type"])
    if len(json.dumps(view, ensure_ascii=False).encode()) > 250_000:
        yield "the view is too big"
    has_input = any(each["type"] == "input" for each in view["blocks"])
    if has_input and "submit" not in view:
        yield "inputs without submit"
    if view["type"] == "modal" and not has_input and "submit" in view:
        yield "submit without inputs"
    for part in ("title", "submit", "close"):
        if part in view:
            yield from _of_text(f"modal.{part}", view[part], {"plain_text"})
    yield from _of_strings(view)


def of_blocks(blocks: list[Json], surface: str) -> Iterator[str]:
    most, kinds = _SURFACES[surface]
    if not 1 <= len(blocks) <= most:
        yield f"{len(blocks)} blocks in a {surface}"
    yield from (f"a {each['type']} in a {surface}" for each in blocks if each["type"] not in kinds)
    yield from (f"block id {id} twice" for id, count in _counted(blocks, "block_id").items() if count > 1)
    yield from (f"a {each['type']} without block id" for each in blocks if not each.get("block_id"))
    yield from chain.from_iterable(map(_of_block, blocks))


def _counted(of: list[Json], name: str) -> Counter[str]:
    return Counter(each[name] for each in of if name in each)


def _of_block(block: Json) -> Iterator[str]:
    yield from _of_strings(block)
    yield from _BLOCKS.get(block["type"], _nothing)(block)


def _nothing(block: Json) -> Iterator[str]:
    yield from ()


def _of_header(block: Json) -> Iterator[str]:
    yield from _of_text("header.text", block["text"], {"plain_text"})


def _of_section(block: Json) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield "a section of nothing"
    if "text" in block:
        yield from _of_text("section.text", block["text"])
    for field in block.get("fields", ()):
        yield from _of_text("section.fields", field)
    if "accessory" in block:
        yield from _of_element(block["accessory"])


def _of_context(block: Json) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 10:
        yield f"{len(block['elements'])} elements in a context"
    for element in block["elements"]:
        yield from _of_text("context.elements", element)


def _of_actions(block: Json) -> Iterator[str]:
    elements = block["elements"]
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} elements in a row"
    yield from (f"action id {id} twice in a row" for id, count in _counted(elements, "action_id").items() if count > 1)
    if sum(each.get("style") == "primary" for each in elements) > 1:
        yield "two primary buttons in a row"
    yield from chain.from_iterable(map(_of_element, elements))


def _of_input(block: Json) -> Iterator[str]:
    yield from _of_text("input.label", block["label"], {"plain_text"})
    if "hint" in block:
        yield from _of_text("input.hint", block["hint"], {"plain_text"})
    if block["element"].get("action_id") != block["block_id"]:
        yield "an input whose block and element have different ids"
    yield from _of_element(block["element"])


_BLOCKS = {"header": _of_header, "section": _of_section, "context": _of_context, "actions": _of_actions, "input": _of_input}


def _of_element(element: Json) -> Iterator[str]:
    kind = element["type"]
    yield from _of_strings(element)
    if not element.get("action_id"):
        yield f"a {kind} without action id"
    if kind == "button":
        yield from _of_text("button.text", element["text"], {"plain_text"})
        yield from _of_value("button", element)
    if "confirm" in element:
        for part in ("title", "text", "confirm", "deny"):
            yield from _of_text(f"confirm.{part}", element["confirm"][part])
    if kind == "overflow":
        yield from _of_overflow(element)
    else:
        yield from _of_choices(element)
    if kind == "plain_text_input":
        yield from _of_plain_input(element)
    if kind == "datetimepicker" and len(str(element.get("initial_date_time", 10**9))) != 10:
        yield "initial_date_time has not ten digits"


def _of_overflow(element: Json) -> Iterator[str]:
    if not 2 <= len(element["options"]) <= 5:
        yield f"{len(element['options'])} options in an overflow menu"
    yield from _of_options(element["options"])


def _of_choices(element: Json) -> Iterator[str]:
    is_choice = element["type"].endswith("static_select")
    if is_choice and ("options" in element) == ("option_groups" in element):
        yield "a choice needs options or groups of them"
    groups = element.get("option_groups", [])
    for group in groups:
        yield from _of_text("group.label", group["label"], {"plain_text"})
        if not 1 <= len(group["options"]) <= 100:
            yield f"{len(group['options'])} options in a group"
    offered = [*element.get("options", []), *chain.from_iterable(group["options"] for group in groups)]
    yield from _of_options(offered)
    initial = [*element.get("initial_options", []), *([element["initial_option"]] if "initial_option" in element else [])]
    yield from ("an initial option that is none of the options" for each in initial if each not in offered)


def _of_options(options: list[Json]) -> Iterator[str]:
    for option in options:
        yield from _of_text("option.text", option["text"], {"plain_text"})
        yield from _of_value("option", option)
    values = Counter(each.get("value") for each in options)
    yield from (f"an option's value twice: {value}" for value, count in values.items() if count > 1)


def _of_plain_input(element: Json) -> Iterator[str]:
    most = element.get("max_length", 3000)
    if not 1 <= most <= 3000:
        yield f"max_length {most}"
    if _size(element.get("initial_value", "")) > most:
        yield "an initial value longer than what may be written"


def _of_value(kind: str, element: Json) -> Iterator[str]:
    value = element.get("value", "-")
    if not 1 <= _size(value) <= _VALUES[kind]:
        yield f"a {kind}'s value of {len(value)} characters"


def _of_text(place: str, text: Json, kinds: set[str] | None = None) -> Iterator[str]:
    if kinds and text["type"] not in kinds:
        yield f"{place} is {text['type']}"
    if not text["text"].strip():
        yield f"{place} is blank"
    if _size(text["text"]) > _TEXTS[place]:
        yield f"{place} has {_size(text['text'])} characters"
    if text["type"] == "mrkdwn":
        yield from _of_mrkdwn(text["text"])


def _of_mrkdwn(text: str) -> Iterator[str]:
    """Nobody's words become a link, a mention of a group or a channel."""
    rest = _ALLOWED_MARKUP.sub("", text)
    yield from (f"not escaped: {sign}" for sign in "<>&" if sign in rest)


def _of_strings(of: Json) -> Iterator[str]:
    for name, most in _STRINGS.items():
        if name in of and not 1 <= _size(of[name]) <= most:
            yield f"{name} has {_size(of[name])} characters"
    for name, (least, most) in _LISTS.items():
        if name in of and not least <= len(of[name]) <= most:
            yield f"{len(of[name])} {name}"


def _size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
