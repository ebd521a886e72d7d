"""What the checks of a policy share: a check is given sections that could be read, and yields their mistakes."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

Mistakes = Iterator[tuple[str, str]]
"""Path and words of each mistake."""

Check = tuple[tuple[str, ...], Callable[..., Mistakes]]
"""The sections a check needs, and the check, which takes them in that order."""


def run(checks: Iterable[Check], sections: dict[str, Any]) -> Mistakes:
    """Run each check whose sections are all there."""
    for needs, check in checks:
        if all(need in sections for need in needs):
            yield from check(*(sections[need] for need in needs))


def unknown(path: str, codes: Iterable[str], known: Collection[str], kind: str) -> Mistakes:
    """Name the codes that refer to nothing."""
    for code in codes:
        if code not in known:
            yield path, f'"{code}" is no {kind} of this policy; known: {", ".join(known)}'


def missing(path: str, codes: Iterable[str], given: Collection[str]) -> Mistakes:
    """Name the codes that have been left out."""
    for code in codes:
        if code not in given:
            yield f"{path}.{code}", "missing"


def not_exactly(path: str, codes: Collection[str], given: Collection[str]) -> Mistakes:
    """Name the codes that have been left out, and those that are too many."""
    yield from missing(path, codes, given)
    for code in given:
        if code not in codes:
            yield f"{path}.{code}", f"unknown; expected one of {', '.join(codes)}"


def repeated(path: str, items: Collection[object]) -> Mistakes:
    """Say that a list names something twice."""
    if len(set(items)) != len(items):
        yield path, "names something twice"


def empty(path: str, items: Collection[object], what: str) -> Mistakes:
    """Say that a list or table must not be empty."""
    if not items:
        yield path, f"expected at least one {what}"
