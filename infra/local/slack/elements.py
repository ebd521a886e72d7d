"""The elements of Block Kit with Slack's own limits (docs.slack.dev, reference of Block Kit), as far as they are used here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infra.local.slack.shapes import Check, Found, by_type, fault, flag, items, number, one_of, shape, text, typed

_LONGEST_ADDRESS = 3000
_LAST_MOMENT = 9_999_999_999  # ten digits


def plain(most: int) -> Check:
    return typed("plain_text", {"text": text(most)}, {"emoji": flag})


def words(most: int) -> Check:
    """Either kind of text; each has one setting that the other may not have."""
    return by_type({"plain_text": plain(most), "mrkdwn": typed("mrkdwn", {"text": text(most)}, {"verbatim": flag})})


_CONFIRM = shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)}, {"style": one_of("primary", "danger")}
)
_ACTION = {"action_id": text(255)}
_ASKED = {**_ACTION, "confirm": _CONFIRM}
_FOCUSED = {**_ASKED, "focus_on_load": flag}
_HELD = {**_FOCUSED, "placeholder": plain(150)}
_PLAIN_OPTION = shape({"text": plain(75), "value": text(150)}, {"description": plain(75)})
_ANY_OPTION = shape({"text": words(75), "value": text(150)}, {"description": words(75)})
_MENU_OPTION = shape({"text": plain(75), "value": text(150)}, {"description": plain(75), "url": text(_LONGEST_ADDRESS)})
_GROUP = shape({"label": plain(75), "options": items(_PLAIN_OPTION, 100)})


def _select(kind: str, initial: Mapping[str, Check]) -> Check:
    may = {**_HELD, **initial, "options": items(_PLAIN_OPTION, 100), "option_groups": items(_GROUP, 100)}
    whole = typed(kind, {}, may)

    def check(value: Any, at: str) -> Found:
        yield from whole(value, at)
        if (value.get("options") is None) == (value.get("option_groups") is None):
            yield fault("must define either `options` or `option_groups`", at)
        yield from _initial(value, at)

    return check


def _choices(kind: str, initial: Mapping[str, Check]) -> Check:
    whole = typed(kind, {"options": items(_ANY_OPTION, 10)}, {**_FOCUSED, **initial})

    def check(value: Any, at: str) -> Found:
        yield from whole(value, at)
        yield from _initial(value, at)

    return check


def _initial(element: dict[str, Any], at: str) -> Found:
    """What is chosen at first is one of the options, exactly as it stands there; and no two options have one value."""
    known = [option for option in all_options(element) if isinstance(option, dict)]
    values = [option.get("value") for option in known]
    if len(set(map(str, values))) < len(values):
        yield fault("all option values must be unique", f"{at}/options")
    chosen = [element["initial_option"]] if element.get("initial_option") else _list(element.get("initial_options"))
    for option in chosen:
        if option not in known:
            yield fault("the initial option does not match any of the options", at)


def all_options(element: dict[str, Any]) -> list[Any]:
    """Every option of a select, a menu or a set of boxes, within groups or without."""
    groups = [element, *_list(element.get("option_groups"))]
    return [option for group in groups if isinstance(group, dict) for option in _list(group.get("options"))]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _picture(value: Any, at: str) -> Found:
    yield from PICTURE_SHAPE(value, at)
    yield from picture_source(value, at)


def picture_source(value: Any, at: str) -> Found:
    if ("image_url" in value) == ("slack_file" in value):
        yield fault("must define either `image_url` or `slack_file`", at)


SLACK_FILE = shape({}, {"id": text(64), "url": text(_LONGEST_ADDRESS)})
PICTURE_SHAPE = typed("image", {"alt_text": text(2000)}, {"image_url": text(_LONGEST_ADDRESS), "slack_file": SLACK_FILE})
_STYLE = one_of("primary", "danger")
_BUTTON = {**_ASKED, "url": text(_LONGEST_ADDRESS), "value": text(2000), "style": _STYLE, "accessibility_label": text(75)}
_WRITTEN = {
    **_ACTION,
    "focus_on_load": flag,
    "placeholder": plain(150),
    "initial_value": text(3000, 0),
    "multiline": flag,
    "min_length": number(0, 3000),
    "max_length": number(1, 3000),
    "dispatch_action_config": shape({}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}),
}


def _written(value: Any, at: str) -> Found:
    yield from typed("plain_text_input", {}, _WRITTEN)(value, at)
    least, most, first = value.get("min_length"), value.get("max_length"), value.get("initial_value")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield fault("max_length must be greater than min_length", at)
    if isinstance(most, int) and isinstance(first, str) and len(first) > most:
        yield fault("initial_value is longer than max_length", at)


ELEMENTS: dict[str, Check] = {
    "button": typed("button", {"text": plain(75)}, _BUTTON),
    "overflow": typed("overflow", {"options": items(_MENU_OPTION, 5)}, _ASKED),
    "static_select": _select("static_select", {"initial_option": _PLAIN_OPTION}),
    "multi_static_select": _select(
        "multi_static_select", {"initial_options": items(_PLAIN_OPTION, 100), "max_selected_items": number(1, 100)}
    ),
    "users_select": typed("users_select", {}, {**_HELD, "initial_user": text(64)}),
    "checkboxes": _choices("checkboxes", {"initial_options": items(_ANY_OPTION, 10)}),
    "radio_buttons": _choices("radio_buttons", {"initial_option": _ANY_OPTION}),
    "datepicker": typed("datepicker", {}, {**_HELD, "initial_date": text(10, like=r"\d{4}-\d{2}-\d{2}")}),
    "timepicker": typed(
        "timepicker", {}, {**_HELD, "initial_time": text(5, like=r"([01]\d|2[0-3]):[0-5]\d"), "timezone": text(100)}
    ),
    "datetimepicker": typed("datetimepicker", {}, {**_FOCUSED, "initial_date_time": number(1_000_000_000, _LAST_MOMENT)}),
    "plain_text_input": _written,
    "image": _picture,
}


def elements(*kinds: str) -> Check:
    """One of these elements."""
    return by_type({kind: ELEMENTS[kind] for kind in kinds})
