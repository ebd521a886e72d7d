"""The inputs of a form, one block each. The field's id is the id of the block and of its element."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ...domain.calendar import LONDON
from ..model import Field, Option
from . import limits
from .elements import Block, plain

#: Chosen to leave an optional choice empty, for Slack's menus cannot be emptied again. No code of a force has a bracket.
NOTHING = "(nothing)"
_EMPTY = Option(NOTHING, "(leave empty)")
_PAGE = limits.OPTIONS
#: Slack takes ten digits.
_MOMENTS = range(10**9, 10**10)


def input_block(field: Field) -> Block:
    """Raises ValueError when an id or an option's value is longer than Slack takes."""
    id = limits.exact(field.id, limits.IDENTIFIER)
    block: Block = {
        "type": "input",
        "block_id": id,
        "label": plain(field.label, limits.LABEL),
        "element": {"action_id": id, **_ELEMENTS[field.kind](field)},
        "optional": not field.required,
    }
    return block | ({"hint": plain(field.hint, limits.HINT)} if field.hint else {})


def _line(field: Field) -> Block:
    longest = min(field.longest or limits.INPUT, limits.INPUT)
    element: Block = {"type": "plain_text_input", "multiline": field.kind == "lines", "max_length": longest}
    initial = (_first(field) or "").strip()
    return element | ({"initial_value": limits.head(initial, longest)} if initial else {})


def _choice(field: Field) -> Block:
    offered = [*map(_option, field.options)]
    initial = next((each for each in offered if each["value"] == _first(field)), None)
    listed = offered if field.required else [*offered, _option(_EMPTY)]
    return {"type": "static_select"} | _listed(listed) | ({"initial_option": initial} if initial else {})


def _choices(field: Field) -> Block:
    offered = [*map(_option, field.options)]
    wanted = (field.initial,) if isinstance(field.initial, str) else field.initial or ()
    initial = [each for each in offered if each["value"] in wanted]
    listed = offered or [_option(_EMPTY)]
    return {"type": "multi_static_select"} | _listed(listed) | ({"initial_options": initial} if initial else {})


def _option(option: Option) -> Block:
    return {"text": plain(option.label, limits.OPTION), "value": limits.exact(option.value, limits.OPTION_VALUE)}


def _listed(options: list[Block]) -> Block:
    """A menu takes 100 options; more of them are shown in groups of 100."""
    if len(options) <= _PAGE:
        return {"options": options or [_option(_EMPTY)]}
    starts = range(0, len(options), _PAGE)[: limits.OPTION_GROUPS]
    return {"option_groups": [_group(start, options[start : start + _PAGE]) for start in starts]}


def _group(start: int, options: list[Block]) -> Block:
    return {"label": plain(f"{start + 1} to {start + len(options)}", limits.OPTION), "options": options}


def _date(field: Field) -> Block:
    moment = _moment(field)
    return {"type": "datepicker"} | ({"initial_date": moment.date().isoformat()} if moment else {})


def _time(field: Field) -> Block:
    moment = _moment(field, "2000-01-01T")
    return {"type": "timepicker", "timezone": str(LONDON)} | ({"initial_time": f"{moment:%H:%M}"} if moment else {})


def _datetime(field: Field) -> Block:
    moment = _moment(field)
    seconds = int(moment.timestamp()) if moment else 0
    return {"type": "datetimepicker"} | ({"initial_date_time": seconds} if seconds in _MOMENTS else {})


def _moment(field: Field, before: str = "") -> datetime | None:
    """An initial date, time or both in ISO's notation, London's where no zone is given; what is none is left out."""
    try:
        moment = datetime.fromisoformat(before + (_first(field) or ""))
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def _first(field: Field) -> str | None:
    return field.initial if isinstance(field.initial, str) or field.initial is None else next(iter(field.initial), None)


_ELEMENTS: dict[str, Callable[[Field], dict[str, Any]]] = {
    "line": _line,
    "lines": _line,
    "choice": _choice,
    "choices": _choices,
    "officer": _choice,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
}
