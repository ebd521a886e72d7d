"""Chat accounts: who of the staff is behind one. A row for each, written with the officer's record; the record is the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from ..domain.officer import LONGEST_LINE
from . import keys
from .rows import ABSENT, Delete, Put, Row, Write


class Account(Struct, frozen=True):
    """Whose it is."""

    officer: str


_account = msgspec.json.Decoder(Account).decode


def moved(force: str, id: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Write]:
    """What changes when an officer's accounts do. A new one is refused where somebody else has it."""
    for platform, user_id in sorted(before.items() - after.items()):
        yield Delete(keys.account(force, platform, user_id))
    for platform, user_id in sorted(after.items() - before.items()):
        key = keys.account(force, platform, user_id)
        yield Put(Row(pk=key.pk, sk=key.sk, data=msgspec.json.encode(Account(id)).decode()), ABSENT)


def may_be(user_id: str) -> bool:
    """Whether a record could hold this: the table refuses to look for what could not be a key."""
    return 0 < len(user_id) <= LONGEST_LINE


def behind(row: Row) -> str:
    """The identifier of the member of staff."""
    return _account(row.data or "").officer
