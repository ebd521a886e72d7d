"""What Slack would refuse, found three ways, each written without looking at the renderer.

    assert message_faults(message) == []     # what chat.postMessage, chat.update and chat.postEphemeral take
    assert view_faults(view) == []           # what views.open, views.update and views.publish take
    assert unfurl_faults(attachment) == []   # what chat.unfurl takes for one address
    assert sent_faults(arguments) == []      # whichever of these a call of the Web API or of a response_url holds
    assert payload_faults(payload) == []     # what Slack sends us, by the types of npm @slack/bolt

1. The JSON schema made from npm's @slack/types (tests/contract/slack/schema). What has another shape is told by this one alone.
2. slack_sdk's models: parsed, `validate_json()`, and written again without a difference, so nothing is unknown to them.
3. Our own rules for what both miss; numbers from docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import jsonschema_rs
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

SCHEMA = Path(__file__).parent / "contract" / "slack" / "schema"
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


def message_faults(message: Json) -> list[str]:
    return _of_schema("outgoing", "Message", message) or [*_of_sdk(message["blocks"]), *_of_message(message)]


def unfurl_faults(attachment: Json) -> list[str]:
    own = _of_blocks(attachment["blocks"], "message")
    return _of_schema("outgoing", "Unfurl", attachment) or [*_of_sdk(attachment["blocks"]), *own]


def view_faults(view: Json) -> list[str]:
    kind = "Home" if view["type"] == "home" else "Modal"
    return _of_schema("outgoing", kind, view) or [*_of_sdk(view["blocks"]), *_view_of_sdk(view), *_of_view(view)]


def sent_faults(sent: Json) -> list[str]:
    faults = view_faults(sent["view"]) if "view" in sent else []
    if sent.get("blocks"):  # none at all is a message of words alone
        faults += message_faults({name: sent[name] for name in ("text", "blocks", "metadata") if name in sent})
    return faults + [fault for each in sent.get("unfurls", {}).values() for fault in unfurl_faults(each)]


def errors_faults(answer: Json, view: Json) -> list[str]:
    """Of the answer to a view_submission: errors stand at inputs of the view, in words."""
    inputs = {each.get("block_id") for each in view["blocks"] if each["type"] == "input"}
    stray = sorted(set(answer["errors"]) - inputs)
    blank = [block for block, said in answer["errors"].items() if not said.strip()]
    return [
        *_of_schema("outgoing", "Errors", answer),
        *(f"not an input: {each}" for each in stray),
        *(f"blank: {b}" for b in blank),
    ]


# --- 1: @slack/types ----------------------------------------------------------------------------------------------------------


@cache
def _validator(file: str, name: str) -> Any:
    schema = json.loads((SCHEMA / f"{file}.json").read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for({**schema, "$ref": f"#/definitions/{name}"})


def _of_schema(file: str, name: str, instance: Any) -> list[str]:
    errors = _validator(file, name).iter_errors(instance)
    return [f"@slack/types {name}: {error.message[:300]} at {list(error.instance_path)}" for error in errors]


def incoming_faults(name: str, payload: Json) -> list[str]:
    """By name: Pressed, Sent, Closed, Typed, Shortcut or Event."""
    return _of_schema("incoming", name, payload)


_INCOMING = {
    "block_actions": "Pressed",
    "view_submission": "Sent",
    "view_closed": "Closed",
    "message_action": "Shortcut",
    "event_callback": "Event",
}


def payload_faults(payload: Json) -> list[str]:
    return incoming_faults(_INCOMING.get(payload.get("type", ""), "Typed"), payload)


# --- 2: slack_sdk -------------------------------------------------------------------------------------------------------------


def _of_sdk(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        try:
            parsed = Block.parse(block)
            if parsed is None:
                yield f"slack_sdk does not know {block.get('type')}"
                continue
            parsed.validate_json()
            if parsed.to_dict() != block:
                yield f"slack_sdk would send something else for {block.get('block_id')}"
        except SlackObjectFormationError as error:
            yield f"slack_sdk: {error}"


def _view_of_sdk(view: Json) -> Iterator[str]:
    try:
        View(**view).validate_json()
    except SlackObjectFormationError as error:
        yield f"slack_sdk: {error}"


# --- 3: our own rules ---------------------------------------------------------------------------------------------------------


def _of_message(message: Json) -> Iterator[str]:
    if not message["text"].strip():
        yield "the text is blank"
    if len(message["text"]) > 4000:
        yield "the text is too long"
    yield from _of_mrkdwn(message["text"])
    yield from _of_blocks(message["blocks"], "message")
    # https://github.com/slackapi/bolt-js/issues/2509: refused from 13,172 characters on
    if _size(json.dumps(message["blocks"], ensure_ascii=False)) > 13_000:
        yield "all blocks together are too long"
    if "metadata" in message and len(json.dumps(message["metadata"])) > 1000:
        yield "the metadata is too long"


def _of_view(view: Json) -> Iterator[str]:
    yield from _of_blocks(view["blocks"], view["type"])
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


def _of_blocks(blocks: list[Json], surface: str) -> Iterator[str]:
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
