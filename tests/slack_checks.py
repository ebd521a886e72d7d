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
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.slack_rules import of_blocks, of_message, of_view

SCHEMA = Path(__file__).parent / "contract" / "slack" / "schema"
Json = dict[str, Any]


def message_faults(message: Json) -> list[str]:
    return _of_schema("outgoing", "Message", message) or [*_of_sdk(message["blocks"]), *of_message(message)]


def unfurl_faults(attachment: Json) -> list[str]:
    own = of_blocks(attachment["blocks"], "message")
    return _of_schema("outgoing", "Unfurl", attachment) or [*_of_sdk(attachment["blocks"]), *own]


def view_faults(view: Json) -> list[str]:
    kind = "Home" if view["type"] == "home" else "Modal"
    return _of_schema("outgoing", kind, view) or [*_of_sdk(view["blocks"]), *_view_of_sdk(view), *of_view(view)]


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
