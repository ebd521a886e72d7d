"""Rows to write, and what was written, through the `Table` port."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.store.rows import Conflict, Page, Put, Row, Table

HERE = "LIST#dorset#queue"


def a_row(sk: str = "1", pk: str = HERE, **values: Any) -> Row:
    return Row(pk=pk, sk=sk, **{"data": f"data of {sk}"} | values)


def put(table: Table, *rows: Row) -> None:
    table.commit([Put(row) for row in rows])


def the(table: Table, row: Row) -> Row | None:
    return table.get([row.key]).get(row.key)


def sks(page: Page) -> list[str]:
    return [row.sk for row in page.rows]


def conflict_of(table: Table, *writes: Any) -> Conflict:
    with pytest.raises(Conflict) as caught:
        table.commit(writes)
    return caught.value
