"""The last trouble with each channel of a force's wall: written when a card does not hang, gone when one does; for the doctor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from ..store.rows import Key, Row, Table, Unavailable
from . import noting
from .rewriting import save


class Trouble(Struct, frozen=True):
    """`channel` as we asked for it, so perhaps a person's account. `code` is the platform's, or `unanswered`, or `rate_limited`."""

    platform: str
    channel: str
    code: str
    since: datetime
    last: datetime


class _Known(Struct, frozen=True):
    by_channel: dict[str, Trouble] = {}


_known = msgspec.json.Decoder(_Known).decode


def key(force: str, platform: str) -> Key:
    return Key(f"TROUBLE#{force}", platform)


def troubles(table: Table, force: str, platform: str) -> tuple[Trouble, ...]:
    """What is wrong at the moment, as far as cards did not hang for it. Raises Unavailable."""
    return tuple(_of(table.get([key(force, platform)]).get(key(force, platform))).by_channel.values())


def note(table: Table, force: str, platform: str, now: datetime, wrong: Mapping[str, str], well: frozenset[str]) -> None:
    """Write down what went wrong, channel to code, and what went well. Best effort: the next card says it again."""
    at = key(force, platform)
    try:
        row = table.get([at]).get(at)
        before = _of(row).by_channel
        stays = {channel: each for channel, each in before.items() if channel not in well}
        new = {channel: _again(before.get(channel), platform, channel, code, now) for channel, code in wrong.items()}
        after = stays | new
        if after != before:
            save(table, at, row, _Known(after))
    except Unavailable as error:
        noting.failed("trouble not noted", error, force=force, platform=platform)


def _of(row: Row | None) -> _Known:
    return _known(row.data or "") if row else _Known()


def _again(before: Trouble | None, platform: str, channel: str, code: str, now: datetime) -> Trouble:
    return Trouble(platform, channel, code, since=before.since if before else now, last=now)
