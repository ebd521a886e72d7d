"""What a JSON value has to look like, told in Slack's manner: a sentence and a pointer for each fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Found = Iterator[str]
#: A check takes a value and its pointer, and yields what is wrong with it.
Check = Callable[[Any, str], Found]


def fault(what: str, at: str) -> str:
    return f"[ERROR] {what} [json-pointer:{at}]"


def text(most: int, least: int = 1, like: str | None = None) -> Check:
    """A string of so many characters."""

    def check(value: Any, at: str) -> Found:
        if not isinstance(value, str):
            yield fault("must provide a string", at)
        elif len(value) > most:
            yield fault(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield fault(f"must be more than {least - 1} characters", at)
        elif like and not re.fullmatch(like, value):
            yield fault("failed to match the required format", at)

    return check


def flag(value: Any, at: str) -> Found:
    if not isinstance(value, bool):
        yield fault("must provide a boolean", at)


def number(least: int, most: int) -> Check:
    def check(value: Any, at: str) -> Found:
        if not isinstance(value, int) or isinstance(value, bool):
            yield fault("must provide an integer", at)
        elif not least <= value <= most:
            yield fault(f"must be between {least} and {most}", at)

    return check


def one_of(*allowed: str) -> Check:
    def check(value: Any, at: str) -> Found:
        if value not in allowed:
            yield fault(f"must be one of: {', '.join(allowed)}", at)

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    """A list of so many, each of which passes the check."""

    def check(value: Any, at: str) -> Found:
        if not isinstance(value, list):
            yield fault("must provide an array", at)
            return
        if len(value) > most:
            yield fault(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield fault(f"no less than {least} items allowed", at)
        for n, item in enumerate(value):
            yield from each(item, f"{at}/{n}")

    return check


def shape(need: Mapping[str, Check], may: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""
    known = {**need, **(may or {})}

    def check(value: Any, at: str) -> Found:
        if not isinstance(value, dict):
            yield fault("must provide an object", at)
            return
        yield from (fault(f"missing required field: {name}", at) for name in need if value.get(name) is None)
        for name, inner in value.items():
            if name not in known:
                yield fault(f"invalid additional property: {name}", at)
            elif inner is not None:
                yield from known[name](inner, f"{at}/{name}")

    return check


def by_type(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which shape it has."""

    def check(value: Any, at: str) -> Found:
        kind = value.get("type") if isinstance(value, dict) else None
        known = shapes.get(kind) if isinstance(kind, str) else None
        if known is None:
            yield fault(f"unsupported type: {kind}", f"{at}/type")
        else:
            yield from known(value, at)

    return check


def typed(kind: str, need: Mapping[str, Check] | None = None, may: Mapping[str, Check] | None = None) -> Check:
    """An object of a type with these fields and no others."""
    return shape({"type": one_of(kind), **(need or {})}, may)
