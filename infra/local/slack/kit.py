"""Block Kit as Slack checks it: every message and every view that real Slack would refuse is refused here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from infra.local.slack.elements import PICTURE_SHAPE, SLACK_FILE, elements, picture_source, plain, words
from infra.local.slack.shapes import Check, Found, by_type, fault, flag, items, text, typed

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
_LARGEST_VIEW = 250_000  # bytes
_ID = {"block_id": text(255)}
_CHOICES = ("static_select", "multi_static_select", "users_select", "checkboxes", "radio_buttons", "datepicker", "timepicker")
_PICKS = ("button", "overflow", *_CHOICES)
_INPUTS = ("plain_text_input", "datetimepicker", *_CHOICES)
_SECTION = {"text": words(3000), "fields": items(words(2000), 10), "accessory": elements("image", *_PICKS), "expand": flag}
_INPUT = {"hint": plain(2000), "optional": flag, "dispatch_action": flag}
_CONTEXT = by_type({"image": PICTURE_SHAPE, "plain_text": words(2000), "mrkdwn": words(2000)})


def _section(value: Any, at: str) -> Found:
    yield from typed("section", {}, {**_ID, **_SECTION})(value, at)
    if value.get("text") is None and value.get("fields") is None:
        yield fault("must define either `text` or `fields`", at)


def _image(value: Any, at: str) -> Found:
    may = {**_ID, "title": plain(2000), "image_url": text(3000), "slack_file": SLACK_FILE}
    yield from typed("image", {"alt_text": text(2000)}, may)(value, at)
    yield from picture_source(value, at)


_BLOCKS: dict[str, Check] = {
    "header": typed("header", {"text": plain(150)}, _ID),
    "section": _section,
    "divider": typed("divider", {}, _ID),
    "context": typed("context", {"elements": items(_CONTEXT, 10)}, _ID),
    "actions": typed("actions", {"elements": items(elements("datetimepicker", *_PICKS), 25)}, _ID),
    "input": typed("input", {"label": plain(2000), "element": elements(*_INPUTS)}, {**_ID, **_INPUT}),
    "image": _image,
}
_BLOCK = by_type(_BLOCKS)
_MODAL = typed(
    "modal",
    {"title": plain(24), "blocks": items(_BLOCK, VIEW_BLOCKS)},
    {
        "close": plain(24),
        "submit": plain(24),
        "private_metadata": text(3000, 0),
        "callback_id": text(255),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "external_id": text(255),
        "submit_disabled": flag,
    },
)
_HOME = typed(
    "home",
    {"blocks": items(_BLOCK, VIEW_BLOCKS)},
    {"private_metadata": text(3000, 0), "callback_id": text(255), "external_id": text(255)},
)


def faults_of_blocks(blocks: Any) -> list[str]:
    """What is wrong with the blocks of a message; nothing is wrong with an empty list."""
    found = list(items(_BLOCK, MESSAGE_BLOCKS, 0)(blocks, "/blocks"))
    return found or list(_together(blocks, "/blocks"))


def faults_of_view(view: Any, kind: str) -> list[str]:
    """What is wrong with a view. `kind` is what the method takes: "modal" or "home"."""
    found = list((_MODAL if kind == "modal" else _HOME)(view, "/view"))
    if found:
        return found
    found = list(_together(view["blocks"], "/view/blocks"))
    if kind == "modal" and "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        found.append(fault("must include `submit` when blocks contain an input", "/view"))
    return found


def too_large(view: Any) -> bool:
    return len(json.dumps(view).encode()) > _LARGEST_VIEW


def actions_in(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every element of a block that somebody can act on."""
    for element in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
        if isinstance(element, dict) and element.get("type") not in ("image", "plain_text", "mrkdwn"):
            yield element


def _together(blocks: list[dict[str, Any]], at: str) -> Iterator[str]:
    """What no block shows by itself."""
    for id in _twice(block.get("block_id") for block in blocks):
        yield fault(f"block_id {id} already exists", at)
    for n, block in enumerate(blocks):
        for id in _twice(element.get("action_id") for element in actions_in(block)):
            yield fault(f"`action_id` {id} already exists for block", f"{at}/{n}")
    if sum(element.get("focus_on_load") is True for block in blocks for element in actions_in(block)) > 1:
        yield fault("only one element can be set to `focus_on_load`", at)


def _twice(ids: Iterable[str | None]) -> list[str]:
    return [id for id, times in Counter(filter(None, ids)).items() if times > 1]
