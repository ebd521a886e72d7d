"""Times as they stand in keys: UTC, fixed width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """`2026-11-22T12:03:05.123456Z`. Takes aware times only."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for a time without a zone, and for one that UTC's calendar does not have."""
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError as mistake:
        raise ValueError("a time within the years 1 to 9999") from mistake
