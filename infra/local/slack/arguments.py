"""What a Web API method was called with: from a query, a form or JSON, as Slack takes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from infra.local.slack.refusing import SlackError

_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_YES = {"true", "1", "True"}


class Arguments:
    """By name. In a form, structures are JSON in text; both are taken everywhere, as by Slack."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def text(self, name: str, *, required: bool = True) -> str:
        """A text, empty when it is not there. Raises SlackError."""
        value = self._values.get(name)
        if value is None or value == "":
            if required:
                raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
            return ""
        return value if isinstance(value, str) else str(value)

    def value(self, name: str) -> Any:
        """Whatever it is, as it came."""
        return self._values.get(name)

    def has(self, name: str) -> bool:
        return self._values.get(name) is not None

    def flag(self, name: str) -> bool:
        value = self._values.get(name)
        return value is True or value in _YES

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`. Raises SlackError."""
        value = self._values.get(name, default)
        text = str(value)
        if not (text.isascii() and text.isdigit() and text != "0"):
            raise SlackError("invalid_arguments", [f"[ERROR] must provide an integer [json-pointer:/{name}]"])
        return min(int(text), most)

    def structure(self, name: str, otherwise: str) -> Any:
        """JSON, or nothing. Raises SlackError with the code `otherwise` for what is none."""
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(otherwise) from None


def read(verb: str, body: bytes, headers: Mapping[str, str], query: str, *, takes_json: bool) -> Arguments:
    """What a request brings. JSON for a method that takes none is not looked at. Raises SlackError."""
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if verb != "POST" or not body:
        return Arguments(values)
    if kind == _FORM:
        return Arguments(values | dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True)))
    if kind != _JSON:
        raise SlackError("invalid_post_type" if kind else "missing_post_type")
    return Arguments(values | _object(body)) if takes_json else Arguments(values)


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(content, dict):
        raise SlackError("json_not_object")
    return content
