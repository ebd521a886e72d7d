"""What Slack adds to blocks when it takes them: names where none were given, and its own defaults. They come back in payloads."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from infra.local.slack.kit import actions_in


def tidied(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy with a block_id on each block, an action_id on each element, `emoji` and `verbatim` on each text."""
    made: list[dict[str, Any]] = copy.deepcopy(blocks)
    for block in made:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        if block["type"] == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
        for element in actions_in(block):
            element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
        _texts(block)
    return made


def text_object(text: dict[str, Any]) -> dict[str, Any]:
    """A text with Slack's default for its kind."""
    return {**text, **({"emoji": True} if text["type"] == "plain_text" else {"verbatim": False}), **text}


def _texts(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _texts(item)
    elif isinstance(value, dict):
        if value.get("type") in ("plain_text", "mrkdwn") and isinstance(value.get("text"), str):
            value.update(text_object(value))
        for inner in value.values():
            _texts(inner)
