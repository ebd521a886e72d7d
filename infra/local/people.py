"""The invented people that one may act as on the start page, and the roster of the sample force."""

from __future__ import annotations


def as_list() -> list[dict[str, object]]:
    return []
