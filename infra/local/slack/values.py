"""What somebody has put into an element, in Slack's words (`view.state.values`, `actions`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.slack.elements import all_options
from infra.local.slack.kit import actions_in

#: As the page sends it: a text, or several, by block and action. What is not there is as it was at first.
Raw = Mapping[str, Mapping[str, Any]]
_ONE = {"static_select", "radio_buttons"}
_SEVERAL = {"multi_static_select", "checkboxes"}
_PLAIN = {
    "plain_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
}
STATEFUL = _ONE | _SEVERAL | set(_PLAIN)
REQUIRED = "Please complete this required field."


def state(blocks: list[dict[str, Any]], raw: Raw) -> dict[str, dict[str, Any]]:
    """The values of all inputs, by block and action."""
    found: dict[str, dict[str, Any]] = {}
    for block in blocks:
        for element in actions_in(block):
            if element["type"] in STATEFUL:
                given = raw.get(block["block_id"], {})
                value = value_of(element, given[element["action_id"]] if element["action_id"] in given else _first(element))
                found.setdefault(block["block_id"], {})[element["action_id"]] = value
    return found


def value_of(element: dict[str, Any], given: Any) -> dict[str, Any]:
    """What an element holds. `given`: the value of an option, a text, or several of them."""
    kind = element["type"]
    if kind in _ONE:
        return {"type": kind, "selected_option": option(element, given)}
    if kind in _SEVERAL:
        chosen = set(given or ())
        return {"type": kind, "selected_options": [each for each in all_options(element) if each["value"] in chosen]}
    name = _PLAIN[kind][0]
    if kind == "datetimepicker":
        return {"type": kind, name: int(given) if given not in (None, "") else None}
    return {"type": kind, name: given or None}


def option(element: dict[str, Any], value: Any) -> dict[str, Any] | None:
    return next((each for each in all_options(element) if each["value"] == value), None)


def _first(element: dict[str, Any]) -> Any:
    if element["type"] in _ONE:
        return (element.get("initial_option") or {}).get("value")
    if element["type"] in _SEVERAL:
        return [each["value"] for each in element.get("initial_options", ())]
    return element.get(_PLAIN[element["type"]][1])


def complaints(blocks: list[dict[str, Any]], values: dict[str, dict[str, Any]]) -> dict[str, str]:
    """What Slack itself says at a field before the app hears of the form, by block."""
    return {block["block_id"]: said for block in blocks if block["type"] == "input" for said in _complaint(block, values)}


def _complaint(block: dict[str, Any], values: dict[str, dict[str, Any]]) -> Iterator[str]:
    element = block["element"]
    held = values[block["block_id"]][element["action_id"]]
    given = next(value for name, value in held.items() if name != "type")
    if not given:
        if not block["optional"]:
            yield REQUIRED
    elif element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if len(given) < least:
            yield f"This must be at least {least} characters."
        elif len(given) > most:
            yield f"This must be {most} characters at most."
