"""Read what a TOML file holds into a policy's types, naming every mistake and not only the first."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from .kinds import WorkingDays

_LONGEST_SHOWN = 60

WRONG: Any = object()
"""Stands for a value that could not be read; its mistake has been reported."""

_DURATION = re.compile(r"(?:([0-9]{1,5})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,5})s)?")
_WORKING_DAYS = re.compile(r"([0-9]{1,3}) working days?")

Report = Callable[[str, str], None]
"""Called with the path and the words of a mistake."""


def read(kind: Any, value: Any, path: str, report: Report) -> Any:
    """Turn a TOML value into `kind`; report each mistake within it and give WRONG when there was one."""
    reader = _READERS.get(get_origin(kind) or kind)
    if kind == WorkingDays:
        reader = _read_working_days
    elif isinstance(kind, type) and issubclass(kind, Struct):
        reader = _read_struct
    return (reader or _read_plain)(kind, value, path, report)


def join(path: str, name: str) -> str:
    """Give the path of a name within a path."""
    return f"{path}.{name}" if path else name


def read_fields(kind: type[Struct], table: dict[str, Any], path: str, report: Report) -> dict[str, Any]:
    """Give the fields of a struct by name, without those that are wrong or missing; report these and unknown ones."""
    known = _known(kind)
    for name in table:
        if name not in known:
            report(join(path, name), f"unknown; expected one of {', '.join(known)}")
    found = {item.name: _read_field(item, table, path, report) for item in known.values()}
    return {name: value for name, value in found.items() if value is not WRONG}


@cache
def _known(kind: type[Struct]) -> dict[str, FieldInfo]:
    """Give the fields of a struct by their name in the file; kept, for msgspec works them out anew at each call."""
    return {item.encode_name: item for item in fields(kind)}


def _read_struct(kind: type[Struct], value: Any, path: str, report: Report) -> Any:
    if not isinstance(value, dict):
        return _wrong(path, f"expected a table, got {_shown(value)}", report)
    found = read_fields(kind, value, path, report)
    return kind(**found) if len(found) == len(_known(kind)) else WRONG


def _read_field(item: FieldInfo, table: dict[str, Any], path: str, report: Report) -> Any:
    where = join(path, item.encode_name)
    if item.encode_name in table:
        return read(item.type, table[item.encode_name], where, report)
    if item.default_factory is not NODEFAULT:
        return item.default_factory()
    return _wrong(where, "missing", report) if item.default is NODEFAULT else item.default


def _read_dict(kind: Any, value: Any, path: str, report: Report) -> Any:
    if not isinstance(value, dict):
        return _wrong(path, f"expected a table, got {_shown(value)}", report)
    of_key, of_value = get_args(kind)
    found = {
        read(of_key, key, join(path, key), report): read(of_value, item, join(path, key), report) for key, item in value.items()
    }
    return WRONG if WRONG in found or WRONG in found.values() else found


def _read_tuple(kind: Any, value: Any, path: str, report: Report) -> Any:
    if not isinstance(value, list):
        return _wrong(path, f"expected a list, got {_shown(value)}", report)
    found = tuple(read(get_args(kind)[0], item, f"{path}[{at}]", report) for at, item in enumerate(value))
    return WRONG if WRONG in found else found


def _read_duration(_kind: Any, value: Any, path: str, report: Report) -> Any:
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
    found = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if found:
        return found
    return _wrong(path, f'expected a length of time over 0 such as "10m", "3h30m" or "31d", got {_shown(value)}', report)


def _read_working_days(kind: Any, value: Any, path: str, report: Report) -> Any:
    match = _WORKING_DAYS.fullmatch(value) if isinstance(value, str) else None
    return _read_plain(kind, int(match[1]) if match else str(value), path, report)


def _read_plain(kind: Any, value: Any, path: str, report: Report) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        description = next(note.description for note in kind.__metadata__)
        return _wrong(path, f"expected {description}, got {_shown(value)}", report)


def _wrong(path: str, words: str, report: Report) -> Any:
    report(path, words)
    return WRONG


def _shown(value: Any) -> str:
    words = f'"{value}"' if isinstance(value, str) else str(value)
    return words if len(words) <= _LONGEST_SHOWN else f"{words[: _LONGEST_SHOWN - 3]}..."


_READERS: dict[Any, Callable[[Any, Any, str, Report], Any]] = {
    dict: _read_dict,
    tuple: _read_tuple,
    timedelta: _read_duration,
}
